// The blocks of an HTML page, as crawled Markdown.
#pragma once

#include <string>

#include "documents/html_tree.h"

namespace generator::documents::html {

struct HtmlBlocks {
  std::string markdown;
  bool has_title = false;  // an h1 that says something is among them
};

/// What stands in `node`, without what is_frame says of elements.
HtmlBlocks read_blocks(const GumboNode* node);

}  // namespace generator::documents::html
