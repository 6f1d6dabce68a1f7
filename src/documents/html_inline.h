// What stands inside a line of an HTML page, as Markdown.
#pragma once

#include <string>

#include "documents/html_tree.h"

namespace generator::documents::html {

/// `node`, be it text or an element, at `depth` of the tree.
std::string inline_text(const GumboNode* node, int depth);
/// All that stands in `node`, which is at `depth`.
std::string inline_children(const GumboNode* node, int depth);

}  // namespace generator::documents::html
