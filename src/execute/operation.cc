#include "execute/operation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/text.h"
#include "execute/parameter_style.h"
#include "web/url.h"

namespace generator::execute {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

tl::unexpected<Error> wrong(const ArgumentPlace& place, std::string_view why) {
  return fail(ErrorKind::kInvalidInput, fmt::format("`{}` {}", place.argument, why));
}

std::string joined(const Pairs& pairs, std::string_view between) {
  std::vector<std::string> out;
  for (const auto& [name, value] : pairs) out.push_back(name + "=" + value);
  return text::join(out, between);
}

// "/pets/{id}" with the values in their places.
Result<std::string> fill_path(const Tool& tool, json::Value arguments) {
  std::string out = tool.source.path;
  for (const ArgumentPlace& place : tool.source.places) {
    if (place.in != "path") continue;
    const auto value = arguments.find(place.argument);
    if (!value) return wrong(place, "is missing: it is a part of the path");
    const std::string text = path_value(place, *value);
    if (text.empty()) return wrong(place, "is empty, and it is a part of the path");
    if (text == "." || text == "..") return wrong(place, "would lead to another path");
    out = text::replace_all(out, "{" + place.name + "}", text);
  }
  return out;
}

// Headers that say how a message travels, or who asks.
bool is_forbidden(std::string_view name) {
  constexpr std::array kForbidden = {"host", "content-length", "transfer-encoding", "connection",
                                     "upgrade", "te", "trailer", "keep-alive", "expect",
                                     "authorization", "proxy-authorization", "cookie"};
  return std::ranges::find(kForbidden, text::to_lower(name)) != kForbidden.end();
}

bool is_header_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return c > ' ' && c < 0x7f && !text::contains("()<>@,;:\\\"/[]?={}", std::string_view(&c, 1));
  });
}

Result<std::string> header_line(const ArgumentPlace& place, json::Value value) {
  if (!is_header_name(place.name) || is_forbidden(place.name))
    return wrong(place, fmt::format("would be the header `{}`, which is not an argument's to set",
                                    text::for_terminal(place.name)));
  const std::string text = header_value(place, value);
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }))
    return wrong(place, "has a line end or control character in it, and it is a header");
  return text.empty() ? place.name + ";" : place.name + ": " + text;  // as curl sends an empty one
}

// Without parameters, in lower case.
std::string kind_of(std::string_view media_type) {
  return text::to_lower(text::trim(media_type.substr(0, media_type.find(';'))));
}

bool is_json(std::string_view media_type) {
  return media_type == "application/json" || media_type.ends_with("+json") || media_type == "*/*";
}

std::string json_body(const Tool& tool, json::Value arguments) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (const ArgumentPlace& place : tool.source.places)
    if (const auto value = arguments.find(place.argument); place.in == "body" && value)
      writer.key(place.name).raw(value->raw());
  writer.end_object();
  return out;
}

// Fields of the body, or of the object that is the whole of it.
std::vector<std::pair<ArgumentPlace, json::Value>> fields_of(const Tool& tool, json::Value arguments,
                                                             std::optional<json::Value> whole) {
  std::vector<std::pair<ArgumentPlace, json::Value>> out;
  for (const ArgumentPlace& place : tool.source.places)
    if (const auto value = arguments.find(place.argument); place.in == "body" && value)
      out.emplace_back(place, *value);
  for (std::size_t i = 0; whole && i < whole->size() && whole->is_object(); ++i)
    out.push_back({{std::string(whole->key(i)), "body", std::string(whole->key(i)), "", {}, ""}, whole->at(i)});
  return out;
}

// A line between the parts that none of them has: made from them.
std::string multipart(const std::vector<std::pair<ArgumentPlace, json::Value>>& fields,
                      std::string& boundary) {
  std::string parts;
  for (const auto& [place, value] : fields) parts += plain_text(value) + "\n";
  boundary = "part-" + Hasher().add(parts).finish().hex();
  std::string out;
  for (const auto& [place, value] : fields) {
    const std::string name = text::replace_all(
        text::replace_all(text::replace_all(place.name, "\"", "%22"), "\r", "%0D"), "\n", "%0A");
    out += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", boundary,
                       name, plain_text(value));
  }
  return out + "--" + boundary + "--\r\n";
}

// The argument that is the whole body; nothing where there is none.
std::optional<json::Value> whole_body(const Tool& tool, json::Value arguments) {
  for (const ArgumentPlace& place : tool.source.places)
    if (place.in == "whole_body") return arguments.find(place.argument);
  return std::nullopt;
}

Status write_body(const Tool& tool, json::Value arguments, web::Request& out) {
  const RequestBody& body = tool.source.body;
  if (body.media_type.empty()) return {};
  const auto whole = whole_body(tool, arguments);
  const auto fields = fields_of(tool, arguments, whole);
  if (!whole && fields.empty() && !body.is_required) return {};
  const std::string kind = kind_of(body.media_type);
  std::string type = kind == "*/*" ? "application/json" : body.media_type;
  if (is_json(kind)) {
    out.body = whole ? std::string(whole->raw()) : json_body(tool, arguments);
  } else if (kind == "application/x-www-form-urlencoded") {
    Pairs pairs;
    for (const auto& [place, value] : fields)
      for (auto& pair : query_values(place, value)) pairs.push_back(std::move(pair));
    out.body = joined(pairs, "&");
  } else if (kind == "multipart/form-data") {
    std::string boundary;
    out.body = multipart(fields, boundary);
    type = kind + "; boundary=" + boundary;
  } else if (whole && whole->is_string()) {
    out.body = whole->text();
  } else {
    return fail(ErrorKind::kInvalidInput,
                fmt::format("a body of the type {} is not written here", text::for_terminal(type)));
  }
  out.headers.push_back("Content-Type: " + type);
  return {};
}

Status add_elsewhere(const Tool& tool, json::Value arguments, web::Request& out) {
  Pairs query, cookies;
  for (const ArgumentPlace& place : tool.source.places) {
    const auto value = arguments.find(place.argument);
    if (!value) continue;
    if (place.in == "header") {
      TRY(std::string line, header_line(place, *value));
      out.headers.push_back(std::move(line));
    }
    if (place.in == "query" || place.in == "cookie")
      for (auto& pair : query_values(place, *value))
        (place.in == "query" ? query : cookies).push_back(std::move(pair));
  }
  if (!query.empty()) out.url += (text::contains(out.url, "?") ? "&" : "?") + joined(query, "&");
  if (!cookies.empty()) out.headers.push_back("Cookie: " + joined(cookies, "; "));
  return {};
}

bool has_line_end(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

}  // namespace

Result<web::Request> to_request(const Tool& tool, json::Value arguments, std::string_view server) {
  if (has_line_end(tool.source.body.media_type) || tool.source.method.empty())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`{}` is described by no operation that could be called", tool.name));
  web::Request out;
  out.method = tool.source.method;
  TRY(const std::string path, fill_path(tool, arguments));
  while (server.ends_with('/')) server.remove_suffix(1);
  out.url = std::string(server) + path;
  out.headers.push_back("Accept: application/json, text/*;q=0.9, */*;q=0.1");
  CHECK_OK(add_elsewhere(tool, arguments, out));
  CHECK_OK(write_body(tool, arguments, out));
  return out;
}

}  // namespace generator::execute
