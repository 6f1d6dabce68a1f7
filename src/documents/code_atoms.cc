// Source code parts at its definitions. What stands between two of them (includes, globals,
// comments) is a piece of its own; a class longer than a chunk parts at its members, a function at
// its blank lines.

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "documents/atoms.h"

namespace generator::documents {
namespace {

constexpr int kDefinition = 20;  // before a top-level definition
constexpr int kMember = 120;     // before a member, more for every deeper level
constexpr int kBetween = 60;     // before what stands between definitions
constexpr int kBlankLine = 240;

std::string_view part(std::string_view text, Span bytes) {
  return text.substr(static_cast<std::size_t>(bytes.begin),
                     static_cast<std::size_t>(bytes.end - bytes.begin));
}

class CodeAtoms {
 public:
  CodeAtoms(const Cleaned& document, std::int64_t max, const TokenCounter& tokens)
      : text_(document.text), max_(max), tokens_(tokens) {}

  Atoms read(std::vector<OutlineItem> items) {
    out_.paths.push_back({});
    std::erase_if(items, [&](const OutlineItem& item) {
      return item.bytes.begin < 0 || item.bytes.begin >= item.bytes.end ||
             item.bytes.end > static_cast<std::int64_t>(text_.size());
    });
    items_ = std::move(items);
    const Span all{0, static_cast<std::int64_t>(text_.size())};
    range(all, 0, items_.size(), 0, 0, 0);
    out_.names.resize(out_.atoms.size());
    return std::move(out_);
  }

 private:
  // Atoms of `bytes`, whose definitions at `depth` and below are items_[from, to).
  void range(Span bytes, std::size_t from, std::size_t to, int depth, int path, int first) {
    std::int64_t at = bytes.begin;
    for (std::size_t i = from; i < to;) {
      std::size_t next = i + 1;
      while (next < to && items_[next].depth > items_[i].depth) ++next;
      const Span item = whole_lines(items_[i].bytes, at, bytes.end);
      if (item.begin < item.end) {
        if (at < item.begin) between({at, item.begin}, path, std::exchange(first, kBetween));
        const int cost = at == bytes.begin ? first
                         : depth == 0      ? kDefinition
                                           : kMember + 40 * (depth - 1);
        definition(item, i, next, depth, path, cost);
        first = kBetween;
        at = item.end;
      }
      i = next;
    }
    if (at < bytes.end) between({at, bytes.end}, path, first);
  }

  // From the beginning of its first line to the end of its last, blank lines after it included.
  Span whole_lines(Span bytes, std::int64_t from, std::int64_t to) const {
    Span lines = bytes;
    while (lines.begin > from && text_[static_cast<std::size_t>(lines.begin - 1)] != '\n')
      --lines.begin;
    lines.begin = std::max(lines.begin, from);
    if (lines.end > 0 && text_[static_cast<std::size_t>(lines.end - 1)] != '\n')
      while (lines.end < to && text_[static_cast<std::size_t>(lines.end++)] != '\n') {
      }
    while (lines.end < to && text_[static_cast<std::size_t>(lines.end)] == '\n') ++lines.end;
    lines.end = std::min(lines.end, to);
    return lines;
  }

  void definition(Span bytes, std::size_t index, std::size_t next, int depth, int path, int cost) {
    const std::string& name = items_[index].name;
    const std::int64_t count = tokens_.count(part(text_, bytes));
    const std::size_t before = out_.atoms.size();
    if (count <= max_) {
      out_.atoms.push_back({bytes, count, cost, path});
    } else if (next > index + 1) {
      HeadingPath inner = out_.paths[static_cast<std::size_t>(path)];
      inner.push_back(name);
      out_.paths.push_back(std::move(inner));
      range(bytes, index + 1, next, depth + 1, static_cast<int>(out_.paths.size()) - 1, cost);
      return;
    } else {
      between(bytes, path, cost);
    }
    out_.names.resize(out_.atoms.size());
    for (std::size_t i = before; i < out_.atoms.size(); ++i)
      if (!name.empty()) out_.names[i].push_back(name);
  }

  // At blank lines; those with the least indent are the best places.
  void between(Span bytes, int path, int first) {
    const std::string_view whole = part(text_, bytes);
    std::size_t begin = 0;
    int cost = first;
    bool after_blank = false;
    for (std::size_t at = 0; at < whole.size();) {
      const std::size_t end = std::min(whole.find('\n', at), whole.size() - 1) + 1;
      const std::string_view line = whole.substr(at, end - at);
      const bool is_blank = text::trim(line).empty();
      if (after_blank && !is_blank && at > begin) {
        add(bytes, begin, at, cost, path);
        const bool is_top = line.front() != ' ' && line.front() != '\t' && line.front() != '}';
        cost = is_top ? kBetween : kBlankLine;
        begin = at;
      }
      after_blank = is_blank;
      at = end;
    }
    add(bytes, begin, whole.size(), cost, path);
  }

  void add(Span bytes, std::size_t begin, std::size_t end, int cost, int path) {
    if (begin == end) return;
    add_atoms(out_, text_,
              {bytes.begin + static_cast<std::int64_t>(begin),
               bytes.begin + static_cast<std::int64_t>(end)},
              cost, path, max_, tokens_);
  }

  std::string_view text_;
  std::int64_t max_;
  const TokenCounter& tokens_;
  std::vector<OutlineItem> items_;
  Atoms out_;
};

}  // namespace

Atoms code_atoms(const Cleaned& document, std::int64_t max, const TokenCounter& tokens,
                 const SourceOutline* outline) {
  std::vector<OutlineItem> items;
  if (outline != nullptr)
    if (auto found = outline->outline(document.language, document.text)) items = std::move(*found);
  return CodeAtoms(document, max, tokens).read(std::move(items));
}

}  // namespace generator::documents
