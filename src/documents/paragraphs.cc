// A paragraph is what nothing else took. Where it ends is the question: the readers of the other
// blocks are asked about each further line.
#include "documents/paragraphs.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "documents/boilerplate.h"
#include "documents/code_lines.h"
#include "documents/code_runs.h"
#include "documents/headings.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

Inline read_lines(std::string_view joined, const LinkTargets& targets) {
  Inline all;
  for (const std::string_view line : text::split(joined, '\n')) {
    Inline read = read_prose(line, targets);
    if (!all.text.empty() && !read.text.empty()) all.text += '\n';
    all.text += read.text;
    all.has_image = all.has_image || read.has_image;
    all.link_bytes += read.link_bytes;
    all.removed_bytes += read.removed_bytes;
    all.links.insert(all.links.end(), read.links.begin(), read.links.end());
  }
  return all;
}

bool goes_on(const Draft& draft) {
  const std::string_view raw = draft.page.line(draft.at);
  Marker marker;
  if (draft.at >= draft.page.size() || draft.page.is_blank(draft.at) || is_fence(raw) ||
      heading_level(raw) > 0)
    return false;
  if (is_rule(raw) || is_underlined(draft) || is_table_at(draft.page, draft.at) ||
      text::trim(raw).starts_with("$$"))
    return false;
  if (read_marker(raw, marker)) return marker.number > 1;
  return !read_code_run(draft.page, draft.at, false).has_value();
}

// An image with nothing, or with its caption and no sentence.
bool is_caption_only(const Inline& read) {
  return read.text.size() <= 200 && function_words(read.text) <= 4 && !read.text.ends_with(".");
}

// `**Fortran 2003****Fortran (Obsolete)**`: the tabs over the items of the next list.
bool tab_names(const std::string& s, std::vector<std::string>& names) {
  if (!s.starts_with("**") || !s.ends_with("**") || s.find("****") == std::string::npos)
    return false;
  const std::string inside = s.substr(2, s.size() - 4);
  std::size_t begin = 0;
  for (std::size_t at = inside.find("****");; at = inside.find("****", begin)) {
    names.push_back(inside.substr(begin, at - begin));
    if (at == std::string::npos) break;
    begin = at + 4;
  }
  return true;
}

}  // namespace

void take_paragraph(Draft& draft) {
  const std::size_t begin = draft.at;
  if (const auto kind = boilerplate_kind(read_prose(draft.page.line(draft.at), draft.page.targets));
      !kind.empty())
    return draft.page.drop(draft.at++, kind);
  std::string joined;
  do {
    const std::string_view raw = draft.page.line(draft.at);
    const bool breaks = raw.ends_with("  ") || raw.ends_with("\\");
    std::string_view s = text::trim(raw);
    if (s.ends_with("\\")) s.remove_suffix(1);
    if (s.starts_with("> ") || s == ">") s = text::trim(s.substr(1));
    joined += s;
    draft.at = draft.page.next(draft.at + 1);
    if (!draft.one_line && draft.at < draft.page.size()) joined += breaks ? '\n' : ' ';
  } while (!draft.one_line && goes_on(draft));
  Inline read = read_lines(joined, draft.page.targets);
  if (const auto kind = boilerplate_kind(read); !kind.empty())
    return draft.page.drop(begin, draft.at, kind);
  if (read.has_image && is_caption_only(read)) return draft.page.drop(begin, draft.at, "figure");
  if (tab_names(read.text, draft.tabs)) return;
  if (read.text.empty()) return;
  if (!draft.out.blocks.empty() && draft.out.blocks.back().kind == BlockKind::kHeading &&
      draft.out.blocks.back().text.ends_with("# " + read.text))
    return draft.page.drop(begin, draft.at, "repeated_title");
  std::string shown = draft.page.take(std::move(read));
  draft.lead_in = shown;
  draft.push(BlockKind::kParagraph, shown);
  draft.out.blocks.back().is_caption = is_caption(shown);
}

}  // namespace generator::documents
