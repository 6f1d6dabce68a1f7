// Questions about an HTML tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

struct GumboInternalNode;  // of <gumbo.h>, which only source files read
typedef struct GumboInternalNode GumboNode;

namespace generator::documents::html {

/// Elements nested deeper are read as text.
constexpr int kDeepest = 400;

bool is_element(const GumboNode* node);
bool is(const GumboNode* node, unsigned tag);                         // a GumboTag
std::string_view attribute(const GumboNode* node, const char* name);  // "" where absent
std::vector<const GumboNode*> children(const GumboNode* node);
/// All text under `node`, as it stands; `<br>` is a line end. Skips what is_frame says of elements.
std::string raw_text(const GumboNode* node);
bool holds_child(const GumboNode* node, unsigned tag);
/// An inline element around blocks, as `<a name>` around a whole section.
bool holds_blocks(const GumboNode* node);
/// A `<div>` that is a listing by its class.
bool is_fragment(const GumboNode* node);
/// Navigation, scripts, forms, pop-ups: what is no part of the page's own text.
bool is_frame(const GumboNode* node);
/// The element that holds the page's own text.
const GumboNode* main_content(const GumboNode* root);
/// The page's title: its first h1, an element of class "title", or <title> without the site's name.
std::string title(const GumboNode* root);
/// Named by `class="language-c"`, "highlight-python", "sourceCode cpp" of a listing or what stands
/// around it; or "".
std::string listing_language(const GumboNode* node);

}  // namespace generator::documents::html
