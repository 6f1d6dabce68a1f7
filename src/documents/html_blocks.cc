// One walk over the tree. Text gathers in a paragraph until an element ends it; pages of all ages
// put text where no paragraph is.
#include "documents/html_blocks.h"

#include <gumbo.h>
#include <charconv>

#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/text.h"
#include "documents/code_runs.h"
#include "documents/html_escapes.h"
#include "documents/html_inline.h"
#include "documents/html_table.h"
#include "documents/tables.h"

namespace generator::documents::html {
namespace {

class BlockWriter {
 public:
  HtmlBlocks write(const GumboNode* node) {
    blocks(node, 0);
    end_paragraph();
    return {std::move(out_), has_title_};
  }

 private:
  void blocks(const GumboNode* node, int depth) {
    for (const GumboNode* child : children(node)) block(child, depth + 1);
  }

  void block(const GumboNode* node, int depth) {
    if (!is_element(node)) {
      paragraph_ += inline_text(node, depth);
      return;
    }
    if (is_frame(node)) return;
    if (depth > kDeepest) {
      paragraph_ += escaped(raw_text(node));
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
        if (holds_blocks(node)) return blocks(node, depth);
        paragraph_ += inline_text(node, depth);
    }
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
    for (const GumboNode* child : children(node)) variants += is(child, GUMBO_TAG_CODE) ? 1 : 0;
    if (variants > 1) {
      for (const GumboNode* child : children(node))
        if (is(child, GUMBO_TAG_CODE)) code += raw_text(child) + "\n\n";
    } else {
      code = raw_text(node);
    }
    while (!code.empty() && (code.front() == '\n' || code.front() == '\r')) code.erase(0, 1);
    code = text::trim_right(code);
    if (!code.empty()) out_ += fenced(code, listing_language(node)) + "\n\n";
  }

  void list(const GumboNode* node, int depth, std::size_t indent) {
    if (depth > kDeepest) return;
    int number = first_number(node);
    for (const GumboNode* child : children(node)) {
      if (!is_element(child) || is_frame(child)) continue;
      if (is(child, GUMBO_TAG_UL) || is(child, GUMBO_TAG_OL)) {
        list(child, depth + 1, indent + 2);
        continue;
      }
      const std::string marker = is(node, GUMBO_TAG_OL) ? std::to_string(number++) + ". " : "* ";
      item(child, depth + 1, indent, marker);
    }
  }

  // `<ol start=3>` goes on where another list was interrupted.
  static int first_number(const GumboNode* node) {
    const std::string_view start = attribute(node, "start");
    int number = 1;
    const auto [end, error] = std::from_chars(start.data(), start.data() + start.size(), number);
    return error == std::errc() && number > 0 && number < 1'000'000 ? number : 1;
  }

  // Text first, then what stands below it: lists, listings, further paragraphs.
  void item(const GumboNode* node, int depth, std::size_t indent, const std::string& marker) {
    std::string text;
    std::string below;
    const std::size_t inner = indent + marker.size();
    for (const GumboNode* child : children(node)) {
      if (is_element(child) && is_frame(child)) continue;
      if (is(child, GUMBO_TAG_UL) || is(child, GUMBO_TAG_OL)) {
        BlockWriter nested;
        nested.list(child, depth + 1, inner);
        below += nested.out_;
      } else if (depth < kDeepest && is_element(child) &&
                 stands_below(child, text.empty() && below.empty())) {
        BlockWriter nested;
        nested.block(child, depth + 1);
        nested.end_term();
        below += "\n";
        for (const std::string_view line : text::lines(text::trim_right(nested.out_)))
          below += line.empty() ? "\n" : std::string(inner, ' ') + std::string(line) + "\n";
      } else {
        text += inline_text(child, depth);
      }
    }
    const std::string_view bare = text::trim(text);
    if (bare.empty() && text::trim(below).empty()) return;
    out_ += std::string(indent, ' ') + marker + std::string(bare) + "\n" +
            std::string(text::trim_right(below)) + (below.empty() ? "" : "\n");
  }

  static bool stands_below(const GumboNode* node, bool is_first) {
    if (is(node, GUMBO_TAG_PRE) || is(node, GUMBO_TAG_TABLE) || is(node, GUMBO_TAG_DL)) return true;
    if (is(node, GUMBO_TAG_P)) return !is_first;
    return is(node, GUMBO_TAG_DIV) && (is_fragment(node) || holds_blocks(node));
  }

  void table(const GumboNode* node, int depth) {
    end_term();
    HtmlTable read = read_table(node, depth);
    for (const std::string& caption : read.captions) out_ += caption + "\n\n";
    if (read.is_layout || read.width < 2 || read.cells.size() < 2) {
      for (const GumboNode* row : read.rows)
        for (const GumboNode* cell : children(row)) {
          blocks(cell, depth + 2);
          end_paragraph();
        }
      return;
    }
    std::erase_if(read.cells, [](const auto& row) { return row.empty(); });
    for (auto& row : read.cells) row.resize(read.width);
    const std::vector<std::string> header = read.cells.front();
    read.cells.erase(read.cells.begin());
    out_ += to_markdown(header, read.cells) + "\n\n";
  }

  // "See also" sections of Doxygen are sentences; other terms stand in bold before their text.
  void definitions(const GumboNode* node, int depth) {
    end_term();
    for (const GumboNode* child : children(node)) {
      if (is(child, GUMBO_TAG_DT)) {
        const std::string raw = raw_text(child);
        std::string words;
        for (const std::string_view word : text::words(raw)) {
          if (!words.empty()) words += ' ';
          words += word;
        }
        term_ = term_.empty() ? escaped(words) : term_ + ", " + escaped(words);
      } else if (is(child, GUMBO_TAG_DD)) {
        const bool is_see = text::to_lower(term_) == "see also";
        if (is_see) {
          term_.clear();
          paragraph_ = "See also " + std::string(text::trim(inline_children(child, depth + 1)));
          if (!paragraph_.ends_with(".")) paragraph_ += '.';
        } else {
          blocks(child, depth + 1);
        }
        end_term();
      } else if (is(child, GUMBO_TAG_DIV)) {
        definitions(child, depth + 1);
      }
    }
    end_term();
  }

  std::string out_;
  std::string paragraph_;
  std::string term_;  // of a definition list: stands before the next paragraph
  bool has_title_ = false;
};

}  // namespace

HtmlBlocks read_blocks(const GumboNode* node) { return BlockWriter().write(node); }

}  // namespace generator::documents::html
