// The comment that explains a definition, apart from the definition.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace generator::measure {

/// A unit of source code with the comment in front of it, or a Python definition with its
/// docstring.
struct DocComment {
  std::string words;  // the comment's lines without comment marks and common indent
  std::string code;   // the unit without the comment, less common indent
};

/// Nothing where `unit` has no such comment, or nothing but a comment.
std::optional<DocComment> read_doc_comment(std::string_view unit);

/// The comment as Markdown: paragraphs, "- `x`: ..." for each parameter, code examples fenced as
/// `language`; the markup of Doxygen, Sphinx, JSDoc and rustdoc is turned into Markdown. The words
/// stay as they are. Nothing where the comment holds what cannot be carried over for certain:
/// drawings, tables, unknown tags, text set in columns.
std::optional<std::string> as_markdown(const DocComment& comment, std::string_view language);

}  // namespace generator::measure
