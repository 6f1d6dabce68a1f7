// Each mark stands for itself and is looked for by its spelling; what is left over afterwards tells
// that there was more markup than is known here.
#include "measure/doc_markup.h"

#include <algorithm>

#include "base/text.h"

namespace generator::measure {

bool is_parameter(std::string_view s) {
  if (s.starts_with('*')) s.remove_prefix(s.find_first_not_of('*') == 1 ? 1 : 2);
  return !s.empty() && (text::is_alpha(s[0]) || s[0] == '_') &&
         std::all_of(s.begin(), s.end(),
                     [](char c) { return text::is_word(c) || c == '.' || c == '[' || c == ']'; });
}

std::string with_code_spans(std::string line) {
  for (std::size_t at = line.find("``"); at != std::string::npos && line.find("```") != at;
       at = line.find("``", at + 1)) {
    const std::size_t end = line.find("``", at + 2);
    if (end == std::string::npos) break;
    line.erase(end, 1);
    line.erase(at, 1);
    at = end - 2;
  }
  for (const std::string_view mark :
       {"\\c ", "\\p ", "\\a ", "\\ref ", "@c ", "@p ", "@a ", "@ref ", "\\em "})
    for (std::size_t at = line.find(mark); at != std::string::npos; at = line.find(mark, at)) {
      if (at > 0 && line[at - 1] != ' ' && line[at - 1] != '(') {
        ++at;
        continue;
      }
      std::size_t end = at + mark.size();
      while (end < line.size() &&
             (text::is_word(line[end]) || text::contains("._:", line.substr(end, 1))))
        ++end;
      while (end > at && text::contains(".:", line.substr(end - 1, 1))) --end;
      if (end <= at + mark.size()) return "\\";  // refused by the caller
      const std::string name = line.substr(at + mark.size(), end - at - mark.size());
      line.replace(at, end - at, "`" + name + "`");
    }
  for (std::size_t at = line.find("{@link "); at != std::string::npos;
       at = line.find("{@link ", at)) {
    const std::size_t end = line.find('}', at);
    if (end == std::string::npos) return "\\";
    const std::string name = line.substr(at + 7, end - at - 7);
    if (!is_parameter(name)) return "\\";
    line.replace(at, end - at + 1, "`" + name + "`");
  }
  for (std::size_t at = line.find('['); at != std::string::npos; at = line.find('[', at + 1)) {
    const std::size_t end = line.find(']', at);
    if (end == std::string::npos || (end + 1 < line.size() && line[end + 1] == '(')) continue;
    std::string name = line.substr(at + 1, end - at - 1);
    const bool quoted = name.size() > 2 && name.front() == '`' && name.back() == '`';
    const bool linked = end + 1 < line.size() && line[end + 1] == '[';
    if (linked || (!quoted && (!is_parameter(name) || !text::is_upper(name[0]) || at == 0 ||
                               line[at - 1] != ' ')))
      continue;
    line.replace(at, end - at + 1, quoted ? name : "`" + name + "`");
  }
  return line;
}

bool is_beyond_words(std::string_view line) {
  for (const std::string_view mark :
       {"\\", "|",   "<p>", "@see", "@sa ", "<br", "<ul",  "<li",  "<pre", "<a ", "<b>",
        "{@", "+--", "---", "===",  "***",  "___", "....", "  ->", ".. ",  "@{",  "@}"})
    if (text::contains(line, mark)) return true;
  const auto s = text::trim(line);
  const std::size_t gap = s.find("   ");
  return gap != std::string_view::npos || s.find('\t') != std::string_view::npos;
}

}  // namespace generator::measure
