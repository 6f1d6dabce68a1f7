// What one line of Markdown begins or continues.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace generator::measure {

enum class LineKind : std::uint8_t {
  kBlank,
  kHeading,    // # Title
  kUnderline,  // === or --- below a paragraph
  kRule,       // * * *
  kFence,      // ``` or ~~~
  kListItem,
  kQuote,
  kDelimiter,  // ---|---
  kIndented,   // four spaces or a tab
  kNothing,    // an image alone, a link definition, a comment: text that says nothing
  kText,
};

struct MarkdownLine {
  LineKind kind = LineKind::kText;
  std::size_t begin = 0;    // of the text it was read from
  std::size_t end = 0;      // without the line end
  std::size_t content = 0;  // where the text begins: past indent, marker or `> `
  std::size_t indent = 0;   // columns of space before the first character
  std::size_t level = 0;    // of a heading, or the length of a fence
  char mark = ' ';          // of a fence: '`' or '~'; of a list item: its bullet, or '1'
  bool has_pipe = false;    // a `|` outside of code spans
};

/// The line of `text` that begins at `begin`.
MarkdownLine read_markdown_line(std::string_view text, std::size_t begin);

}  // namespace generator::measure
