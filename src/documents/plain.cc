// Plain text: paragraphs between blank lines; a heading is underlined, numbered, or a short line in
// capitals.

#include <algorithm>

#include "base/text.h"
#include "documents/clean.h"
#include "documents/code_lines.h"
#include "documents/code_runs.h"
#include "documents/lists.h"
#include "documents/prepare.h"

namespace generator::documents {
namespace {

bool is_underline(std::string_view line) {
  const std::string_view s = text::trim(line);
  if (s.size() < 3 || std::string_view("=-~^*+#\"'").find(s[0]) == std::string_view::npos)
    return false;
  return s.find_first_not_of(s[0]) == std::string_view::npos;
}

bool is_in_capitals(std::string_view s) {
  int upper = 0;
  for (const char c : s) {
    if (c >= 'a' && c <= 'z') return false;
    upper += text::is_upper(c) ? 1 : 0;
  }
  return upper >= 4 && s.size() <= 80 && s.find_first_of("=;{}()<>|_") == std::string_view::npos &&
         s.back() != '.';
}

// "2.1 Installing": its level; 0 where it is none. "1. Do this" is a list item.
int numbered_level(std::string_view s) {
  std::size_t i = 0;
  int level = 0;
  while (i < s.size() && text::is_digit(s[i])) {
    while (i < s.size() && text::is_digit(s[i])) ++i;
    ++level;
    if (i < s.size() && s[i] == '.') ++i;
  }
  if (level < 2 || i >= s.size() || s[i] != ' ' || s.size() > 90 || s.back() == '.' ||
      s.back() == ',')
    return 0;
  const std::string_view title = text::trim(s.substr(i));
  return !title.empty() && text::is_upper(title.front()) && text::words(title).size() <= 12
             ? std::min(level, 6)
             : 0;
}

class Cleaner {
 public:
  explicit Cleaner(std::string_view source) : text_(normalised(source)) {
    page_.lines = text::split(text_, '\n');
    page_.gone.assign(page_.lines.size(), false);
  }

  CleanPage clean() {
    while (at_ < page_.size()) step();
    for (const Block& block : out_.blocks)
      if (block.kind == BlockKind::kHeading && out_.title.empty())
        out_.title = block.text.substr(static_cast<std::size_t>(block.level) + 1);
    return std::move(out_);
  }

 private:
  void step() {
    const std::string_view raw = page_.line(at_);
    const std::string_view s = text::trim(raw);
    Marker marker;
    if (s.empty() || (is_underline(s) && page_.is_blank(at_ + 1))) {
      ++at_;
    } else if (is_underline(s) && is_underline(page_.line(at_ + 2)) &&
               s.size() + 1 >= text::trim(page_.line(at_ + 1)).size()) {
      heading(1, text::trim(page_.line(at_ + 1)), 3);  // a line above and below
    } else if (is_underline(page_.line(at_ + 1)) &&
               text::trim(page_.line(at_ + 1)).size() * 2 >= s.size() && s.size() <= 120) {
      heading(text::trim(page_.line(at_ + 1)).front() == '=' ? 1 : 2, s, 2);
    } else if (stands_alone() && is_in_capitals(s)) {
      heading(2, s, 1);
    } else if (stands_alone() && numbered_level(s) > 0) {
      heading(numbered_level(s), s, 1);
    } else if (read_marker(raw, marker) && indent_of(raw) < 8) {
      list();
    } else if (!code()) {
      paragraph();
    }
  }

  bool stands_alone() const {
    return (at_ == 0 || page_.is_blank(at_ - 1)) && page_.is_blank(at_ + 1);
  }

  void heading(int level, std::string_view title, std::size_t lines) {
    push(BlockKind::kHeading,
         std::string(static_cast<std::size_t>(level), '#') + " " + std::string(title));
    out_.blocks.back().level = level;
    at_ += lines;
  }

  void list() {
    List read = read_list(page_, at_);
    at_ = std::max(read.end, at_ + 1);
    std::erase_if(read.items, [](const ListItem& item) { return item.parts.empty(); });
    if (!read.items.empty()) push(BlockKind::kList, to_markdown(read.items));
  }

  bool code() {
    std::optional<CodeRun> run;
    if (indent_of(page_.line(at_)) >= 4) run = read_indented_code(page_, at_);
    if (run && std::none_of(run->lines.begin(), run->lines.end(),
                            [](const std::string& line) { return code_lean(line) == Lean::kCode; }))
      if (!introduces()) run.reset();  // an indented paragraph
    if (!run) run = read_code_run(page_, at_, false);
    if (!run) return false;
    at_ = run->end;
    push(BlockKind::kCode, fenced(text::join(run->lines, "\n"), run->language));
    return true;
  }

  // Commands are indented under "as follows:".
  bool introduces() const {
    return !out_.blocks.empty() && out_.blocks.back().kind == BlockKind::kParagraph &&
           out_.blocks.back().text.ends_with(":");
  }

  void paragraph() {
    std::string joined;
    Marker marker;
    const std::size_t begin = at_;
    for (; at_ < page_.size() && !page_.is_blank(at_); ++at_) {
      if (at_ > begin && (is_underline(page_.line(at_ + 1)) ||
                          (read_marker(page_.line(at_), marker) && marker.number <= 1)))
        break;
      if (at_ > begin && read_code_run(page_, at_, false)) break;
      if (is_underline(page_.line(at_))) continue;
      if (joined.ends_with("-") && joined.size() > 1 && text::is_alpha(joined[joined.size() - 2]) &&
          !text::trim(page_.line(at_)).empty() && text::trim(page_.line(at_)).front() >= 'a' &&
          text::trim(page_.line(at_)).front() <= 'z') {
        joined.pop_back();  // a word divided at the line's end
      } else if (!joined.empty()) {
        joined += ' ';
      }
      for (const std::string_view word : text::words(page_.line(at_))) {
        if (!joined.empty() && joined.back() != ' ' &&
            word.data() != text::words(page_.line(at_)).front().data())
          joined += ' ';
        joined += word;
      }
    }
    if (at_ == begin) ++at_;
    push(BlockKind::kParagraph, joined);
  }

  void push(BlockKind kind, std::string block_text) {
    if (text::trim(block_text).empty()) return;
    Block block;
    block.kind = kind;
    block.text = std::move(block_text);
    out_.blocks.push_back(std::move(block));
  }

  std::string text_;
  Page page_;
  std::size_t at_ = 0;
  CleanPage out_;
};

}  // namespace

CleanPage clean_plain_text(std::string_view text) { return Cleaner(text).clean(); }

}  // namespace generator::documents
