// One loop over the lines of a page: each kind of block has its reader, the first that knows the
// line takes it. Pages come from two worlds: written by hand (wrapped paragraphs, fences) and
// crawled (a line a paragraph, no fences, the site's frame around). Nothing here asks which; the
// readers know both spellings.

#include <optional>
#include <utility>

#include "base/text.h"
#include "documents/clean.h"
#include "documents/code_runs.h"
#include "documents/draft.h"
#include "documents/headings.h"
#include "documents/list_blocks.h"
#include "documents/marked_blocks.h"
#include "documents/paragraphs.h"
#include "documents/table_blocks.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

bool take_code(Draft& draft) {
  const std::size_t begin = draft.at;
  const bool is_expected = draft.lead_in.ends_with(":") || is_caption(draft.lead_in) ||
                           (!draft.out.blocks.empty() && draft.out.blocks.back().is_caption);
  std::optional<CodeRun> run = read_indented_code(draft.page, draft.at);
  if (!run) run = read_code_run(draft.page, draft.at, is_expected);
  if (!run) return false;
  draft.at = run->end;
  for (std::size_t i = begin; i < draft.at; ++i) {
    Inline read = read_code(draft.page.line(i));
    if (!draft.page.gone[i] && !read.links.empty()) draft.page.take(std::move(read));
  }
  draft.push(BlockKind::kCode, fenced(text::join(run->lines, "\n"), run->language));
  return true;
}

void step(Draft& draft) {
  const std::string_view raw = draft.page.line(draft.at);
  Marker marker;
  if (text::trim(raw).empty()) {
    ++draft.at;
  } else if (is_fence(raw)) {
    take_fence(draft);
  } else if (text::trim(raw).starts_with("$$")) {
    if (!take_formula(draft)) take_paragraph(draft);
  } else if (take_html(draft)) {
  } else if (heading_level(raw) > 0) {
    take_heading(draft);
  } else if (is_table_at(draft.page, draft.at)) {
    take_table(draft);
  } else if (read_marker(raw, marker)) {
    take_list(draft);
  } else if (take_code(draft)) {
  } else if (is_underlined(draft)) {
    take_underlined(draft);
  } else if (is_rule(raw)) {
    ++draft.at;
  } else {
    take_paragraph(draft);
  }
}

}  // namespace

CleanPage clean_markdown(std::string_view text) {
  Draft draft(text);
  for (draft.at = draft.page.next(0); draft.at < draft.page.size();
       draft.at = draft.page.next(draft.at))
    step(draft);
  return draft.finish();
}

}  // namespace generator::documents
