// Sites decorate headings with links to themselves, emphasis and closing marks.
#include "documents/headings.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "documents/boilerplate.h"
#include "documents/code_lines.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

std::string without_emphasis(const std::string& s) {
  for (const std::string_view mark : {"**", "__", "*", "_"})
    if (s.size() > 2 * mark.size() && s.starts_with(mark) && s.ends_with(mark) &&
        s.find(mark, mark.size()) == s.size() - mark.size())
      return s.substr(mark.size(), s.size() - 2 * mark.size());
  return s;
}

bool contents_follow(const Page& page, std::size_t from) {
  std::size_t next = page.next(from);
  while (next < page.size() && page.is_blank(next)) next = page.next(next + 1);
  Marker marker;
  return read_marker(page.line(next), marker) && text::contains(page.line(next), "](");
}

}  // namespace

void take_heading(Draft& draft) {
  const std::string_view raw = draft.page.line(draft.at);
  const int level = heading_level(raw);
  std::string_view s = text::trim(raw);
  s.remove_prefix(static_cast<std::size_t>(level));
  const std::string_view closed = text::trim_right(s.substr(0, s.find_last_not_of('#') + 1));
  if (closed.empty() || closed.back() != '\\')
    s = closed.size() + 1 < s.size() && s[closed.size()] == ' ' ? closed : s;
  std::size_t end = draft.at + 1;
  if (text::trim(s).empty() && !draft.page.is_blank(end) && draft.page.line(end).size() <= 100 &&
      heading_level(draft.page.line(end)) == 0 && !is_table_at(draft.page, end)) {
    s = text::trim(draft.page.line(end));  // a crawler's line break after the marks
    ++end;
  }
  Inline read = read_prose(text::trim(s), draft.page.targets);
  for (const std::string_view mark : {"#", "¶", "§", "🔗"}) {  // a link to the heading itself
    if (read.links.empty() || read.links.back().text != mark || !read.text.ends_with(mark))
      continue;
    read.text =
        text::trim_right(std::string_view(read.text).substr(0, read.text.size() - mark.size()));
    read.links.pop_back();
  }
  read.text = without_emphasis(read.text);
  if (is_contents_heading(read.text) && contents_follow(draft.page, end)) {
    draft.page.drop(draft.at, "table_of_contents");
    draft.lead_in = read.text;
    draft.at = end;
    return;
  }
  draft.at = end;
  draft.add_heading(level, draft.page.take(std::move(read)));
}

bool is_underlined(const Draft& draft) {
  const std::string_view under = text::trim(draft.page.line(draft.at + 1));
  if (under.size() < 2 || draft.page.gone[std::min(draft.at + 1, draft.page.size() - 1)] ||
      delimiter_columns(draft.page.line(draft.at + 1)) > 0)
    return false;
  return under.find_first_not_of('=') == std::string_view::npos ||
         under.find_first_not_of('-') == std::string_view::npos;
}

void take_underlined(Draft& draft) {
  const int level = text::trim(draft.page.line(draft.at + 1)).front() == '=' ? 1 : 2;
  Inline read = read_prose(draft.page.line(draft.at), draft.page.targets);
  const bool names_file = is_caption(read.text) || (read.text.find(' ') == std::string::npos &&
                                                    text::contains(read.text, "."));
  const bool before_code = code_lean(read_code(draft.page.line(draft.at + 2)).text) == Lean::kCode;
  draft.at += 2;
  std::string title = draft.page.take(std::move(read));
  if (names_file && before_code) {
    draft.push_caption(title);
    draft.lead_in = title;
    return;
  }
  draft.add_heading(level, without_emphasis(title));
}

}  // namespace generator::documents
