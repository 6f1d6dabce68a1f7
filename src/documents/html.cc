// HTML becomes the Markdown that a careful crawler would write, links and all, and then goes the
// way of every crawled page: one set of rules for boilerplate, tables and code.

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.h"
#include "documents/clean.h"
#include "documents/code_runs.h"
#include "documents/html_tree.h"
#include "documents/inline.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

constexpr int kDeepest = 400;
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

// Text as Markdown that reads back as itself.
std::string escaped(std::string_view s) {
  std::string out;
  for (const char c : s) {
    if (std::string_view("\\[]<>`*_|$").find(c) != std::string_view::npos) out += '\\';
    if (c == '&')
      out += "&amp;";
    else if (text::is_space(c)) {
      if (out.empty() || out.back() != ' ') out += ' ';
    } else
      out += c;
  }
  return out;
}

// So that a paragraph is not taken for a heading or a list.
std::string as_paragraph(std::string_view s) {
  const std::string_view bare = text::trim(s);
  if (bare.empty()) return "";
  std::size_t digits = 0;
  while (digits < bare.size() && text::is_digit(bare[digits])) ++digits;
  if (digits > 0 && digits < bare.size() && (bare[digits] == '.' || bare[digits] == ')'))
    return std::string(bare.substr(0, digits)) + "\\" + std::string(bare.substr(digits));
  if (std::string_view("#-+=~").find(bare.front()) != std::string_view::npos)
    return "\\" + std::string(bare);
  return std::string(bare);
}

class Renderer {
 public:
  std::string render(const GumboNode* node) {
    blocks(node, 0);
    end_paragraph();
    return std::move(out_);
  }
  bool has_title() const { return has_title_; }

 private:
  void blocks(const GumboNode* node, int depth) {
    for (const GumboNode* child : html::children(node)) block(child, depth + 1);
  }

  void block(const GumboNode* node, int depth) {
    if (!html::is_element(node)) {
      paragraph_ += inline_of(node, depth);
      return;
    }
    if (html::is_frame(node)) return;
    if (depth > kDeepest) {
      paragraph_ += escaped(html::raw_text(node));
      return;
    }
    const GumboTag tag = node->v.element.tag;
    switch (tag) {
      case GUMBO_TAG_H1:
      case GUMBO_TAG_H2:
      case GUMBO_TAG_H3:
      case GUMBO_TAG_H4:
      case GUMBO_TAG_H5:
      case GUMBO_TAG_H6:
        return heading(node, static_cast<int>(tag) - static_cast<int>(GUMBO_TAG_H1) + 1, depth);
      case GUMBO_TAG_PRE:
        return listing(node);
      case GUMBO_TAG_UL:
      case GUMBO_TAG_OL:
      case GUMBO_TAG_MENU:
        end_term();
        list(node, depth, 0);
        out_ += '\n';
        return;
      case GUMBO_TAG_TABLE:
        return table(node, depth);
      case GUMBO_TAG_DL:
        return definitions(node, depth);
      case GUMBO_TAG_FIGCAPTION:
      case GUMBO_TAG_HR:
        return end_paragraph();
      case GUMBO_TAG_P:
      case GUMBO_TAG_SECTION:
      case GUMBO_TAG_ARTICLE:
      case GUMBO_TAG_BLOCKQUOTE:
      case GUMBO_TAG_MAIN:
      case GUMBO_TAG_CENTER:
      case GUMBO_TAG_FIGURE:
      case GUMBO_TAG_DETAILS:
      case GUMBO_TAG_SUMMARY:
      case GUMBO_TAG_HEADER:
      case GUMBO_TAG_BODY:
      case GUMBO_TAG_ADDRESS:
      case GUMBO_TAG_FIELDSET:
      case GUMBO_TAG_HTML:
        end_paragraph();
        blocks(node, depth);
        return end_paragraph();
      case GUMBO_TAG_DIV:
        if (is_fragment(node)) return listing(node);
        end_paragraph();
        blocks(node, depth);
        return end_paragraph();
      case GUMBO_TAG_BR:
        paragraph_ += ' ';
        return;
      default:
        if (holds_blocks(node, 0)) return blocks(node, depth);
        paragraph_ += inline_of(node, depth);
    }
  }

  static bool is_fragment(const GumboNode* node) {
    for (const std::string_view word : text::words(html::attribute(node, "class")))
      if (word == "fragment" || word == "sourceCode") return !holds_blocks_of(node, GUMBO_TAG_PRE);
    return false;
  }
  static bool holds_blocks_of(const GumboNode* node, GumboTag tag) {
    for (const GumboNode* child : html::children(node))
      if (html::is(child, tag)) return true;
    return false;
  }

  // An inline element around blocks, as `<a name>` around a whole section.
  static bool holds_blocks(const GumboNode* node, int depth) {
    if (depth > 20) return false;
    for (const GumboNode* child : html::children(node)) {
      if (!html::is_element(child)) continue;
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
          if (holds_blocks(child, depth + 1)) return true;
      }
    }
    return false;
  }

  void end_paragraph() {
    std::string shown = as_paragraph(std::exchange(paragraph_, {}));
    if (shown.empty()) return;
    if (!term_.empty()) shown = "**" + std::exchange(term_, {}) + "**: " + shown;
    out_ += shown + "\n\n";
  }
  // A term whose text is a list or listing stands alone.
  void end_term() {
    end_paragraph();
    if (!term_.empty()) out_ += "**" + std::exchange(term_, {}) + "**\n\n";
  }

  void heading(const GumboNode* node, int level, int depth) {
    end_term();
    const std::string shown = inline_children(node, depth);
    const std::string_view bare = text::trim(shown);
    has_title_ = has_title_ || (level == 1 && !bare.empty());
    if (!bare.empty())
      out_ += std::string(static_cast<std::size_t>(level), '#') + " " + std::string(bare) + "\n\n";
  }

  void listing(const GumboNode* node) {
    end_term();
    std::string code;
    int variants = 0;  // the same example in two spellings, one hidden
    for (const GumboNode* child : html::children(node))
      variants += html::is(child, GUMBO_TAG_CODE) ? 1 : 0;
    if (variants > 1) {
      for (const GumboNode* child : html::children(node))
        if (html::is(child, GUMBO_TAG_CODE)) code += html::raw_text(child) + "\n\n";
    } else {
      code = html::raw_text(node);
    }
    while (!code.empty() && (code.front() == '\n' || code.front() == '\r')) code.erase(0, 1);
    code = text::trim_right(code);
    if (!code.empty()) out_ += fenced(code, html::listing_language(node)) + "\n\n";
  }

  void list(const GumboNode* node, int depth, std::size_t indent) {
    if (depth > kDeepest) return;
    int number = 1;
    for (const GumboNode* child : html::children(node)) {
      if (!html::is_element(child) || html::is_frame(child)) continue;
      if (html::is(child, GUMBO_TAG_UL) || html::is(child, GUMBO_TAG_OL)) {
        list(child, depth + 1, indent + 2);
        continue;
      }
      const std::string marker =
          html::is(node, GUMBO_TAG_OL) ? std::to_string(number++) + ". " : "* ";
      item(child, depth + 1, indent, marker);
    }
  }

  // Text first, then what stands below it: lists, listings, further paragraphs.
  void item(const GumboNode* node, int depth, std::size_t indent, const std::string& marker) {
    std::string text;
    std::string below;
    const std::size_t inner = indent + marker.size();
    for (const GumboNode* child : html::children(node)) {
      if (html::is_element(child) && html::is_frame(child)) continue;
      if (html::is(child, GUMBO_TAG_UL) || html::is(child, GUMBO_TAG_OL)) {
        Renderer nested;
        nested.list(child, depth + 1, inner);
        below += nested.out_;
      } else if (depth < kDeepest && html::is_element(child) &&
                 stands_below(child, text.empty() && below.empty())) {
        Renderer nested;
        nested.block(child, depth + 1);
        nested.end_term();
        below += "\n";
        for (const std::string_view line : text::lines(text::trim_right(nested.out_)))
          below += line.empty() ? "\n" : std::string(inner, ' ') + std::string(line) + "\n";
      } else {
        text += inline_of(child, depth);
      }
    }
    const std::string_view bare = text::trim(text);
    if (bare.empty() && text::trim(below).empty()) return;
    out_ += std::string(indent, ' ') + marker + std::string(bare) + "\n" +
            std::string(text::trim_right(below)) + (below.empty() ? "" : "\n");
  }

  static bool stands_below(const GumboNode* node, bool is_first) {
    if (html::is(node, GUMBO_TAG_PRE) || html::is(node, GUMBO_TAG_TABLE) ||
        html::is(node, GUMBO_TAG_DL))
      return true;
    if (html::is(node, GUMBO_TAG_P)) return !is_first;
    return html::is(node, GUMBO_TAG_DIV) && (is_fragment(node) || holds_blocks(node, 0));
  }

  static void collect_rows(const GumboNode* node, std::vector<const GumboNode*>& rows) {
    for (const GumboNode* child : html::children(node)) {
      if (html::is(child, GUMBO_TAG_TR))
        rows.push_back(child);
      else if (html::is(child, GUMBO_TAG_THEAD) || html::is(child, GUMBO_TAG_TBODY) ||
               html::is(child, GUMBO_TAG_TFOOT))
        collect_rows(child, rows);
    }
  }

  // Tables that only lay out the page hold headings, lists of their own or other tables.
  void table(const GumboNode* node, int depth) {
    end_term();
    std::vector<const GumboNode*> rows;
    collect_rows(node, rows);
    std::vector<std::vector<std::string>> cells;
    std::size_t width = 0;
    bool is_layout = false;
    for (const GumboNode* row : rows) {
      cells.emplace_back();
      for (const GumboNode* cell : html::children(row)) {
        if (!html::is(cell, GUMBO_TAG_TD) && !html::is(cell, GUMBO_TAG_TH)) continue;
        for (const GumboTag tag :
             {GUMBO_TAG_TABLE, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_PRE})
          is_layout = is_layout || holds_blocks_of(cell, tag);
        cells.back().push_back(std::string(text::trim(inline_children(cell, depth + 2))));
      }
      width = std::max(width, cells.back().size());
    }
    for (const GumboNode* child : html::children(node))
      if (html::is(child, GUMBO_TAG_CAPTION))
        out_ += as_paragraph(inline_children(child, depth)) + "\n\n";
    if (is_layout || width < 2 || cells.size() < 2) {
      for (const GumboNode* row : rows)
        for (const GumboNode* cell : html::children(row)) {
          blocks(cell, depth + 2);
          end_paragraph();
        }
      return;
    }
    std::erase_if(cells, [](const auto& row) { return row.empty(); });
    for (auto& row : cells) row.resize(width);
    const std::vector<std::string> header = cells.front();
    cells.erase(cells.begin());
    out_ += to_markdown(header, cells) + "\n\n";
  }

  // "See also" sections of Doxygen are sentences; other terms stand in bold before their text.
  void definitions(const GumboNode* node, int depth) {
    end_term();
    for (const GumboNode* child : html::children(node)) {
      if (html::is(child, GUMBO_TAG_DT)) {
        const std::string raw = html::raw_text(child);
        std::string words;
        for (const std::string_view word : text::words(raw)) {
          if (!words.empty()) words += ' ';
          words += word;
        }
        term_ = term_.empty() ? escaped(words) : term_ + ", " + escaped(words);
      } else if (html::is(child, GUMBO_TAG_DD)) {
        const bool is_see = text::to_lower(term_) == "see also";
        if (is_see) {
          term_.clear();
          paragraph_ = "See also " + std::string(text::trim(inline_children(child, depth + 1)));
          if (!paragraph_.ends_with(".")) paragraph_ += '.';
        } else {
          blocks(child, depth + 1);
        }
        end_term();
      } else if (html::is(child, GUMBO_TAG_DIV)) {
        definitions(child, depth + 1);
      }
    }
    end_term();
  }

  std::string inline_children(const GumboNode* node, int depth) {
    std::string out;
    for (const GumboNode* child : html::children(node)) out += inline_of(child, depth + 1);
    return out;
  }

  static std::string marked(std::string_view mark, std::string_view inside) {
    const std::string_view bare = text::trim(inside);
    if (bare.empty()) return std::string(inside);
    const std::string before = text::is_space(inside.front()) ? " " : "";
    const std::string after = text::is_space(inside.back()) ? " " : "";
    return before + std::string(mark) + std::string(bare) + std::string(mark) + after;
  }

  std::string inline_of(const GumboNode* node, int depth) {
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA)
      return escaped(node->v.text.text);
    if (node->type == GUMBO_NODE_WHITESPACE) return " ";
    if (!html::is_element(node) || html::is_frame(node)) return "";
    if (depth > kDeepest) return escaped(html::raw_text(node));
    switch (node->v.element.tag) {
      case GUMBO_TAG_BR:
        return " ";
      case GUMBO_TAG_IMG:
        return "![](image)";
      case GUMBO_TAG_CODE:
      case GUMBO_TAG_TT:
      case GUMBO_TAG_KBD:
      case GUMBO_TAG_SAMP: {
        std::string code = html::raw_text(node);
        for (char& c : code)
          if (c == '\n') c = ' ';
        if (text::trim(code).empty() || text::contains(code, "`")) return escaped(code);
        return "`" + std::string(text::trim(code)) + "`";
      }
      case GUMBO_TAG_STRONG:
      case GUMBO_TAG_B:
        return marked("**", inline_children(node, depth));
      case GUMBO_TAG_EM:
      case GUMBO_TAG_I:
        return marked("_", inline_children(node, depth));
      case GUMBO_TAG_SUP:
        return "^" + inline_children(node, depth);
      case GUMBO_TAG_A: {
        const std::string inside = inline_children(node, depth);
        const std::string_view target = html::attribute(node, "href");
        if (target.empty() || text::trim(inside).empty() || target.size() > 2000) return inside;
        return "[" + inside + "](<" +
               text::replace_all(text::replace_all(target, "<", "%3C"), ">", "%3E") + ">)";
      }
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

  std::string out_;
  std::string paragraph_;
  std::string term_;  // of a definition list: stands before the next paragraph
  bool has_title_ = false;
};

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
  Renderer renderer;
  const std::string body = renderer.render(main);
  return renderer.has_title() || title.empty() ? body : "# " + escaped(title) + "\n\n" + body;
}

}  // namespace generator::documents
