// A hand-written scanner, for three reasons: it is linear whatever the text (documents are
// hostile), it is fast, and the rules that keep false alarms low need context that a pattern has
// not: whether a sentence begins here, whether we are inside code, what stands before a number.
#include "measure/fact_scan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "measure/fact_tokens.h"
#include "measure/fact_words.h"

namespace generator::measure {
namespace {

// Lines, fenced blocks and code spans; what is inside them is the token scanner's.
class BlockScanner {
 public:
  explicit BlockScanner(std::string_view text) : text_(text), tokens_(text) {}

  std::vector<FoundFact> scan() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const std::size_t end = line_end(at);
      if (const std::size_t fence = fence_length(at, end)) {
        at = scan_fenced(at, end, fence);
      } else {
        scan_line(at, end);
        at = end + 1;
      }
    }
    join_units();
    if (tokens_.is_german())
      std::erase_if(found(), [](const FoundFact& f) { return f.fact.kind == FactKind::kName; });
    return std::move(found());
  }

 private:
  std::vector<FoundFact>& found() { return tokens_.found(); }
  char at_or_nul(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  std::string_view slice(std::size_t begin, std::size_t end) const {
    return text_.substr(begin, end - begin);
  }
  std::size_t line_end(std::size_t at) const {
    return std::min(text_.find('\n', at), text_.size());
  }
  std::size_t word_end(std::size_t at) const {
    while (at < text_.size() && text::is_word(text_[at])) ++at;
    return at;
  }

  // ---- lines and blocks

  std::size_t skip_spaces(std::size_t at, std::size_t end) const {
    while (at < end && (text_[at] == ' ' || text_[at] == '\t')) ++at;
    return at;
  }

  // Length of the fence that the line opens, 0 where it opens none.
  std::size_t fence_length(std::size_t begin, std::size_t end) const {
    const std::size_t at = skip_spaces(begin, end);
    const char mark = at_or_nul(at);
    if (mark != '`' && mark != '~') return 0;
    std::size_t stop = at;
    while (stop < end && text_[stop] == mark) ++stop;
    if (stop - at < 3) return 0;
    return mark == '`' && slice(stop, end).find('`') != std::string_view::npos ? 0 : stop - at;
  }

  // A fenced block; gives the offset after it. An unclosed one goes to the end, as CommonMark has
  // it.
  std::size_t scan_fenced(std::size_t begin, std::size_t end, std::size_t fence) {
    const char mark = text_[skip_spaces(begin, end)];
    std::size_t at = end + 1;
    while (at < text_.size()) {
      const std::size_t stop = line_end(at);
      const std::size_t first = skip_spaces(at, stop);
      std::size_t last = first;
      while (last < stop && text_[last] == mark) ++last;
      if (last - first >= fence && skip_spaces(last, stop) == stop) return stop + 1;
      scan_code(at, stop);
      at = stop + 1;
    }
    return at;
  }

  // Past quote marks, list markers and heading signs.
  std::size_t skip_line_prefix(std::size_t at, std::size_t end) {
    in_label_ = false;
    for (int depth = 0; depth < 8; ++depth) {
      at = skip_spaces(at, end);
      if (at >= end) return at;
      const char c = text_[at];
      if (c == '>' || ((c == '-' || c == '*' || c == '+') && at_or_nul(at + 1) == ' ')) {
        ++at;
      } else if (c == '#') {
        while (at < end && text_[at] == '#') ++at;
        in_label_ = true;
      } else if (text::is_digit(c)) {
        std::size_t digits = at;
        while (digits < end && text::is_digit(text_[digits])) ++digits;
        const char mark = at_or_nul(digits);
        if (digits - at > 3 || (mark != '.' && mark != ')') || at_or_nul(digits + 1) != ' ')
          return at;
        at = digits + 1;
      } else {
        return at;
      }
    }
    return at;
  }

  void scan_line(std::size_t begin, std::size_t end) {
    const std::size_t at = skip_line_prefix(begin, end);
    tokens_.begin_label(in_label_ ? end : 0);
    if (slice(at, end).starts_with("**") || slice(at, end).starts_with("__")) {
      const std::size_t close = text_.find(slice(at, at + 2), at + 2);
      if (close < end) tokens_.begin_label(close);
    }
    tokens_.begin_sentence();
    scan_prose(at, end);
  }

  // ---- running text

  void scan_prose(std::size_t at, std::size_t end) {
    while (at < end) {
      const char c = text_[at];
      if (c == '`') {
        at = scan_code_span(at, end);
      } else {
        const std::size_t next = tokens_.scan_token(at, end, false);
        if (next > at) {
          at = next;
          continue;
        }
        const char following = at_or_nul(at + 1);
        if (c == '|' || ((c == '.' || c == '!' || c == '?' || c == ':') &&
                         (text::is_space(following) || following == '"' || following == '*' ||
                          following == ')')))
          tokens_.begin_sentence();
        ++at;
      }
    }
  }

  // An inline span; gives the offset after it. Backticks that nothing closes on the line are
  // skipped.
  std::size_t scan_code_span(std::size_t begin, std::size_t end) {
    std::size_t open = begin;
    while (open < end && text_[open] == '`') ++open;
    const std::size_t ticks = open - begin;
    if (ticks > unclosed_ticks_.size() || unclosed_ticks_[ticks - 1] != end) {
      for (std::size_t at = open; at < end;) {
        at = text_.find('`', at);
        if (at == std::string_view::npos || at >= end) break;
        std::size_t close = at;
        while (close < end && text_[close] == '`') ++close;
        if (close - at == ticks) {
          scan_code(open, at);
          tokens_.continue_sentence();
          return close;
        }
        at = close;
      }
      if (ticks <= unclosed_ticks_.size()) unclosed_ticks_[ticks - 1] = end;
    }
    return open;
  }

  // A code span or a line of code: the whole as a command where it has several words, then what is
  // inside it.
  void scan_code(std::size_t begin, std::size_t end) {
    while (begin < end && text::is_space(text_[begin])) ++begin;
    while (end > begin && text::is_space(text_[end - 1])) --end;
    std::size_t words = 0;
    for (std::size_t at = begin; at < end;) {
      if (!text::is_word(text_[at])) {
        ++at;
        continue;
      }
      ++words;
      at = word_end(at);
    }
    if (words == 0) return;
    const std::size_t index = found().size();
    tokens_.add(FactKind::kCommand, "", begin, end);
    for (std::size_t at = begin; at < end;) {
      const std::size_t next = tokens_.scan_token(at, end, true);
      at = next > at ? next : at + 1;
    }
    const std::string key = words_key(slice(begin, end));
    Fact& whole = found()[index].fact;
    const auto says_the_same = [&](const FoundFact& inner) {
      return !inner.weak && words_key(slice(static_cast<std::size_t>(inner.fact.bytes.begin),
                                            static_cast<std::size_t>(inner.fact.bytes.end))) == key;
    };
    if (std::any_of(found().begin() + static_cast<std::ptrdiff_t>(index) + 1, found().end(),
                    says_the_same)) {
      found().erase(found().begin() + static_cast<std::ptrdiff_t>(index));
      return;
    }
    if (words == 1) whole.kind = FactKind::kIdentifier;
    whole.key = words == 1 ? std::string(unwrapped(key)) : key;
  }

  // "64 and 128 KB", "512-1024 tokens": a number takes the unit of the one it is listed with.
  void join_units() {
    for (std::size_t i = found().size(); i-- > 1;) {
      Fact& number = found()[i - 1].fact;
      const Fact& next = found()[i].fact;
      if (number.kind != FactKind::kNumber || next.kind != FactKind::kNumber ||
          number.key.back() != '|')
        continue;
      const std::string_view unit = std::string_view(next.key).substr(next.key.find('|') + 1);
      if (unit.empty() || unit == "ordinal" || next.bytes.begin < number.bytes.end) continue;
      const std::string_view between = text::trim(slice(
          static_cast<std::size_t>(number.bytes.end), static_cast<std::size_t>(next.bytes.begin)));
      if (between.size() > 8 || !is_range_mark(between)) continue;
      number.key += unit;
    }
  }

  std::string_view text_;
  TokenScanner tokens_;
  bool in_label_ = false;  // a heading's line
  std::array<std::size_t, 8>
      unclosed_ticks_{};  // line ends up to which a run of n backticks finds no partner
};

}  // namespace

std::vector<FoundFact> scan_facts(std::string_view plain) { return BlockScanner(plain).scan(); }

}  // namespace generator::measure
