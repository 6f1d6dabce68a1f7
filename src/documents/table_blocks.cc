// Crawlers write figures, frames and numbered listings as tables, too.
#include "documents/table_blocks.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "documents/boilerplate.h"
#include "documents/code_lines.h"
#include "documents/code_runs.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

void take_single_column(Draft& draft, Table& table) {
  const std::string head = draft.page.take(std::move(table.header[0]));
  if (!head.empty()) draft.add_caption(head);
  for (auto& row : table.rows) {
    const std::vector<std::string> listing = numbered_listing(row[0].text);
    if (!listing.empty()) {
      const std::vector<std::string_view> views(listing.begin(), listing.end());
      const std::string code = text::join(listing, "\n");
      draft.page.take(std::move(row[0]));
      draft.push(BlockKind::kCode, fenced(code, code_language(views)));
    } else {
      draft.push(BlockKind::kParagraph, draft.page.take(std::move(row[0])));
    }
  }
}

}  // namespace

void take_table(Draft& draft) {
  const std::size_t begin = draft.at;
  std::optional<Table> read = read_table(draft.page, draft.at);
  draft.at = read->end;
  Inline head;
  for (const Inline& cell : read->header) {
    if (!head.text.empty() && !cell.text.empty()) head.text += ' ';
    head.text += cell.text;
    head.link_bytes += cell.link_bytes;
    head.links.insert(head.links.end(), cell.links.begin(), cell.links.end());
  }
  if (read->is_figure && boilerplate_kind(head).empty())
    return draft.page.drop(begin, draft.at, "figure");
  if (const auto kind = boilerplate_kind(head); !kind.empty())
    return draft.page.drop(begin, draft.at, kind);
  if (read->header.size() == 1) return take_single_column(draft, *read);
  if (read->rows.empty()) return draft.page.drop(begin, draft.at, "empty_table");
  if (!read->caption.empty()) draft.add_caption(read->caption);
  std::vector<std::string> header;
  for (Inline& cell : read->header) header.push_back(draft.page.take(std::move(cell)));
  std::vector<std::vector<std::string>> rows;
  for (auto& row : read->rows) {
    rows.emplace_back();
    for (Inline& cell : row) rows.back().push_back(draft.page.take(std::move(cell)));
  }
  draft.push(BlockKind::kTable, to_markdown(header, rows));
}

}  // namespace generator::documents
