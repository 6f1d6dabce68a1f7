// Tables: GitHub's, and those that crawlers write without outer pipes, with captions glued to the
// first cell.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "documents/page.h"

namespace generator::documents {

struct Table {
  std::size_t end = 0;  // index of the line after it
  std::string caption;  // "" where there is none
  std::vector<Inline> header;
  std::vector<std::vector<Inline>> rows;  // each as wide as the header
  bool is_figure = false;                 // images and their captions
};

/// Columns of a delimiter row (`---|---`, `|:--|--:|`), 0 where `line` is none. `---` alone is one
/// column only where it ends in two spaces, as crawlers write it; otherwise it is a rule or
/// underlines a heading.
std::size_t delimiter_columns(std::string_view line);

/// Whether a table's header begins at line `i`.
bool is_table_at(const Page& page, std::size_t i);
/// Reads it. A row goes on over line breaks, lists and "See also" lines inside its last cell, as
/// crawlers write them.
std::optional<Table> read_table(Page& page, std::size_t i);

/// "Categories of transfer properties Properties" → ("Categories of transfer properties",
/// "Properties"); the caption is empty where the cell is a plain header.
std::pair<std::string, std::string> split_caption(const std::string& cell);

/// The table as Markdown with outer pipes, no caption, no final line end.
std::string to_markdown(const std::vector<std::string>& header,
                        const std::vector<std::vector<std::string>>& rows);

}  // namespace generator::documents
