// Where an operation is called and what a call must carry.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "store/openapi_context.h"

namespace generator::openapi {
namespace {

// "https://{region}.example.com" with each variable's default, else its first value.
std::string with_variables(std::string_view url, std::optional<json::Value> variables) {
  std::string out;
  for (std::size_t at = 0; at < url.size();) {
    const std::size_t open = url.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : url.find('}', open);
    if (close == std::string_view::npos) return out.append(url.substr(at));
    out.append(url.substr(at, open - at));
    const auto variable =
        variables ? variables->find(url.substr(open + 1, close - open - 1)) : std::nullopt;
    const auto value = variable ? variable->find("default") : std::nullopt;
    const auto choices = variable ? elements(*variable, "enum") : std::vector<json::Value>();
    if (value)
      out.append(value->is_string() ? value->text() : value->raw());
    else if (!choices.empty() && choices[0].is_string())
      out.append(choices[0].text());
    else
      out.append(url.substr(open, close - open + 1));
    at = close + 1;
  }
  return out;
}

std::string swagger_server(const Context& context, const Operation& operation) {
  const json::Value root = context.document.root();
  std::string base(root.text_of("basePath"));
  if (base == "/") base.clear();
  const std::string_view host = root.text_of("host");
  if (host.empty()) return base;
  std::vector<std::string> schemes = texts(operation.value, "schemes");
  if (schemes.empty()) schemes = texts(root, "schemes");
  const bool is_safe =
      schemes.empty() || std::find(schemes.begin(), schemes.end(), "https") != schemes.end();
  return fmt::format("{}://{}{}", is_safe ? "https" : schemes[0], host, base);
}

Credential read_scheme(std::string_view name, json::Value value) {
  Credential out{.scheme = std::string(name), .type = std::string(value.text_of("type"))};
  if (out.type == "basic") {  // Swagger 2.0
    out.type = "http";
    out.in = "basic";
  } else if (out.type == "http") {
    out.in = value.text_of("scheme");
  } else if (out.type == "apiKey") {
    out.in = value.text_of("in");
    out.name = value.text_of("name");
  }
  return out;
}

// Names of headers are the same in any letter case.
std::string key_place(std::string_view in, std::string_view name) {
  return fmt::format("{} {}", in, in == "header" ? text::to_lower(name) : std::string(name));
}

}  // namespace

std::string server_of(const Context& context, const Operation& operation) {
  if (context.is_swagger()) return swagger_server(context, operation);
  for (const json::Value holder : {operation.value, operation.item, context.document.root()}) {
    const auto servers = elements(holder, "servers");
    if (servers.empty()) continue;
    std::string url = with_variables(servers[0].text_of("url"), servers[0].find("variables"));
    while (!url.empty() && url.back() == '/') url.pop_back();  // paths begin with one
    return url;
  }
  return {};
}

void read_schemes(Context& context) {
  const json::Value root = context.document.root();
  auto schemes = root.find("securityDefinitions");
  if (const auto components = root.find("components"))
    if (!context.is_swagger()) schemes = components->find("securitySchemes");
  for (std::size_t i = 0; schemes && schemes->is_object() && i < schemes->size(); ++i) {
    const auto scheme = context.document.resolve(schemes->at(i));
    if (!scheme) continue;
    Credential credential = read_scheme(schemes->key(i), *scheme);
    if (credential.type == "apiKey") context.keys.insert(key_place(credential.in, credential.name));
    context.schemes.emplace(credential.scheme, std::move(credential));
  }
}

std::vector<std::vector<Credential>> security_of(Context& context, const Operation& operation) {
  std::vector<std::vector<Credential>> out;
  const bool has_own = operation.value.find("security").has_value();
  const json::Value holder = has_own ? operation.value : context.document.root();
  for (const json::Value alternative : elements(holder, "security")) {
    auto& together = out.emplace_back();
    for (std::size_t i = 0; alternative.is_object() && i < alternative.size(); ++i) {
      const std::string_view name = alternative.key(i);
      const auto known = context.schemes.find(std::string(name));
      if (known == context.schemes.end())
        context.problem(ToolEffect::kNote, alternative.at(i),
                        fmt::format("the security scheme `{}` is not described", name));
      Credential& credential = together.emplace_back();
      if (known != context.schemes.end()) credential = known->second;
      credential.scheme = name;
      credential.scopes = texts(alternative, name);
    }
  }
  return out;
}

bool is_credential(const Context& context, std::string_view in, std::string_view name) {
  const std::string lower = text::to_lower(name);
  if (in == "header" &&
      (lower == "authorization" || lower == "proxy-authorization" || lower == "cookie"))
    return true;
  return context.keys.count(key_place(in, name)) > 0;
}

}  // namespace generator::openapi
