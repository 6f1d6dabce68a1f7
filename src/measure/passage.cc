// A chunk's Markdown is read line by line into blocks, and blocks are cut into units. This is not a
// Markdown renderer: it must give byte ranges of the source and must make sense of any text, so it
// knows lines, not the whole grammar. What says nothing by itself (headings, rules, images, link
// definitions) belongs to no unit.
#include "measure/passage.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "measure/markdown_line.h"
#include "measure/source_units.h"

namespace generator::measure {
namespace {

Span span(std::size_t begin, std::size_t end) {
  return {static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)};
}

class MarkdownReader {
 public:
  MarkdownReader(const Chunk& chunk, Passage& out)
      : base_(chunk.headings), text_(out.text), out_(out) {}

  void read() {
    out_.sections.push_back({base_, span(0, 0)});
    std::size_t at = read_leading_code();
    while (at < text_.size()) {
      const MarkdownLine line = read_markdown_line(text_, at);
      at = read_block(line);
    }
    out_.sections.back().bytes.end = static_cast<std::int64_t>(text_.size());
    const bool first_is_empty =
        out_.sections.size() > 1 && text::trim(out_.text_of(out_.sections[0].bytes)).empty();
    if (first_is_empty) drop_first_section();
  }

 private:
  // A fence longer than a chunk is cut: this chunk may begin inside of it, and may end there too.
  std::size_t read_leading_code() {
    std::size_t fences = 0, first = text_.size();
    bool first_is_bare = true;
    for (std::size_t at = 0; at < text_.size();) {
      const MarkdownLine line = read_markdown_line(text_, at);
      if (line.kind == LineKind::kFence && fences++ == 0) {
        first = line.begin;
        first_is_bare =
            text::trim(text_.substr(line.begin, line.end - line.begin)).size() == line.level;
      }
      at = next(line);
    }
    const bool may_begin_inside = fences == 0 || (fences % 2 == 1 && first_is_bare);
    if (!may_begin_inside || !looks_like_code(text_.substr(0, first))) return 0;
    add_unit(UnitKind::kCode, 0, first, add_block(0, first));
    return fences == 0 ? text_.size() : next(read_markdown_line(text_, first));
  }

  // Reads the block that begins with `line`; gives where the next one begins.
  std::size_t read_block(const MarkdownLine& line) {
    switch (line.kind) {
      case LineKind::kBlank:
      case LineKind::kRule:
      case LineKind::kUnderline:
      case LineKind::kNothing:
        return next(line);
      case LineKind::kHeading:
        begin_section(line.level, text_.substr(line.content, line.end - line.content), line.begin);
        return next(line);
      case LineKind::kFence:
        return read_fence(line);
      case LineKind::kIndented:
        return read_indented(line);
      case LineKind::kListItem:
        return read_list(line);
      case LineKind::kQuote:
        return read_quote(line);
      case LineKind::kDelimiter:
      case LineKind::kText:
        return read_paragraph(line);
    }
    return next(line);
  }

  std::size_t next(const MarkdownLine& line) const {
    const std::size_t end = text_.find('\n', line.end);
    return end == std::string_view::npos ? text_.size() : end + 1;
  }

  // --- sections
  // ----------------------------------------------------------------------------------------------------

  void begin_section(std::size_t level, std::string_view title, std::size_t begin) {
    title = text::trim(title);
    while (title.ends_with('#')) title.remove_suffix(1);
    title = text::trim(title);
    while (!inner_.empty() && inner_.back().first >= level) inner_.pop_back();
    inner_.emplace_back(level, std::string(title));
    HeadingPath path = base_;
    for (const auto& [unused, name] : inner_)
      if (path.empty() || path.back() != name) path.push_back(name);
    out_.sections.back().bytes.end = static_cast<std::int64_t>(begin);
    out_.sections.push_back({std::move(path), span(begin, begin)});
  }

  void drop_first_section() {
    out_.sections.erase(out_.sections.begin());
    for (auto& block : out_.blocks) --block.section;
  }

  // --- blocks
  // ------------------------------------------------------------------------------------------------------

  int add_block(std::size_t begin, std::size_t end, Span header = {}) {
    out_.blocks.push_back({span(begin, end), static_cast<int>(out_.sections.size()) - 1, header});
    return static_cast<int>(out_.blocks.size()) - 1;
  }

  void add_unit(UnitKind kind, std::size_t begin, std::size_t end, int block) {
    while (end > begin && text::is_space(text_[end - 1])) --end;
    while (begin < end && text::is_space(text_[begin])) ++begin;
    if (begin < end) out_.units.push_back({kind, span(begin, end), block});
  }

  std::size_t read_fence(const MarkdownLine& open) {
    std::size_t at = next(open);
    std::size_t end = open.end;
    bool closed = false;
    while (at < text_.size() && !closed) {
      const MarkdownLine line = read_markdown_line(text_, at);
      const std::string_view rest = text::trim(text_.substr(line.content, line.end - line.content));
      closed = line.kind == LineKind::kFence && line.mark == open.mark &&
               line.level >= open.level && rest.size() == line.level;
      end = line.end;
      at = next(line);
    }
    const int block = add_block(open.begin, end);
    const bool has_code = next(open) < end && !(closed && text::trim(inside(open, end)).empty());
    if (has_code) add_unit(UnitKind::kCode, open.begin, end, block);
    return at;
  }

  // What stands between the fences of a closed block that ends at `end`.
  std::string_view inside(const MarkdownLine& open, std::size_t end) const {
    const std::size_t first = next(open);
    const std::size_t last = text_.rfind('\n', end - 1);
    return last == std::string_view::npos || last <= first ? std::string_view()
                                                           : text_.substr(first, last - first);
  }

  std::size_t read_indented(const MarkdownLine& first) {
    std::size_t at = next(first);
    std::size_t end = first.end;
    while (at < text_.size()) {
      const MarkdownLine line = read_markdown_line(text_, at);
      if (line.kind != LineKind::kBlank && line.indent < 4) break;
      if (line.kind != LineKind::kBlank) end = line.end;
      at = next(line);
    }
    const int block = add_block(first.begin, end);
    // The indent of the first line belongs to the code.
    out_.units.push_back({UnitKind::kCode, span(first.begin, end), block});
    return at;
  }

  // Items of one list, nested ones too, each a unit with its continuation lines.
  std::size_t read_list(const MarkdownLine& first) {
    const int block = add_block(first.begin, first.end);
    std::size_t at = first.begin;
    while (at < text_.size()) {
      const MarkdownLine item = read_markdown_line(text_, at);
      if (item.kind != LineKind::kListItem) break;
      const std::size_t end = item_end(item);
      add_unit(UnitKind::kListItem, item.begin, end, block);
      out_.blocks[static_cast<std::size_t>(block)].bytes.end = static_cast<std::int64_t>(end);
      at = after_blank_lines(end);
    }
    return at;
  }

  // An item goes on over text lines, and past a blank line only where the next is indented below
  // its marker.
  std::size_t item_end(const MarkdownLine& item) const {
    std::size_t end = item.end;
    for (std::size_t at = next(item); at < text_.size();) {
      const MarkdownLine line = read_markdown_line(text_, at);
      const bool is_text = line.kind == LineKind::kText || line.kind == LineKind::kIndented;
      if (line.kind == LineKind::kBlank) {
        const std::size_t after = after_blank_lines(line.end);
        if (after >= text_.size()) break;
        const MarkdownLine below = read_markdown_line(text_, after);
        const bool goes_on = (below.kind == LineKind::kText || below.kind == LineKind::kIndented) &&
                             below.indent >= std::min<std::size_t>(item.content - item.begin, 4) &&
                             below.indent >= 2;
        if (!goes_on) break;
        at = after;
        continue;
      }
      if (!is_text) break;
      end = line.end;
      at = next(line);
    }
    return end;
  }

  std::size_t after_blank_lines(std::size_t at) const {
    while (at < text_.size()) {
      const std::size_t line_end = std::min(text_.find('\n', at), text_.size());
      if (!text::trim(text_.substr(at, line_end - at)).empty()) break;
      at = std::min(line_end + 1, text_.size());
    }
    return at;
  }

  std::size_t read_quote(const MarkdownLine& first) {
    std::size_t end = first.end;
    std::size_t at = next(first);
    while (at < text_.size()) {
      const MarkdownLine line = read_markdown_line(text_, at);
      if (line.kind != LineKind::kQuote) break;
      end = line.end;
      at = next(line);
    }
    add_sentences(first.begin, first.content, end);
    return at;
  }

  std::size_t read_paragraph(const MarkdownLine& first) {
    std::size_t end = first.end;
    std::size_t at = next(first);
    bool is_single = true;
    while (at < text_.size()) {
      const MarkdownLine line = read_markdown_line(text_, at);
      if (line.kind == LineKind::kDelimiter && is_single && first.has_pipe)
        return read_table(first, line);
      if (line.kind == LineKind::kUnderline && is_single) {
        begin_section(line.level, text_.substr(first.begin, first.end - first.begin), first.begin);
        return next(line);
      }
      if (line.kind != LineKind::kText && line.kind != LineKind::kIndented) break;
      is_single = false;
      end = line.end;
      at = next(line);
    }
    add_sentences(first.begin, first.begin, end);
    return at;
  }

  void add_sentences(std::size_t block_begin, std::size_t begin, std::size_t end) {
    const int block = add_block(block_begin, end);
    const std::string_view prose = text_.substr(begin, end - begin);
    if (is_emphasised(prose)) return add_unit(UnitKind::kSentence, begin, end, block);
    std::size_t from = 0;
    for (const std::size_t to : sentence_ends(prose)) {
      add_unit(UnitKind::kSentence, begin + from, begin + to, block);
      from = to;
    }
  }

  // "_Example 1. Create a file_": a title or caption is one unit.
  static bool is_emphasised(std::string_view prose) {
    prose = text::trim(prose);
    const std::size_t marks = prose.find_first_not_of("*_");
    if (marks == 0 || marks == std::string_view::npos || marks > 3) return false;
    const std::string_view mark = prose.substr(0, marks);
    return prose.size() > 2 * marks && prose.find(mark, marks) == prose.size() - marks;
  }

  std::size_t read_table(const MarkdownLine& header, const MarkdownLine& delimiter) {
    const int block = add_block(header.begin, delimiter.end, span(header.begin, delimiter.end));
    std::size_t at = next(delimiter);
    while (at < text_.size()) {
      const MarkdownLine row = read_markdown_line(text_, at);
      if (row.kind == LineKind::kBlank || row.kind == LineKind::kHeading || !row.has_pipe) break;
      add_unit(UnitKind::kTableRow, row.begin, row.end, block);
      out_.blocks[static_cast<std::size_t>(block)].bytes.end = static_cast<std::int64_t>(row.end);
      at = next(row);
    }
    return at;
  }

  const HeadingPath& base_;
  std::string_view text_;
  Passage& out_;
  std::vector<std::pair<std::size_t, std::string>> inner_;  // level and title of the open headings
};

}  // namespace

Passage read_passage(const Chunk& chunk) {
  Passage out;
  out.text = chunk.text;
  if (chunk.kind == ChunkKind::kCode)
    read_source_units(chunk, out);
  else
    MarkdownReader(chunk, out).read();
  return out;
}

}  // namespace generator::measure
