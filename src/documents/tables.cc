// Crawlers turn an HTML table into lines without outer pipes and mark the end of a row by three
// spaces, a line break inside a cell by two. A row therefore goes on when its line ends in exactly
// two spaces, when a list follows, or when it has fewer cells than the header.

#include "documents/tables.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "documents/tooltips.h"

namespace generator::documents {
namespace {

constexpr std::size_t kLongestHeader = 8;      // lines
constexpr std::size_t kLongestFigureHead = 3;  // lines of images and captions over `---`

std::size_t trailing_spaces(std::string_view line) {
  return line.size() - text::trim_right(line).size();
}

// Positions of pipes that separate cells: not escaped, not in a code span, not in a link's
// brackets.
std::vector<std::string_view> cells_of(std::string_view line) {
  std::string_view s = text::trim(line);
  if (s.starts_with("|")) s.remove_prefix(1);
  if (s.ends_with("|") && !s.ends_with("\\|") && text::trim(line).starts_with("|"))
    s.remove_suffix(1);
  std::vector<std::string_view> cells;
  std::size_t begin = 0;
  bool in_code = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '\\')
      ++i;
    else if (s[i] == '`')
      in_code = !in_code && s.find('`', i + 1) != std::string_view::npos;
    else if (s[i] == '|' && !in_code) {
      cells.push_back(text::trim(s.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  cells.push_back(text::trim(s.substr(begin)));
  return cells;
}

bool has_pipe(std::string_view line) {
  return cells_of(line).size() > 1 || text::trim(line).starts_with("|");
}

// Line of the delimiter row of a table whose header begins at `i`; 0 where there is none.
std::size_t delimiter_line(const Page& page, std::size_t i) {
  if (page.is_blank(i) || heading_level(page.line(i)) > 0 || is_fence(page.line(i))) return 0;
  std::size_t cells = cells_of(page.line(i)).size();
  for (std::size_t d = i + 1; d < page.size() && d <= i + kLongestHeader; ++d) {
    const std::size_t columns = delimiter_columns(page.line(d));
    if (columns > 1) return d == i + 1 || (has_pipe(page.line(i)) && cells == columns) ? d : 0;
    if (columns == 1) {
      if (cells > 1 && !text::trim(page.line(i)).starts_with("|")) return 0;
      const bool has_image = text::contains(page.line(i), "![") && d <= i + kLongestFigureHead;
      const bool crawled =
          trailing_spaces(page.line(i)) >= 2 || text::trim(page.line(i)).starts_with("|");
      return crawled && (d == i + 1 || has_image) ? d : 0;
    }
    cells += cells_of(page.line(d)).size() - 1;
    if (page.is_blank(d) || trailing_spaces(page.line(d - 1)) < 2 ||
        heading_level(page.line(d)) > 0)
      return 0;
  }
  return 0;
}

class Reader {
 public:
  Reader(Page& page, std::size_t begin, std::size_t delimiter)
      : page_(page),
        begin_(begin),
        delimiter_(delimiter),
        columns_(delimiter_columns(page.line(delimiter))) {}

  Table read() {
    read_header();
    at_ = delimiter_ + 1;
    if (columns_ == 1)
      read_single_column();
    else
      read_rows();
    Table table;
    table.end = at_;
    finish(table);
    return table;
  }

 private:
  void read_header() {
    std::string joined;
    for (std::size_t i = begin_; i < delimiter_; ++i) {
      if (page_.gone[i]) continue;
      if (!joined.empty()) joined += ' ';
      joined += text::trim(page_.line(i));
    }
    header_ = pieces(joined);
    is_crawled_ = !text::trim(page_.line(begin_)).starts_with("|") &&
                  trailing_spaces(page_.line(delimiter_ - 1)) >= 2;
  }

  std::vector<std::string> pieces(std::string_view line) const {
    const std::string bare = without_inline_tooltips(line);
    std::vector<std::string> cells;
    for (const std::string_view cell : cells_of(bare)) cells.emplace_back(cell);
    return cells;
  }

  // A figure's parts: lines that are an image, or stand right before one.
  void read_single_column() {
    while (at_ < page_.size() && !page_.is_blank(at_) && heading_level(page_.line(at_)) == 0) {
      const bool is_image = text::trim(page_.line(at_)).starts_with("![");
      const bool before_image = text::trim(page_.line(at_ + 1)).starts_with("![");
      const bool is_row =
          trailing_spaces(page_.line(at_)) >= 2 && delimiter_columns(page_.line(at_ + 1)) == 0;
      if (!is_image && !before_image && !is_row) break;
      if (delimiter_columns(page_.line(at_ + 1)) == 1) break;
      rows_.push_back({std::string(text::trim(page_.line(at_)))});
      ++at_;
    }
  }

  void read_rows() {
    bool goes_on = false;  // the last row may continue on the next line
    bool in_list = false;
    for (; at_ < page_.size(); ++at_) {
      if (page_.gone[at_]) continue;
      const std::string_view raw = page_.line(at_);
      Marker marker;
      if (text::trim(raw).empty()) {
        if (!in_list) break;
        if (!raw.empty()) {  // two spaces: the cell that held a list ends here
          in_list = goes_on = false;
          continue;
        }
        if (!list_continues()) break;
        continue;
      }
      if (heading_level(raw) > 0 || is_fence(raw)) break;
      if ((goes_on || in_list) && read_marker(raw, marker)) {
        append(raw.substr(marker.content), in_list ? "; " : " ");
        in_list = true;
        continue;
      }
      if (in_list && !has_pipe(raw)) {
        append(text::trim(raw), ". ");
        continue;
      }
      if (!has_pipe(raw)) {
        if (!goes_on || trailing_spaces(raw) < 2 || is_table_at(page_, at_)) break;
        append(text::trim(raw), " ");
      } else if (is_table_at(page_, at_)) {
        break;
      } else {
        add_row(raw);
      }
      in_list = false;
      goes_on = may_go_on(raw);
    }
  }

  void add_row(std::string_view raw) {
    std::vector<std::string> cells = pieces(raw);
    if (!rows_.empty() && rows_.back().size() < columns_ && is_crawled_ &&
        !text::trim(raw).starts_with("|")) {
      rows_.back().back() += ' ' + cells.front();
      rows_.back().insert(rows_.back().end(), cells.begin() + 1, cells.end());
      return;
    }
    rows_.push_back(std::move(cells));
  }

  void append(std::string_view piece, std::string_view between) {
    if (rows_.empty()) return;
    std::string& cell = rows_.back().back();
    const std::string_view shown = text::trim(piece);
    if (!cell.empty()) cell += cell.ends_with(".") || cell.ends_with(":") ? " " : between;
    cell += shown;
  }

  static bool may_go_on(std::string_view raw) {
    const std::size_t spaces = trailing_spaces(raw);
    if (spaces == 1) return text::trim_right(raw).ends_with(":");
    return spaces == 2 && !text::trim_right(raw).ends_with(")");
  }

  // After a blank line inside a cell's list: the cell's end (a line of two spaces), or a sentence
  // that leads to another list.
  bool list_continues() const {
    const std::string_view raw = page_.line(at_ + 1);
    if (text::trim(raw).empty()) return !raw.empty();
    Marker marker;
    return !has_pipe(raw) && text::trim_right(raw).ends_with(":") &&
           read_marker(page_.line(at_ + 2), marker);
  }

  void finish(Table& table) {
    std::size_t images = 0;
    std::size_t filled = 0;
    const auto read_cell = [&](std::string_view cell) {
      Inline read = read_prose(cell, page_.targets);
      if (read.has_image) ++images;
      if (read.has_image || !read.text.empty()) ++filled;
      return read;
    };
    for (const std::string& cell : header_) table.header.push_back(read_cell(cell));
    table.header.resize(std::max(columns_, std::size_t{1}));
    for (const auto& row : rows_) {
      std::vector<Inline> cells;
      for (const std::string& cell : row) cells.push_back(read_cell(cell));
      cells.resize(table.header.size());
      const bool is_empty = std::all_of(cells.begin(), cells.end(),
                                        [](const Inline& cell) { return cell.text.empty(); });
      if (!is_empty) table.rows.push_back(std::move(cells));
    }
    table.is_figure = images > 0 && (images * 3 >= filled || columns_ == 1);
    if (is_crawled_ && columns_ > 1) {
      auto [caption, name] = split_caption(table.header[0].text);
      if (!caption.empty()) {
        table.caption = std::move(caption);
        table.header[0].text = std::move(name);
      }
    }
  }

  Page& page_;
  std::size_t begin_, delimiter_, columns_;
  std::size_t at_ = 0;
  bool is_crawled_ = false;
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

std::string escaped(std::string_view cell) {
  return text::replace_all(text::replace_all(cell, "\\|", "|"), "|", "\\|");
}

}  // namespace

std::size_t delimiter_columns(std::string_view line) {
  const std::string_view s = text::trim(line);
  if (s.empty() || s.find_first_not_of("-|: ") != std::string_view::npos ||
      s.find("--") == std::string_view::npos)
    return 0;
  const bool has_pipes = s.find('|') != std::string_view::npos;
  if (!has_pipes)
    return s.find_first_not_of('-') == std::string_view::npos && trailing_spaces(line) >= 2 ? 1 : 0;
  for (const std::string_view cell : cells_of(line))
    if (cell.find('-') == std::string_view::npos) return 0;
  return cells_of(line).size();
}

bool is_table_at(const Page& page, std::size_t i) { return delimiter_line(page, i) != 0; }

std::optional<Table> read_table(Page& page, std::size_t i) {
  const std::size_t delimiter = delimiter_line(page, i);
  if (delimiter == 0) return std::nullopt;
  return Reader(page, i, delimiter).read();
}

std::string to_markdown(const std::vector<std::string>& header,
                        const std::vector<std::vector<std::string>>& rows) {
  std::string out;
  const auto write = [&](const std::vector<std::string>& cells) {
    out += '|';
    for (const std::string& cell : cells) out += cell.empty() ? " |" : " " + escaped(cell) + " |";
  };
  write(header);
  out += "\n|";
  for (std::size_t i = 0; i < header.size(); ++i) out += " --- |";
  for (const auto& row : rows) {
    out += '\n';
    write(row);
  }
  return out;
}

}  // namespace generator::documents
