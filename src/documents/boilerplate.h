// What a site puts around every page: navigation, banners, search widgets, footers.
#pragma once

#include <string_view>
#include <vector>

#include "documents/inline.h"

namespace generator::documents {

/// The kind of boilerplate that a paragraph or table row is ("navigation", "banner",
/// "search_widget", "footer"), or "" where it is content. Looks at words and at how much of the
/// text is links.
std::string_view boilerplate_kind(const Inline& line);

/// A heading above a table of contents or a list of links to other pages; its list goes with it.
bool is_contents_heading(std::string_view heading);

/// The kind of boilerplate that a list is ("navigation", "table_of_contents", "link_list",
/// "footer"), or "". `lead_in`: the text right before it; a list that a sentence ending in ':'
/// introduces is content. `before_title`: nothing of the page's own text came before it.
std::string_view boilerplate_list_kind(const std::vector<Inline>& items, std::string_view lead_in,
                                       bool before_title);

}  // namespace generator::documents
