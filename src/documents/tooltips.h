// The pop-ups of Doxygen pages: a crawler writes them out after every listing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace generator::documents {

/// One flag a line: true where it belongs to a tooltip block. A block is a line that is one link
/// `[name](target)`, then a declaration that holds the name, a one-sentence description,
/// `**Definition** file.h:60`, or some of these: none of them holds a link. A prose line that
/// follows a block is not part of it.
std::vector<bool> tooltip_lines(const std::vector<std::string_view>& lines);

/// A line (of a table) without tooltips that stand between its links.
std::string without_inline_tooltips(std::string_view line);

}  // namespace generator::documents
