// Sentence ends by rule. The text is walked once, from one interesting byte to the next; code spans
// and bracketed groups are jumped over whole, so nothing inside them can end a sentence. A full
// stop is then judged by the word before it (abbreviation, initial, list number) and by what comes
// after it (lower case goes on, unless it is an identifier, as in "… is written. h5dump then …").
//
// Not a model on purpose: the same text must give the same units on every machine and in every
// version of a library.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "measure/abbreviations.h"
#include "measure/passage.h"

namespace generator::measure {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

constexpr std::array<bool, 256> interesting_bytes() {
  std::array<bool, 256> table{};
  for (const char c : {'`', '(', '[', '.', '!', '?', '\n'})
    table[static_cast<unsigned char>(c)] = true;
  for (const unsigned char c : {0xE2, 0xE3, 0xEF}) table[c] = true;
  return table;
}
constexpr auto kInteresting = interesting_bytes();

constexpr std::array<bool, 256> grouping_bytes() {
  std::array<bool, 256> table{};
  for (const char c : {'`', '(', ')', '[', ']'}) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr auto kGrouping = grouping_bytes();

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<std::size_t> ends() {
    match_groups();
    std::size_t at = 0;
    while (at < text_.size()) {
      if (!kInteresting[static_cast<unsigned char>(text_[at])]) {
        ++at;
        continue;
      }
      at = step(at);
    }
    if (ends_.empty() || !text::trim(text_.substr(ends_.back())).empty())
      ends_.push_back(text_.size());
    else
      ends_.back() = text_.size();
    return std::move(ends_);
  }

 private:
  struct Group {
    std::size_t open;
    std::size_t close;  // the closing byte
  };

  // Code spans and outermost brackets that do close, in order.
  void match_groups() {
    std::vector<std::size_t> stack;
    std::size_t open_round = 0;
    std::vector<Group> found;
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const char c = text_[at];
      if (!kGrouping[static_cast<unsigned char>(c)]) continue;
      if (c == '`') {
        const std::size_t end = code_span_end(at);
        if (end > at + 1) found.push_back({at, end - 1});
        at = end - 1;
      } else if (c == '(' || c == '[') {
        open_round += c == '(' ? 1 : 0;
        stack.push_back(at);
      } else if (c == ')' || c == ']') {
        const char opening = c == ')' ? '(' : '[';
        if (c == ')' ? open_round == 0 : open_round == stack.size()) continue;  // nothing to close
        std::size_t open = kNone;
        while (open == kNone || text_[open] != opening) {
          open = stack.back();
          stack.pop_back();
          open_round -= text_[open] == '(' ? 1 : 0;
        }
        while (!found.empty() && found.back().open > open) found.pop_back();
        found.push_back({open, at});
      }
    }
    groups_ = std::move(found);
  }

  // Just past the code span that opens at `at`, or past its ticks where it never closes.
  std::size_t code_span_end(std::size_t at) {
    std::size_t ticks = at;
    while (ticks < text_.size() && text_[ticks] == '`') ++ticks;
    const std::size_t length = ticks - at;
    if (length < unclosed_.size() && unclosed_[length]) return ticks;
    for (std::size_t i = text_.find('`', ticks); i != kNone; i = text_.find('`', i)) {
      std::size_t end = i;
      while (end < text_.size() && text_[end] == '`') ++end;
      if (end - i == length) return end;
      i = end;
    }
    if (length < unclosed_.size()) unclosed_[length] = true;
    return ticks;
  }

  std::size_t step(std::size_t at) {
    while (next_group_ < groups_.size() && groups_[next_group_].close < at) ++next_group_;
    if (next_group_ < groups_.size() && groups_[next_group_].open == at)
      return pass_group(groups_[next_group_++]);
    const char c = text_[at];
    if (c == '\n') return pass_newline(at);
    if (c == '.' || c == '!' || c == '?') return judge_stop(at);
    if (const std::size_t wide = wide_stop(at)) return judge_wide(at, wide);
    return at + 1;
  }

  // "(See Figure 3.) Next …": a group that is a sentence of its own.
  std::size_t pass_group(Group group) {
    const std::size_t after = group.close + 1;
    const bool is_whole = first_of_sentence() >= group.open;
    const char last = group.close > group.open + 1 ? text_[group.close - 1] : ' ';
    if (text_[group.open] != '`' && is_whole && (last == '.' || last == '!' || last == '?') &&
        is_break(after) && may_begin(next_word(after)))
      ends_.push_back(after);
    return after;
  }

  std::size_t pass_newline(std::size_t at) {
    std::size_t next = at + 1;
    while (next < text_.size() &&
           (text_[next] == ' ' || text_[next] == '\t' || text_[next] == '\r'))
      ++next;
    if (next < text_.size() && text_[next] == '\n' && first_of_sentence() < at) ends_.push_back(at);
    return at + 1;
  }

  // --- full stops
  // ----------------------------------------------------------------------------------------------

  std::size_t judge_stop(std::size_t at) {
    std::size_t after = at;
    while (after < text_.size() &&
           (text_[after] == '.' || text_[after] == '!' || text_[after] == '?'))
      ++after;
    const std::size_t stops = after - at;
    after = pass_closers(after);
    if (!is_break(after)) return after;
    const std::string_view next = next_word(after);
    const bool ends = text_[at] == '.' && stops == 1 ? full_stop_ends(at, next) : may_begin(next);
    if (ends) ends_.push_back(after);
    return after;
  }

  bool full_stop_ends(std::size_t at, std::string_view next) const {
    if (!may_begin(next)) return false;
    const std::string_view word = word_before(at);
    if (word.empty()) return true;
    const bool is_first =
        static_cast<std::size_t>(word.data() - text_.data()) <= first_of_sentence();
    if (is_first && is_list_number(word)) return false;
    if (word.size() == 1 && text::is_upper(word[0])) return !is_initial(word, next);
    if (word.size() > kLongestAbbreviation) return true;
    const std::string lower = text::to_lower(word);
    if (is_in(kOpenAbbreviations, lower)) return false;
    if (is_in(kNumberedAbbreviations, lower))
      return !(text::is_digit(next[0]) || is_single_capital(next));
    if (is_in(kNameAbbreviations, lower)) return is_in(kStarters, bare(next));
    return true;
  }

  static bool is_single_capital(std::string_view word) {
    if (word == "A" || word == "I") return false;
    return text::is_upper(word[0]) && (word.size() == 1 || !text::is_word(word[1]));
  }

  // "1." or "a)" style numbering of what follows.
  static bool is_list_number(std::string_view word) {
    return word.size() <= 3 &&
           std::all_of(word.begin(), word.end(), [](char c) { return text::is_digit(c); });
  }

  // "J. Smith", but not "written in C. The".
  bool is_initial(std::string_view letter, std::string_view next) const {
    if (is_in(kStarters, bare(next)) || !text::is_upper(next[0])) return false;
    const auto begin = static_cast<std::size_t>(letter.data() - text_.data());
    if (begin <= first_of_sentence()) return true;
    std::size_t end = begin;
    while (end > 0 && text::is_space(text_[end - 1])) --end;
    std::size_t from = end;
    while (from > 0 && !text::is_space(text_[from - 1])) --from;
    const std::string_view before = text_.substr(from, end - from);
    if (is_in(kLettered, bare(before)) ||
        is_in(kNumberedAbbreviations, text::to_lower(bare(before))))
      return false;
    return !before.empty() && (text::is_upper(before[0]) || before[0] == '(');
  }

  // The word that the stop at `at` closes, without opening marks: "Fig", "e.g", "h5dump.c".
  std::string_view word_before(std::size_t at) const {
    std::size_t from = at;
    while (from > start() && !text::is_space(text_[from - 1]) && text_[from - 1] != '(' &&
           text_[from - 1] != '[' && text_[from - 1] != '"' && text_[from - 1] != '*' &&
           text_[from - 1] != '/')
      --from;
    return text_.substr(from, at - from);
  }

  // --- other scripts
  // ---------------------------------------------------------------------------------------------

  // Length of 。！？｡ or … at `at`; else 0.
  std::size_t wide_stop(std::size_t at) const {
    for (const std::string_view mark : {"。", "！", "？", "｡", "…"})
      if (text_.substr(at).starts_with(mark)) return mark.size();
    return 0;
  }

  std::size_t judge_wide(std::size_t at, std::size_t length) {
    const bool needs_space = text_.substr(at).starts_with("…");
    std::size_t after = at + length;
    while (after < text_.size() && wide_stop(after) > 0) after += wide_stop(after);
    after = pass_closers(after);
    if (!needs_space || (is_break(after) && may_begin(next_word(after)))) ends_.push_back(after);
    return after;
  }

  // --- what comes after
  // --------------------------------------------------------------------------------------------

  std::size_t pass_closers(std::size_t at) const {
    for (bool found = true; found && at < text_.size();) {
      found = false;
      if (text::is_space(text_[at])) break;  // nearly always
      for (const std::string_view mark :
           {"\"", "'", ")", "]", "*", "_", "”", "’", "»", "」", "』", "）", "】"}) {
        if (!text_.substr(at).starts_with(mark)) continue;
        at += mark.size();
        found = true;
      }
    }
    return at;
  }

  bool is_break(std::size_t at) const { return at >= text_.size() || text::is_space(text_[at]); }

  std::string_view next_word(std::size_t at) const {
    while (at < text_.size() && text::is_space(text_[at])) ++at;
    std::size_t end = at;
    while (end < text_.size() && !text::is_space(text_[end])) ++end;
    return text_.substr(at, end - at);
  }

  // Whether a sentence may begin with `word`: not with a lower-case word, unless that is an
  // identifier.
  static bool may_begin(std::string_view word) {
    while (!word.empty() && text::contains("\"'(*_[", word.substr(0, 1))) word.remove_prefix(1);
    if (word.empty()) return true;
    if (text::contains(",;:)-", word.substr(0, 1))) return false;
    if (!is_lower(word[0])) return true;
    return std::any_of(word.begin(), word.end(), [](char c) {
      return text::is_digit(c) || c == '_' || text::is_upper(c) || c == '(';
    });
  }

  static std::string_view bare(std::string_view word) {
    while (!word.empty() && !text::is_word(word.front())) word.remove_prefix(1);
    std::size_t end = 0;
    while (end < word.size() && text::is_word(word[end])) ++end;
    return word.substr(0, end);
  }

  std::size_t start() const { return ends_.empty() ? 0 : ends_.back(); }
  // Where the sentence's first letter is; remembered, because it is asked again and again.
  std::size_t first_of_sentence() const {
    if (first_ == kNone || first_ < start()) {
      first_ = start();
      while (first_ < text_.size() && text::is_space(text_[first_])) ++first_;
    }
    return first_;
  }

  std::string_view text_;
  std::vector<Group> groups_;
  std::size_t next_group_ = 0;
  std::array<bool, 16> unclosed_{};  // no closing run of that many ticks from here on
  std::vector<std::size_t> ends_;
  mutable std::size_t first_ = kNone;
};

}  // namespace

std::vector<std::size_t> sentence_ends(std::string_view prose) { return Splitter(prose).ends(); }

}  // namespace generator::measure
