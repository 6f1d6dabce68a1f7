#include "documents/atoms.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "documents/blocks.h"
#include "documents/page.h"

namespace generator::documents {
namespace {

std::string_view part(std::string_view text, Span bytes) {
  return text.substr(static_cast<std::size_t>(bytes.begin),
                     static_cast<std::size_t>(bytes.end - bytes.begin));
}

// Where `text` may be cut: offsets, with the cost of each.
struct Cut {
  std::size_t at = 0;
  int cost = 0;
};

// Lines; cheaper where a list item, a table row or the line after a blank one begins.
std::vector<Cut> line_cuts(std::string_view text) {
  std::vector<Cut> cuts;
  Marker marker;
  bool after_blank = false;
  bool in_comment = false;
  const bool is_table = text.starts_with("|");
  std::size_t row = 0;
  for (std::size_t at = 0; at < text.size(); ++row) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = text.substr(at, end - at);
    const bool is_item = read_marker(line, marker) && marker.indent == 0;
    const bool is_head = is_table && row <= 2;  // header, delimiter and first row stay together
    const bool is_good =
        is_item || is_table || after_blank || line.starts_with("//") || line.starts_with("!");
    if (at > 0 && !is_head && !text::trim(line).empty() && !text::trim(line).starts_with("```"))
      cuts.push_back({at, is_good && !in_comment ? cost::kInside : cost::kLine});
    in_comment = line.starts_with("//") || line.starts_with("!");
    after_blank = text::trim(line).empty();
    at = end;
  }
  return cuts;
}

std::vector<Cut> sentence_cuts(std::string_view text) {
  std::vector<Cut> cuts;
  for (std::size_t i = 1; i + 1 < text.size(); ++i)
    if (text[i] == ' ' && std::string_view(".!?").find(text[i - 1]) != std::string_view::npos &&
        !text::is_digit(text[i + 1]))
      cuts.push_back({i + 1, cost::kLine});
  return cuts;
}

std::vector<Cut> word_cuts(std::string_view text) {
  std::vector<Cut> cuts;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i - 1] == ' ' && text[i] != ' ') cuts.push_back({i, cost::kWord});
  return cuts;
}

// Words that no space divides: by tokens, at characters.
std::vector<Cut> character_cuts(std::string_view text, std::int64_t max,
                                const TokenCounter& tokens) {
  std::vector<Cut> cuts;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t length = tokens.prefix_within(text.substr(at), std::max<std::int64_t>(max - 8, 1));
    if (length == 0) {  // one character of more tokens than a chunk may hold
      length = 1;
      while (at + length < text.size() && (text[at + length] & 0xC0) == 0x80) ++length;
    }
    at += length;
    if (at < text.size()) cuts.push_back({at, cost::kWord});
  }
  return cuts;
}

bool is_caption_of_next(std::string_view paragraph) {
  const std::string_view s = text::trim(paragraph);
  if (s.empty() || s.find('\n') != std::string_view::npos) return false;
  if (is_caption(s) && !s.starts_with("_Note")) return true;
  if (s.starts_with("**") && s.ends_with("**")) return true;
  return s.size() <= 100 && std::string_view(".!?;,").find(s.back()) == std::string_view::npos;
}

class TextAtoms {
 public:
  TextAtoms(const Cleaned& document, std::int64_t max, const TokenCounter& tokens)
      : document_(document), max_(max), tokens_(tokens) {}

  Atoms read() {
    path_ = {{1, document_.title}};
    note_path();
    for (const Place& place : read_blocks(document_.text)) {
      if (place.kind == BlockKind::kHeading) heading(place);
      const int first = cost_before(place);
      const std::size_t known = out_.atoms.size();
      add_atoms(out_, document_.text, place.bytes, first, static_cast<int>(out_.paths.size()) - 1,
                max_, tokens_);
      for (std::size_t i = known; i < out_.atoms.size(); ++i)
        out_.atoms[i].depth = path_.back().first;
      if (place.kind == BlockKind::kHeading) out_.atoms[known].level = place.level;
      last_ = place;
      has_last_ = true;
    }
    return std::move(out_);
  }

 private:
  void heading(const Place& place) {
    const std::string_view line = text::trim(part(document_.text, place.bytes));
    std::string title(text::trim(line.substr(static_cast<std::size_t>(place.level))));
    while (path_.size() > 1 && path_.back().first >= place.level) path_.pop_back();
    if (!(path_.size() == 1 && title == document_.title))
      path_.emplace_back(place.level, std::move(title));
    note_path();
  }

  void note_path() {
    HeadingPath path;
    for (const auto& [level, title] : path_)
      if (!title.empty()) path.push_back(title);
    out_.paths.push_back(std::move(path));
  }

  int cost_before(const Place& place) const {
    if (!has_last_) return 0;
    if (last_.kind == BlockKind::kHeading) return cost::kOrphan;
    if (place.kind == BlockKind::kHeading) return cost::kChapter + cost::kLevel * (place.level - 1);
    const std::string_view before = text::trim(part(document_.text, last_.bytes));
    if (last_.kind == BlockKind::kParagraph &&
        (before.ends_with(":") || is_caption_of_next(before)))
      return cost::kLeadIn;
    return place.kind == BlockKind::kParagraph ? cost::kParagraph : cost::kBlock;
  }

  const Cleaned& document_;
  std::int64_t max_;
  const TokenCounter& tokens_;
  std::vector<std::pair<int, std::string>> path_;
  Place last_;
  bool has_last_ = false;
  Atoms out_;
};

}  // namespace

void add_atoms(Atoms& out, std::string_view text, Span bytes, int first, int path, std::int64_t max,
               const TokenCounter& tokens) {
  const std::string_view whole = part(text, bytes);
  const std::int64_t count = tokens.count(whole);
  if (count <= max) {
    out.atoms.push_back({bytes, count, first, path});
    return;
  }
  std::vector<Cut> cuts = line_cuts(whole);
  if (cuts.empty()) cuts = sentence_cuts(whole);
  if (cuts.empty()) cuts = word_cuts(whole);
  if (cuts.empty()) cuts = character_cuts(whole, max, tokens);
  if (cuts.empty()) {  // a single character: nothing is left to cut
    out.atoms.push_back({bytes, count, first, path});
    return;
  }
  std::size_t begin = 0;
  int begin_cost = first;
  cuts.push_back({whole.size(), 0});
  for (const Cut& cut : cuts) {
    const Span piece{bytes.begin + static_cast<std::int64_t>(begin),
                     bytes.begin + static_cast<std::int64_t>(cut.at)};
    add_atoms(out, text, piece, begin_cost, path, max, tokens);
    begin = cut.at;
    begin_cost = cut.cost;
  }
}

Atoms text_atoms(const Cleaned& document, std::int64_t max, const TokenCounter& tokens) {
  return TextAtoms(document, max, tokens).read();
}

}  // namespace generator::documents
