// Crawlers join the lines of a page and leave what stood between them.
#include "documents/spacing.h"

#include <array>

#include "base/text.h"

namespace generator::documents {
namespace {

// "compact-or- indexed": a hyphen at a line's end that a crawler joined; not "pre- and
// post-processing".
bool divides_word(std::string_view out, std::string_view rest) {
  if (out.size() < 3 || out[out.size() - 1] != '-' || !text::is_alpha(out[out.size() - 2]) ||
      out[out.size() - 3] == ' ')
    return false;
  if (rest.empty() || rest[0] < 'a' || rest[0] > 'z') return false;
  for (const std::string_view word :
       {"and ", "or ", "to ", "nor ", "but ", "through ", "as ", "versus ", "vs"})
    if (rest.starts_with(word)) return false;
  return true;
}

constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> table{};
  for (const char c : {' ', '\t', '\n', '\v', '\f', '\r', '`', ',', '.', ';'})
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

}  // namespace

std::string with_single_spaces(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  bool in_code = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const std::size_t run = i;
    while (i < s.size() && !kSpecial[static_cast<unsigned char>(s[i])]) ++i;
    out.append(s.substr(run, i - run));
    if (i == s.size()) break;
    const char c = s[i];
    if (c == '`') in_code = !in_code;
    if (!in_code && text::is_space(c)) {
      if (c == ' ' && divides_word(out, s.substr(i + 1))) continue;
      if (!out.empty() && out.back() != ' ') out += ' ';
      continue;
    }
    const bool is_stop = c == ',' || c == '.' || c == ';';
    if (is_stop && out.size() > 1 && out.back() == ' ' &&
        (out[out.size() - 2] == '*' || out[out.size() - 2] == '_'))
      out.pop_back();
    out += c;
  }
  return std::string(text::trim(out));
}

}  // namespace generator::documents
