// A table of an HTML page.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "documents/html_tree.h"

namespace generator::documents::html {

struct HtmlTable {
  std::vector<const GumboNode*> rows;           // its `<tr>` elements
  std::vector<std::vector<std::string>> cells;  // of each row, as lines of Markdown
  std::vector<std::string> captions;
  std::size_t width = 0;  // of the longest row
  /// It only lays out the page: its cells hold headings, listings or other tables.
  bool is_layout = false;
};

/// `node` is a `<table>` at `depth`.
HtmlTable read_table(const GumboNode* node, int depth);

}  // namespace generator::documents::html
