#include "web/url.h"

#include <fmt/format.h>

#include "base/text.h"

namespace generator::web {
namespace {

std::string_view authority_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  const std::string_view rest = url.substr(scheme + 3);
  return rest.substr(0, rest.find_first_of("/?#"));
}

}  // namespace

bool is_url(std::string_view text) {
  return text::starts_with_ignoring_case(text, "http://") ||
         text::starts_with_ignoring_case(text, "https://");
}

std::string scheme_of(std::string_view url) { return text::to_lower(url.substr(0, url.find(':'))); }

std::string host_of(std::string_view url) {
  const std::string_view authority = authority_of(url);
  const std::size_t at = authority.rfind('@');
  return text::for_terminal(at == std::string_view::npos ? authority : authority.substr(at + 1));
}

std::string origin_of(std::string_view url) {
  return scheme_of(url) + "://" + text::to_lower(authority_of(url));
}

Status check_url(std::string_view url) {
  if (!is_url(url) || authority_of(url).empty())
    return fail(ErrorKind::kWrongUse, "an address begins with http:// or https:// and a host");
  if (authority_of(url).find('@') != std::string_view::npos)
    return fail(ErrorKind::kWrongUse,
                fmt::format("{}: the address carries a name or password; --header gives credentials",
                            host_of(url)));
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '\\')
      return fail(ErrorKind::kWrongUse,
                  fmt::format("{}: the address has a space, backslash or control character in it", host_of(url)));
  return {};
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((text::is_word(c) && (c & 0x80) == 0) || c == '-' || c == '.' || c == '~')
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace generator::web
