#include "documents/html_tree.h"

#include <gumbo.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace generator::documents::html {
namespace {

constexpr std::array<std::string_view, 27> kFrameWords = {
    "advert",     "breadcrumb", "breadcrumbs", "cookie",   "cookies", "footer", "headerlink",
    "lineno",     "linenos",    "menu",        "modal",    "nav",     "navbar", "navigation",
    "newsletter", "pagination", "permalink",   "prevnext", "search",  "share",  "sidebar",
    "skip",       "social",     "toc",         "toctree",  "ttc",     "navpath"};

constexpr std::array<std::string_view, 8> kMainIds = {
    "main-content",    "content",     "main",    "bodyContent",
    "mw-content-text", "doc-content", "article", "primary"};
constexpr std::array<std::string_view, 6> kMainClasses = {
    "contents", "markdown-body", "document", "body", "post-content", "entry-content"};

bool has_class(const GumboNode* node, std::string_view wanted) {
  for (const std::string_view word : text::words(attribute(node, "class")))
    if (word == wanted) return true;
  return false;
}

// "site-footer" and "toc_list" are said in words.
bool has_frame_word(std::string_view names) {
  std::string_view rest = names;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(" -_"), rest.size());
    const std::string word = text::to_lower(rest.substr(0, end));
    if (std::find(kFrameWords.begin(), kFrameWords.end(), word) != kFrameWords.end()) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

// Elements in document order, without recursion: pages are hostile.
template <class Visit>
void walk(const GumboNode* root, const Visit& visit) {
  std::vector<const GumboNode*> open = {root};
  while (!open.empty()) {
    const GumboNode* node = open.back();
    open.pop_back();
    if (!visit(node)) continue;
    const auto below = children(node);
    open.insert(open.end(), below.rbegin(), below.rend());
  }
}

std::size_t text_length(const GumboNode* root) {
  std::size_t length = 0;
  walk(root, [&](const GumboNode* node) {
    if (node->type == GUMBO_NODE_TEXT) length += text::trim(node->v.text.text).size();
    return !is_frame(node);
  });
  return length;
}

bool holds_blocks_within(const GumboNode* node, int depth) {
  if (depth > 20) return false;
  for (const GumboNode* child : children(node)) {
    if (!is_element(child)) continue;
    switch (child->v.element.tag) {
      case GUMBO_TAG_P:
      case GUMBO_TAG_DIV:
      case GUMBO_TAG_UL:
      case GUMBO_TAG_OL:
      case GUMBO_TAG_TABLE:
      case GUMBO_TAG_PRE:
      case GUMBO_TAG_H1:
      case GUMBO_TAG_H2:
      case GUMBO_TAG_H3:
      case GUMBO_TAG_H4:
      case GUMBO_TAG_DL:
      case GUMBO_TAG_SECTION:
        return true;
      default:
        if (holds_blocks_within(child, depth + 1)) return true;
    }
  }
  return false;
}

}  // namespace

bool is_element(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

bool is(const GumboNode* node, unsigned tag) {
  return is_element(node) && node->v.element.tag == tag;
}

std::string_view attribute(const GumboNode* node, const char* name) {
  if (!is_element(node)) return {};
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

std::vector<const GumboNode*> children(const GumboNode* node) {
  std::vector<const GumboNode*> found;
  if (!is_element(node)) return found;
  const GumboVector& all = node->v.element.children;
  for (unsigned i = 0; i < all.length; ++i)
    found.push_back(static_cast<const GumboNode*>(all.data[i]));
  return found;
}

std::string raw_text(const GumboNode* root) {
  std::string out;
  walk(root, [&](const GumboNode* node) {
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
        node->type == GUMBO_NODE_CDATA)
      out += node->v.text.text;
    if (is(node, GUMBO_TAG_BR)) out += '\n';
    if (is(node, GUMBO_TAG_DIV) && !out.empty() && out.back() != '\n') out += '\n';
    return !is_frame(node);
  });
  return out;
}

bool holds_child(const GumboNode* node, unsigned tag) {
  for (const GumboNode* child : children(node))
    if (is(child, tag)) return true;
  return false;
}

bool holds_blocks(const GumboNode* node) { return holds_blocks_within(node, 0); }

bool is_fragment(const GumboNode* node) {
  for (const std::string_view word : text::words(attribute(node, "class")))
    if (word == "fragment" || word == "sourceCode") return !holds_child(node, GUMBO_TAG_PRE);
  return false;
}

bool is_frame(const GumboNode* node) {
  if (!is_element(node)) return false;
  switch (node->v.element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_HEAD:
      return true;
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_ARTICLE:
      return false;
    default:
      break;
  }
  if (attribute(node, "role") == "navigation" || attribute(node, "aria-hidden") == "true")
    return true;
  if (has_frame_word(attribute(node, "class"))) return true;
  const bool is_box = is(node, GUMBO_TAG_DIV) || is(node, GUMBO_TAG_UL) ||
                      is(node, GUMBO_TAG_TABLE) || is(node, GUMBO_TAG_HEADER);
  return is_box && has_frame_word(attribute(node, "id"));
}

const GumboNode* main_content(const GumboNode* root) {
  const GumboNode* body = root;
  std::vector<std::pair<int, const GumboNode*>> candidates;  // rank, then document order
  walk(root, [&](const GumboNode* node) {
    if (is(node, GUMBO_TAG_BODY)) body = node;
    if (!is_element(node)) return true;
    int rank = -1;
    if (is(node, GUMBO_TAG_MAIN) || attribute(node, "role") == "main")
      rank = 0;
    else if (is(node, GUMBO_TAG_ARTICLE))
      rank = 1;
    for (const std::string_view name : kMainClasses)
      if (rank < 0 && has_class(node, name)) rank = 2;
    for (const std::string_view name : kMainIds)
      if (rank < 0 && attribute(node, "id") == name) rank = 3;
    if (rank >= 0) candidates.emplace_back(rank, node);
    return true;
  });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  const std::size_t whole = text_length(body);
  for (const auto& [rank, node] : candidates)
    if (text_length(node) * 2 >= whole) return node;  // several articles: the page is all of them
  return body;
}

std::string title(const GumboNode* root) {
  std::string heading, titled, named;
  walk(root, [&](const GumboNode* node) {
    if (is(node, GUMBO_TAG_TITLE) && named.empty()) named = raw_text(node);
    if (is(node, GUMBO_TAG_H1) && heading.empty()) heading = raw_text(node);
    if (is_element(node) && titled.empty() && has_class(node, "title") && !is(node, GUMBO_TAG_H1))
      titled = raw_text(node);
    return true;
  });
  std::string found = !heading.empty() ? heading : !titled.empty() ? titled : named;
  if (heading.empty() && titled.empty())
    for (const std::string_view mark : {" | ", " — ", " – ", " - "})
      if (const std::size_t at = found.find(mark); at != std::string::npos && at > 0)
        found.resize(at);
  found = text::replace_all(found, "¶", "");
  std::string single;
  for (const std::string_view word : text::words(found)) {
    if (!single.empty()) single += ' ';
    single += word;
  }
  return single;
}

std::string listing_language(const GumboNode* node) {
  const GumboNode* at = node;
  for (int depth = 0; depth < 3 && at != nullptr && is_element(at); ++depth, at = at->parent) {
    if (const auto named = attribute(at, "data-lang"); !named.empty()) return text::to_lower(named);
    bool is_source = false;
    for (const std::string_view word : text::words(attribute(at, "class"))) {
      for (const std::string_view prefix : {"language-", "lang-", "highlight-", "brush:"})
        if (word.starts_with(prefix) && word.size() > prefix.size() && word != "highlight-default")
          return text::to_lower(word.substr(prefix.size()));
      if (is_source) return text::to_lower(word);
      is_source = word == "sourceCode" || word == "src";
    }
  }
  for (const GumboNode* child : children(node))
    if (is(child, GUMBO_TAG_CODE) && node != child && !attribute(child, "class").empty())
      for (const std::string_view word : text::words(attribute(child, "class")))
        if (word.starts_with("language-") || word.starts_with("lang-"))
          return text::to_lower(word.substr(word.find('-') + 1));
  return "";
}

}  // namespace generator::documents::html
