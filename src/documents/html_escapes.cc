// A page may say `*` or `1.` and mean it.
#include "documents/html_escapes.h"

#include "base/text.h"

namespace generator::documents::html {

std::string escaped(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (std::string_view("\\[]<>`*_|$").find(c) != std::string_view::npos) out += '\\';
    if (c == '&')
      out += "&amp;";
    else if (text::is_space(c)) {
      if (out.empty() || out.back() != ' ') out += ' ';
    } else
      out += c;
  }
  return out;
}

std::string as_paragraph(std::string_view s) {
  const std::string_view bare = text::trim(s);
  if (bare.empty()) return "";
  std::size_t digits = 0;
  while (digits < bare.size() && text::is_digit(bare[digits])) ++digits;
  if (digits > 0 && digits < bare.size() && (bare[digits] == '.' || bare[digits] == ')'))
    return std::string(bare.substr(0, digits)) + "\\" + std::string(bare.substr(digits));
  if (std::string_view("#-+=~").find(bare.front()) != std::string_view::npos)
    return "\\" + std::string(bare);
  return std::string(bare);
}

}  // namespace generator::documents::html
