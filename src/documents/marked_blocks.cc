// Their insides are no Markdown: nothing in them may be taken for a heading or a list.
#include "documents/marked_blocks.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "documents/code_lines.h"
#include "documents/code_runs.h"

namespace generator::documents {

void take_fence(Draft& draft) {
  const std::string_view open = text::trim(draft.page.line(draft.at));
  const std::string mark(open.substr(0, std::min(open.size(), open.find_first_not_of(open[0]))));
  std::string_view info = text::trim(open.substr(mark.size()));
  if (info.starts_with("{")) info = info.substr(1, info.find_first_of("} ") - 1);
  std::string language(info.substr(0, info.find_first_of(" {,")));
  while (!language.empty() && language.front() == '.') language.erase(0, 1);
  const std::size_t indent = indent_of(draft.page.line(draft.at));
  const bool shows_markup = language == "md" || language == "markdown" || language == "html";
  std::vector<std::string> lines;
  for (++draft.at; draft.at < draft.page.size(); ++draft.at) {
    std::string_view raw = draft.page.line(draft.at);
    const std::string_view s = text::trim(raw);
    if (s.starts_with(mark) && s.find_first_not_of(mark[0]) == std::string_view::npos) break;
    raw.remove_prefix(std::min({indent, indent_of(raw), raw.size()}));
    lines.push_back(shows_markup ? std::string(text::trim_right(raw))
                                 : draft.page.take(read_code(raw)));
  }
  if (draft.at < draft.page.size()) ++draft.at;
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  while (!lines.empty() && lines.front().empty()) lines.erase(lines.begin());
  if (lines.empty()) return;
  const std::vector<std::string_view> views(lines.begin(), lines.end());
  if (language.empty()) language = code_language(views);
  draft.push(BlockKind::kCode, fenced(text::join(lines, "\n"), language));
}

bool take_formula(Draft& draft) {
  std::string formula;
  const std::size_t begin = draft.at;
  for (; draft.at < draft.page.size() && draft.at < begin + 200; ++draft.at) {
    const std::string_view s = text::trim_right(draft.page.line(draft.at));
    if (!formula.empty()) formula += '\n';
    formula += s;
    const bool closes = s.ends_with("$$") && (draft.at > begin || text::trim(s).size() > 3);
    if (closes) break;
  }
  if (draft.at < draft.page.size()) ++draft.at;
  if (!text::trim(formula).ends_with("$$") || text::trim(formula).size() < 4) {
    draft.at = begin;
    return false;
  }
  draft.push(BlockKind::kFormula, formula);
  return true;
}

bool take_html(Draft& draft) {
  const std::string_view s = text::trim(draft.page.line(draft.at));
  for (const std::string_view element : {"table", "pre", "ul", "ol", "dl"}) {
    const std::string open = "<" + std::string(element);
    if (!text::starts_with_ignoring_case(s, open) || s.size() <= open.size() ||
        text::is_alpha(s[open.size()]))
      continue;
    const std::string close = "</" + std::string(element) + ">";
    std::string html;
    std::size_t end = draft.at;
    bool is_closed = false;
    while (!is_closed && end < draft.page.size() && end < draft.at + 2000) {
      html += draft.page.line(end);
      html += '\n';
      is_closed = text::contains(text::to_lower(draft.page.line(end)), close);
      ++end;
    }
    if (!is_closed) return false;
    std::string ignored;
    CleanPage inner = clean_markdown(html_to_markdown(html, ignored));
    for (Block& block : inner.blocks) draft.out.blocks.push_back(std::move(block));
    for (Link& link : inner.links) draft.page.links.push_back(std::move(link));
    for (const Removal& removal : inner.removals.all())
      draft.page.removals.add(removal.kind, static_cast<std::size_t>(removal.bytes), removal.count);
    draft.at = end;
    return true;
  }
  return false;
}

}  // namespace generator::documents
