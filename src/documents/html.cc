// HTML becomes the Markdown that a careful crawler would write, links and all, and then goes the
// way of every crawled page: one set of rules for boilerplate, tables and code.

#include <gumbo.h>

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "documents/clean.h"
#include "documents/html_blocks.h"
#include "documents/html_escapes.h"
#include "documents/html_tree.h"
#include "documents/inline.h"

namespace generator::documents {
namespace {

constexpr int kDeepestSource = 2000;  // gumbo frees its tree by recursion

// Elements that were opened and not closed, at most; what HTML closes by itself is not counted.
int deepest(std::string_view html) {
  constexpr std::string_view kSelfClosing =
      " p li td tr th dd dt br img hr input meta link option tbody thead tfoot col area base wbr "
      "source ";
  int depth = 0;
  int most = 0;
  for (std::size_t i = html.find('<'); i != std::string_view::npos; i = html.find('<', i + 1)) {
    const bool closes = i + 1 < html.size() && html[i + 1] == '/';
    const std::size_t begin = i + (closes ? 2 : 1);
    std::size_t end = begin;
    while (end < html.size() && (text::is_alpha(html[end]) || text::is_digit(html[end]))) ++end;
    if (end == begin) continue;
    const std::string name = " " + text::to_lower(html.substr(begin, end - begin)) + " ";
    if (kSelfClosing.find(name) != std::string_view::npos) continue;
    depth += closes ? -1 : 1;
    depth = std::max(depth, 0);
    most = std::max(most, depth);
  }
  return most;
}

std::string without_tags(std::string_view html) {
  std::string out;
  for (std::size_t i = 0; i < html.size(); ++i) {
    if (html[i] == '<') {
      const std::size_t close = html.find('>', i);
      if (close == std::string_view::npos) break;
      i = close;
      out += ' ';
    } else {
      out += html[i];
    }
  }
  return decode_entities(out);
}

}  // namespace

std::string html_to_markdown(std::string_view html, std::string& title) {
  if (deepest(html) > kDeepestSource) return without_tags(html);
  const auto close = [](GumboOutput* output) {
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  };
  const std::unique_ptr<GumboOutput, decltype(close)> tree(
      gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()), close);
  title = html::title(tree->root);
  const GumboNode* main = html::main_content(tree->root);
  const html::HtmlBlocks body = html::read_blocks(main);
  if (body.has_title || title.empty()) return body.markdown;
  return "# " + html::escaped(title) + "\n\n" + body.markdown;
}

}  // namespace generator::documents
