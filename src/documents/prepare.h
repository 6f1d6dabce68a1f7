// The first pass over a page: characters, front matter, comments, cross references, tooltips.
#pragma once

#include <string>
#include <string_view>

#include "documents/page.h"

namespace generator::documents {

/// Valid UTF-8 with '\n' line ends, plain spaces and hyphens, and no zero-width characters.
std::string normalised(std::string_view bytes);

/// Splits `text` (which must outlive the page) and takes out what belongs to no block: YAML front
/// matter, HTML comments,
/// `[name]: target` lines, Doxygen tooltips. "See also" paragraphs are joined to the sentence that
/// leads to them.
Page prepare(std::string_view text, std::string& title);

/// Whether each line is a paragraph, as crawlers write them, rather than a piece of a wrapped one.
bool has_one_line_paragraphs(const Page& page);

}  // namespace generator::documents
