#include "qa/composition.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "measure/doc_comment.h"
#include "qa/cohesion.h"
#include "qa/pointer.h"

namespace generator::qa {
namespace {

using measure::Passage;
using measure::Unit;
using measure::UnitKind;

// "[text](url)" -> "text"; "![alt](url)" -> "".
std::string without_links(std::string_view s) {
  std::string out;
  for (std::size_t at = 0; at < s.size();) {
    const bool is_image = s[at] == '!' && at + 1 < s.size() && s[at + 1] == '[';
    if (s[at] == '[' || is_image) {
      const std::size_t open = at + (is_image ? 1 : 0);
      const std::size_t middle = s.find("](", open);
      const std::size_t close = middle == std::string_view::npos ? middle : s.find(')', middle);
      const std::string_view label =
          middle == std::string_view::npos ? "" : s.substr(open + 1, middle - open - 1);
      if (close != std::string_view::npos && label.find('\n') == std::string_view::npos) {
        if (!is_image) out += label;
        at = close + 1;
        continue;
      }
    }
    out += s[at++];
  }
  return out;
}

// What the chosen units are, so that a pointer to one of them may stand.
Present present_in(const Passage& passage, const std::set<int>& units) {
  Present out;
  for (const int number : units) {
    const UnitKind kind = passage.units[static_cast<std::size_t>(number) - 1].kind;
    out.list = out.list || kind == UnitKind::kListItem;
    out.table = out.table || kind == UnitKind::kTableRow;
    out.code = out.code || kind == UnitKind::kCode;
  }
  return out;
}

// Bytes of a bullet or number with the spaces around it; 0: none.
std::size_t marker_size(std::string_view item) {
  std::size_t at = std::min(item.find_first_not_of(" \t"), item.size());
  if (at < item.size() && text::contains("-*+", item.substr(at, 1)))
    ++at;
  else if (item.substr(at).starts_with("•") || item.substr(at).starts_with("◦"))
    at += 3;
  else {
    const std::size_t digits = at;
    while (at < item.size() && text::is_digit(item[at])) ++at;
    if (at == digits || at == item.size() || (item[at] != '.' && item[at] != ')')) return 0;
    ++at;
  }
  const std::size_t spaces = at;
  while (at < item.size() && text::is_space(item[at])) ++at;
  return at > spaces ? at : 0;
}

class Composer {
 public:
  Composer(const Passage& passage, std::string_view code_language, const std::set<int>& units)
      : passage_(passage), code_language_(code_language), present_(present_in(passage, units)) {
    // One item alone, without what introduces it, is a sentence and no list.
    lone_item_ = units.size() == 1;
  }

  Checked<bool> add(int number) {
    const Unit& unit = passage_.units[static_cast<std::size_t>(number) - 1];
    const Checked<std::string> written = write(unit);
    if (!written) return tl::unexpected(written.error());
    if (written->empty()) return false;
    separate(unit);
    text_ += *written;
    block_ = unit.block;
    units_.push_back(number);
    add_evidence(unit.bytes);
    return true;
  }

  Answer finish() {
    Answer out;
    out.text = std::move(text_);
    out.evidence = std::move(evidence_);
    out.units = std::move(units_);
    out.words = count_words(out.text);
    return out;
  }

 private:
  Checked<std::string> write(const Unit& unit) const {
    const std::string_view raw = passage_.text_of(unit);
    switch (unit.kind) {
      case UnitKind::kSentence:
        if (is_caption(raw) || is_title(unit)) return std::string();
        return without_pointers(without_links(one_line(text::trim(raw))), present_);
      case UnitKind::kListItem:
        return write_item(text::trim_right(raw));
      case UnitKind::kTableRow:
        return without_links(text::trim(raw));
      case UnitKind::kCode: {
        const std::string_view code = text::trim_right(raw);
        const bool is_fenced = code.starts_with("```") || code.starts_with("~~~");
        return is_fenced ? closed(code) : explained(code);
      }
    }
    return std::string();
  }

  // "Group functions" as a paragraph of its own.
  bool is_title(const Unit& unit) const {
    const Span block = passage_.blocks[static_cast<std::size_t>(unit.block)].bytes;
    const std::string_view words = text::trim(passage_.text_of(unit));
    return text::trim(passage_.text_of(block)) == words && !words.empty() &&
           text::is_word(words.back()) && count_words(words) <= 4;
  }

  // Joins the lines of a paragraph, also of a quoted one.
  static std::string one_line(std::string_view paragraph) {
    std::string out;
    for (std::string_view line : text::lines(paragraph)) {
      line = text::trim(line);
      if (!out.empty() && line.starts_with('>')) line = text::trim(line.substr(1));
      if (!out.empty()) out += ' ';
      out += line;
    }
    return out;
  }

  Checked<std::string> write_item(std::string_view item) const {
    const std::size_t marker = marker_size(item);
    Present beside = present_;
    beside.list = false;  // an item does not speak of its own list
    auto body = without_pointers(without_links(item.substr(marker)), beside);
    if (!body || body->empty() || lone_item_) return body;
    return std::string(item.substr(0, marker)) + *body;
  }

  // A block that goes on in the next chunk has no end here.
  static std::string closed(std::string_view code) {
    const std::size_t marks = std::min(code.find_first_not_of(code[0]), code.size());
    const auto lines = text::lines(code);
    const bool is_closed =
        lines.size() > 1 && text::trim(lines.back()).starts_with(code.substr(0, marks));
    return std::string(code) + (is_closed ? "" : "\n" + std::string(code.substr(0, marks)));
  }

  // A definition's comment reads as text above its code: the same words without comment marks.
  std::string explained(std::string_view code) const {
    const auto comment = measure::read_doc_comment(code);
    if (!comment || comment->code.empty()) return fenced(code);
    const auto words = measure::as_markdown(*comment, code_language_);
    return words ? *words + "\n\n" + fenced(comment->code) : fenced(code);
  }

  // The fence is longer than any in the code.
  std::string fenced(std::string_view code) const {
    std::string fence = "```";
    while (text::contains(code, fence)) fence += '`';
    return fmt::format("{}{}\n{}\n{}", fence, code_language_, code, fence);
  }

  void separate(const Unit& unit) {
    const auto& header = passage_.blocks[static_cast<std::size_t>(unit.block)].header;
    if (unit.block != block_) {
      if (!text_.empty()) text_ += "\n\n";
      if (unit.kind == UnitKind::kTableRow && header.end > header.begin)
        text_ += std::string(text::trim(passage_.text_of(header))) + "\n";
    } else {
      text_ += unit.kind == UnitKind::kSentence ? " "
               : unit.kind == UnitKind::kCode   ? "\n\n"
                                                : "\n";
    }
  }

  void add_evidence(Span bytes) {
    const bool touches =
        !evidence_.empty() &&
        text::trim(passage_.text_of(Span{evidence_.back().end, bytes.begin})).empty();
    if (touches)
      evidence_.back().end = bytes.end;
    else
      evidence_.push_back(bytes);
  }

  const Passage& passage_;
  std::string_view code_language_;
  std::string text_;
  std::vector<Span> evidence_;
  std::vector<int> units_;
  int block_ = -1;
  Present present_;
  bool lone_item_ = false;
};

}  // namespace

Checked<Answer> compose(const Passage& passage, const std::set<int>& units,
                        std::string_view code_language) {
  Composer composer(passage, code_language, units);
  for (const int number : units)
    if (const auto added = composer.add(number); !added) return tl::unexpected(added.error());
  return composer.finish();
}

}  // namespace generator::qa
