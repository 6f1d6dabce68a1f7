// Text of an HTML page as Markdown that reads back as itself.
#pragma once

#include <string>
#include <string_view>

namespace generator::documents::html {

/// Single spaces; characters that mean something in a line of Markdown are escaped.
std::string escaped(std::string_view s);
/// `s`, trimmed, so that its beginning is not taken for a heading's or a list's.
std::string as_paragraph(std::string_view s);

}  // namespace generator::documents::html
