// Links keep their targets and code its marks: the rules for crawled pages take them from there.
#include "documents/html_inline.h"

#include <gumbo.h>

#include <string_view>

#include "base/text.h"
#include "documents/html_escapes.h"

namespace generator::documents::html {
namespace {

constexpr std::size_t kLongestTarget = 2000;

std::string marked(std::string_view mark, std::string_view inside) {
  const std::string_view bare = text::trim(inside);
  if (bare.empty()) return std::string(inside);
  const std::string before = text::is_space(inside.front()) ? " " : "";
  const std::string after = text::is_space(inside.back()) ? " " : "";
  return before + std::string(mark) + std::string(bare) + std::string(mark) + after;
}

std::string code_span(const GumboNode* node) {
  std::string code = raw_text(node);
  for (char& c : code)
    if (c == '\n') c = ' ';
  if (text::trim(code).empty() || text::contains(code, "`")) return escaped(code);
  return "`" + std::string(text::trim(code)) + "`";
}

std::string link(const GumboNode* node, int depth) {
  const std::string inside = inline_children(node, depth);
  const std::string_view target = attribute(node, "href");
  if (target.empty() || text::trim(inside).empty() || target.size() > kLongestTarget) return inside;
  return "[" + inside + "](<" +
         text::replace_all(text::replace_all(target, "<", "%3C"), ">", "%3E") + ">)";
}

bool has_word(const GumboNode* node, const char* name, std::string_view word) {
  for (const std::string_view each : text::words(attribute(node, name)))
    if (each == word) return true;
  return false;
}

// "\(x^2\)" or "\[x^2\]" in an element of class "math", as pandoc writes it for MathJax: the
// formula as Markdown has it. "" where it is no such thing.
std::string formula(const GumboNode* node) {
  if (!has_word(node, "class", "math")) return "";
  const std::string raw = raw_text(node);
  const std::string_view s = text::trim(raw);
  const bool is_display = s.starts_with("\\[") && s.ends_with("\\]");
  if (s.size() < 5 || (!is_display && !(s.starts_with("\\(") && s.ends_with("\\)")))) return "";
  const std::string_view mark = is_display ? "$$" : "$";
  const std::string_view inside = text::trim(s.substr(2, s.size() - 4));
  if (text::contains(inside, "$") || text::contains(inside, "\n\n")) return "";
  return std::string(mark) + text::replace_all(inside, "\n", " ") + std::string(mark);
}

// The number of a footnote in the text, and the arrow that leads back from it.
bool is_footnote_mark(const GumboNode* node) {
  return has_word(node, "class", "footnote-ref") || has_word(node, "class", "footnote-back") ||
         has_word(node, "role", "doc-noteref") || has_word(node, "role", "doc-backlink");
}

}  // namespace

std::string inline_text(const GumboNode* node, int depth) {
  if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA)
    return escaped(node->v.text.text);
  if (node->type == GUMBO_NODE_WHITESPACE) return " ";
  if (!is_element(node) || is_frame(node)) return "";
  if (depth > kDeepest) return escaped(raw_text(node));
  switch (node->v.element.tag) {
    case GUMBO_TAG_BR:
      return " ";
    case GUMBO_TAG_IMG:
      return "![](image)";
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_SAMP:
      return code_span(node);
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_B:
      return marked("**", inline_children(node, depth));
    case GUMBO_TAG_EM:
    case GUMBO_TAG_I:
      return marked("_", inline_children(node, depth));
    case GUMBO_TAG_SUP:
      if (text::trim(inline_children(node, depth)).empty()) return "";
      return "^" + inline_children(node, depth);
    case GUMBO_TAG_SPAN:
      if (std::string math = formula(node); !math.empty()) return math;
      return inline_children(node, depth);
    case GUMBO_TAG_A:
      if (is_footnote_mark(node)) return "";
      return link(node, depth);
    case GUMBO_TAG_LI:
      return " " + inline_children(node, depth) + ";";
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
      return " " + inline_children(node, depth) + " ";
    default:
      return inline_children(node, depth);
  }
}

std::string inline_children(const GumboNode* node, int depth) {
  std::string out;
  for (const GumboNode* child : children(node)) out += inline_text(child, depth + 1);
  return out;
}

}  // namespace generator::documents::html
