#include "documents/lists.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "documents/code_lines.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

class Reader {
 public:
  Reader(Page& page, std::size_t begin) : page_(page), at_(begin) {}

  List read() {
    while (at_ < page_.size() && step()) {
    }
    flush();
    list_.end = at_;
    set_depths();
    return std::move(list_);
  }

 private:
  // Takes one line; false where the list has ended.
  bool step() {
    if (page_.gone[at_]) {
      ++at_;
      return true;
    }
    const std::string_view raw = page_.line(at_);
    if (text::trim(raw).empty()) return blank();
    Marker marker;
    if (read_marker(raw, marker)) {
      if (delimiter_columns(page_.line(at_ + 1)) == 1 && text::contains(raw, "![")) return figure();
      begin_item(raw, marker);
      after_blank_ = false;
      ++at_;
      return true;
    }
    if (heading_level(raw) > 0 || is_rule(raw) || list_.items.empty()) return false;
    const bool is_inside = indent_of(raw) >= content_indent_ && indent_of(raw) >= 2;
    if (is_fence(raw)) return is_inside && fence();
    if (after_blank_ && !is_inside) return false;
    if (!is_inside &&
        (is_caption(raw) || is_table_at(page_, at_) || text::trim(raw).starts_with("![")))
      return false;
    after_blank_ = false;
    continue_item(raw);
    ++at_;
    return true;
  }

  // One blank line may stand between items and inside them; two end the list.
  bool blank() {
    const std::size_t next = page_.next(at_ + 1);
    Marker marker;
    const bool goes_on =
        !page_.is_blank(next) &&
        (read_marker(page_.line(next), marker) ||
         (indent_of(page_.line(next)) >= content_indent_ && indent_of(page_.line(next)) >= 2));
    if (!goes_on) return false;
    if (read_marker(page_.line(next), marker) && (marker.number < 0) != (first_.number < 0) &&
        marker.indent <= first_.indent)
      return false;
    after_blank_ = true;
    ++at_;
    return true;
  }

  bool figure() {
    list_.has_figure = true;
    at_ += 2;
    return false;
  }

  void begin_item(std::string_view raw, const Marker& marker) {
    flush();
    if (list_.items.empty()) first_ = marker;
    ListItem item;
    item.number = marker.number;
    item.depth = static_cast<int>(marker.indent);  // becomes a depth at the end
    content_indent_ = std::max(marker.indent + 2, std::min(marker.content, marker.indent + 4));
    std::string_view rest = raw.substr(marker.content);
    Marker inner;
    if (marker.number < 0 && read_marker(rest, inner) && inner.number >= 0) {
      item.number = inner.number;
      rest = rest.substr(inner.content);
    }
    list_.items.push_back(std::move(item));
    line(rest);
  }

  void continue_item(std::string_view raw) { line(text::trim(raw)); }

  void line(std::string_view bare) {
    const std::string code = read_code(bare).text;
    const bool is_first = list_.items.back().parts.empty() && prose_.empty() && code_.empty();
    const Lean lean = code_lean(code);
    const bool is_code = !is_sentence_of_prose(code) &&
                         (lean == Lean::kCode || (lean == Lean::kMaybe && !code_.empty()));
    if (is_code && (!is_first || next_is_code())) {
      if (code_.empty()) flush();
      code_.push_back(code);
      return;
    }
    if (!code_.empty()) flush();
    if (!prose_.empty()) prose_ += ' ';
    prose_ += text::trim(bare);
  }

  bool next_is_code() const {
    const std::string_view next = page_.line(page_.next(at_ + 1));
    Marker marker;
    return !read_marker(next, marker) && code_lean(read_code(next).text) == Lean::kCode;
  }

  bool fence() {
    flush();
    const std::string_view open = text::trim(page_.line(at_));
    const std::string mark(open.substr(0, 3));
    ItemPart part;
    part.is_code = true;
    part.language = text::trim(open.substr(std::min(open.size(), open.find_first_not_of(mark[0]))));
    const std::size_t indent = indent_of(page_.line(at_));
    for (++at_; at_ < page_.size() && !text::trim(page_.line(at_)).starts_with(mark); ++at_) {
      std::string_view inside = page_.line(at_);
      inside.remove_prefix(std::min({indent, indent_of(inside), inside.size()}));
      if (!part.text.empty()) part.text += '\n';
      part.text += text::trim_right(inside);
    }
    ++at_;
    const std::vector<std::string_view> views = text::split(part.text, '\n');
    if (part.language.empty()) part.language = code_language(views);
    list_.items.back().parts.push_back(std::move(part));
    after_blank_ = false;
    return true;
  }

  void flush() {
    if (!prose_.empty()) {
      Inline read = read_prose(prose_, page_.targets);
      ItemPart part;
      part.text = read.text;
      list_.items.back().inlines.push_back(std::move(read));
      if (!part.text.empty()) list_.items.back().parts.push_back(std::move(part));
      prose_.clear();
    }
    if (!code_.empty()) {
      ItemPart part;
      part.is_code = true;
      std::vector<std::string_view> views(code_.begin(), code_.end());
      part.language = code_language(views);
      part.text = text::join(code_, "\n");
      list_.items.back().parts.push_back(std::move(part));
      code_.clear();
    }
  }

  // Indents become depths: an item is a child of the last one with a smaller indent.
  void set_depths() {
    std::vector<int> indents;
    for (ListItem& item : list_.items) {
      while (!indents.empty() && indents.back() >= item.depth) indents.pop_back();
      indents.push_back(item.depth);
      item.depth = static_cast<int>(indents.size()) - 1;
    }
  }

  Page& page_;
  std::size_t at_;
  std::size_t content_indent_ = 2;
  bool after_blank_ = false;
  Marker first_;
  List list_;
  std::string prose_;
  std::vector<std::string> code_;
};

std::string indented(std::string_view block, std::size_t indent) {
  std::string out;
  for (const std::string_view line : text::split(block, '\n')) {
    if (!out.empty()) out += '\n';
    if (!line.empty()) out += std::string(indent, ' ') + std::string(line);
  }
  return out;
}

}  // namespace

List read_list(Page& page, std::size_t i) { return Reader(page, i).read(); }

std::string to_markdown(const std::vector<ListItem>& items) {
  std::string out;
  std::vector<std::size_t> offsets;  // of the text of the items above
  std::vector<int> numbers;          // next number, by depth
  for (const ListItem& item : items) {
    const auto depth = std::min(static_cast<std::size_t>(item.depth), offsets.size());
    offsets.resize(depth);
    numbers.resize(depth + 1, 0);
    const std::size_t indent = offsets.empty() ? 0 : offsets.back();
    int& number = numbers[depth];
    if (item.number >= 0)
      number = number == 0 ? std::max(item.number, 0) : number + 1;
    else
      number = 0;
    const std::string marker = item.number >= 0 ? std::to_string(number) + ". " : "- ";
    if (!out.empty()) out += '\n';
    out += std::string(indent, ' ') + marker;
    offsets.push_back(indent + marker.size());
    bool is_first = true;
    for (const ItemPart& part : item.parts) {
      std::string shown = part.text;
      if (part.is_code) shown = "```" + part.language + "\n" + part.text + "\n```";
      shown = indented(shown, offsets.back());
      if (is_first && shown.size() > offsets.back())
        shown.erase(0, offsets.back());
      else
        out += '\n';
      is_first = false;
      out += shown;
    }
  }
  return out;
}

}  // namespace generator::documents
