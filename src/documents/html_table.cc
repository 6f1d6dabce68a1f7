// Half of the tables of old pages are frames for other things; what is in them tells.
#include "documents/html_table.h"

#include <gumbo.h>

#include <algorithm>

#include "base/text.h"
#include "documents/html_escapes.h"
#include "documents/html_inline.h"

namespace generator::documents::html {
namespace {

void collect_rows(const GumboNode* node, std::vector<const GumboNode*>& rows) {
  for (const GumboNode* child : children(node)) {
    if (is(child, GUMBO_TAG_TR))
      rows.push_back(child);
    else if (is(child, GUMBO_TAG_THEAD) || is(child, GUMBO_TAG_TBODY) || is(child, GUMBO_TAG_TFOOT))
      collect_rows(child, rows);
  }
}

}  // namespace

HtmlTable read_table(const GumboNode* node, int depth) {
  HtmlTable table;
  collect_rows(node, table.rows);
  for (const GumboNode* row : table.rows) {
    table.cells.emplace_back();
    for (const GumboNode* cell : children(row)) {
      if (!is(cell, GUMBO_TAG_TD) && !is(cell, GUMBO_TAG_TH)) continue;
      for (const GumboTag tag :
           {GUMBO_TAG_TABLE, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_PRE})
        table.is_layout = table.is_layout || holds_child(cell, tag);
      table.cells.back().push_back(std::string(text::trim(inline_children(cell, depth + 2))));
    }
    table.width = std::max(table.width, table.cells.back().size());
  }
  for (const GumboNode* child : children(node))
    if (is(child, GUMBO_TAG_CAPTION))
      table.captions.push_back(as_paragraph(inline_children(child, depth)));
  return table;
}

}  // namespace generator::documents::html
