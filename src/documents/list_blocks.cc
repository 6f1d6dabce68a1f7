// Tabs over variants of an example, menus and steps are all written as lists.
#include "documents/list_blocks.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "documents/boilerplate.h"
#include "documents/code_lines.h"
#include "documents/code_runs.h"
#include "documents/lists.h"

namespace generator::documents {
namespace {

// Lines; a longer listing in an item stands on its own.
constexpr std::ptrdiff_t kLongestListItemCode = 6;

bool holds_listings(const List& list) {
  for (const ListItem& item : list.items)
    for (const ItemPart& part : item.parts)
      if (part.is_code &&
          std::count(part.text.begin(), part.text.end(), '\n') >= kLongestListItemCode)
        return true;
  return false;
}

// Tabs of a page (`**C****Fortran**` and an item a tab), or a list that is only there to indent
// listings.
void push_listings(Draft& draft, const List& list, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (i < names.size()) draft.push_caption("**" + names[i] + "**");
    for (const ItemPart& part : list.items[i].parts)
      draft.push(part.is_code ? BlockKind::kCode : BlockKind::kParagraph,
                 part.is_code ? fenced(part.text, part.language) : part.text);
  }
}

void mark_code(ListItem& item) {
  for (ItemPart& part : item.parts)
    if (!part.is_code && part.text.ends_with(";") && !text::contains(part.text, "`") &&
        code_lean(part.text) == Lean::kCode)
      part.text = "`" + part.text + "`";
}

}  // namespace

void take_list(Draft& draft) {
  const std::size_t begin = draft.at;
  List read = read_list(draft.page, draft.at);
  draft.at = std::max(read.end, draft.at + 1);
  if (read.has_figure) return draft.page.drop(begin, draft.at, "figure");
  std::vector<Inline> inlines;
  for (const ListItem& item : read.items)
    if (!item.inlines.empty()) inlines.push_back(item.inlines[0]);
  if (const auto kind = boilerplate_list_kind(inlines, draft.lead_in, draft.out.blocks.empty());
      !kind.empty())
    return draft.page.drop(begin, draft.at, kind);
  for (ListItem& item : read.items)
    for (Inline& inline_text : item.inlines) draft.page.take(inline_text);
  std::erase_if(read.items, [](const ListItem& item) { return item.parts.empty(); });
  if (read.items.empty()) return;
  const std::vector<std::string> names = std::exchange(draft.tabs, {});
  if (holds_listings(read)) return push_listings(draft, read, names);
  for (ListItem& item : read.items) mark_code(item);
  draft.push(BlockKind::kList, to_markdown(read.items));
}

}  // namespace generator::documents
