#include "execute/endpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "web/url.h"

namespace generator::execute {
namespace {

constexpr std::size_t kShortestSecret = 4;  // shorter ones stand in every text by chance

struct Filled {
  std::string text;
  bool is_secret = false;
};

// `{NAME}` as the environment has it.
Result<Filled> fill(std::string_view option, std::string_view given, Endpoint& endpoint) {
  Filled out;
  while (!given.empty()) {
    const std::size_t open = given.find('{');
    const std::size_t close = given.find('}', open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const std::string name(given.substr(open + 1, close - open - 1));
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0')
      return fail(ErrorKind::kWrongUse, fmt::format("{}: the variable {} is not set", option,
                                                    text::for_terminal(name)));
    out.text += given.substr(0, open);
    out.text += value;
    out.is_secret = true;
    endpoint.secrets.emplace_back(value);
    given.remove_prefix(close + 1);
  }
  out.text += given;
  return out;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

}  // namespace

std::string Endpoint::with_query(std::string_view whole) const {
  if (query.empty()) return std::string(whole);
  return fmt::format("{}{}{}", whole, text::contains(whole, "?") ? "&" : "?", query);
}

void Endpoint::complete(web::Request& request) const {
  request.url = with_query(request.url);
  request.headers.insert(request.headers.end(), headers.begin(), headers.end());
  request.credentials.insert(request.credentials.end(), credentials.begin(), credentials.end());
}

std::string Endpoint::without_secrets(std::string text) const {
  for (const std::string& secret : secrets)
    if (secret.size() >= kShortestSecret) text = text::replace_all(text, secret, "***");
  return text;
}

Status add_header(std::string_view given, Endpoint& out) {
  const std::size_t colon = given.find(':');
  const std::string_view name = text::trim(given.substr(0, colon));
  if (colon == std::string_view::npos || name.empty() || name.find_first_of(" \t{}") != name.npos)
    return fail(ErrorKind::kWrongUse, "--header: a header is 'NAME: TEXT', for example "
                                      "'Authorization: Bearer {MY_TOKEN}'");
  TRY(const Filled value, fill("--header", text::trim(given.substr(colon + 1)), out));
  if (has_control(value.text))
    return fail(ErrorKind::kWrongUse, fmt::format("--header: `{}` has a line end or control character in it",
                                                  text::for_terminal(name)));
  (value.is_secret ? out.credentials : out.headers).push_back(fmt::format("{}: {}", name, value.text));
  return {};
}

Status add_query(std::string_view given, Endpoint& out) {
  const std::size_t equals = given.find('=');
  if (equals == std::string_view::npos || equals == 0)
    return fail(ErrorKind::kWrongUse, "--query: a parameter is 'NAME=TEXT', for example "
                                      "'api_key={MY_KEY}'");
  TRY(const Filled value, fill("--query", given.substr(equals + 1), out));
  if (!out.query.empty()) out.query += '&';
  out.query += web::percent_encoded(given.substr(0, equals)) + "=" + web::percent_encoded(value.text);
  return {};
}

}  // namespace generator::execute
