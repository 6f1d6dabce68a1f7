// Words: identifiers, names and numbers in words. What a word is depends on what stands around it:
// "second" is a fact after "the", "C" before "++", a capital only inside a sentence.
#include "measure/fact_tokens.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "measure/fact_words.h"

namespace generator::measure {

std::size_t TokenScanner::scan_release(std::size_t at, std::size_t end) {
  if ((text_[at] != 'v' && text_[at] != 'V') || at + 1 >= end || !text::is_digit(text_[at + 1]))
    return 0;
  const auto number = read_number(text_.substr(0, end), at + 1);
  if (!number || number->value.find('.') == std::string::npos) return 0;
  sentence_start_ = false;
  add(FactKind::kVersion, number->value + '|', at, number->end);
  return number->end;
}

std::size_t TokenScanner::scan_word(std::size_t at, std::size_t end, bool code) {
  if (const std::size_t stop = compound(at, end, code)) return stop;
  if (const std::size_t stop = scan_release(at, end)) return stop;
  ++words_;
  std::size_t stop = word_end(at);
  const std::size_t first_end = stop;
  while (const std::size_t next = joined_end(at, stop, end)) stop = next;
  const bool joined = stop > first_end;
  if (code && !joined && hyphenated_end(at, stop, end) == 0) stop = dashed_end(stop, end);
  const std::string_view word = slice(at, stop);
  const bool starts_sentence = std::exchange(sentence_start_, false);
  last_word_ = {at, stop};
  if (is_german_function_word(word)) ++german_words_;
  const bool call = slice(stop, end).starts_with("()");
  const std::size_t after = call ? stop + 2 : stop;
  if (joined || call || stop > first_end) {
    add(FactKind::kIdentifier, std::string(unwrapped(word)), at, after);
    return after;
  }
  if (const std::size_t compound_end = hyphenated_end(at, stop, end)) {
    std::string key(word);
    key += slice(stop + 1, compound_end);
    add(FactKind::kIdentifier, fold(key), at, compound_end);
    return compound_end;
  }
  if (slice(stop, end).starts_with("++") || (word == "C" && slice(stop, end).starts_with("#"))) {
    const std::size_t name_end = stop + (text_[stop] == '+' ? 2 : 1);
    add(FactKind::kIdentifier, std::string(slice(at, name_end)), at, name_end);
    return name_end;
  }
  if (is_identifier(word)) {
    add(FactKind::kIdentifier, identifier_key(word), at, stop);
    return stop;
  }
  if (code) return stop;
  if (const std::size_t number_end = scan_number_word(at, end, starts_sentence)) return number_end;
  if (!starts_sentence && at >= label_end_ && is_name(word))
    add(FactKind::kName, name_key(word), at, stop);
  return stop;
}

std::size_t TokenScanner::joined_end(std::size_t begin, std::size_t stop, std::size_t end) const {
  std::size_t next = stop;
  if (slice(stop, end).starts_with("::") || slice(stop, end).starts_with("->"))
    next = stop + 2;
  else if (at_or_nul(stop) == '.' && stop < end)
    next = stop + 1;
  else
    return 0;
  if (next >= end || !(text::is_alpha(text_[next]) || text_[next] == '_')) return 0;
  const std::size_t last = std::min(word_end(next), end);
  if (text_[stop] != '.') return last;
  return is_dotted(slice(begin, stop), slice(next, last)) ? last : 0;
}

std::size_t TokenScanner::dashed_end(std::size_t stop, std::size_t end) const {
  while (stop + 1 < end && text_[stop] == '-' && text::is_word(text_[stop + 1]))
    stop = std::min(word_end(stop + 1), end);
  return stop;
}

std::size_t TokenScanner::hyphenated_end(std::size_t at, std::size_t stop, std::size_t end) const {
  if (at_or_nul(stop) != '-' || stop + 1 >= end || !text::is_digit(text_[stop + 1])) return 0;
  std::size_t last = stop + 1;
  while (last < end && text::is_digit(text_[last])) ++last;
  if (last < end && (text::is_word(text_[last]) || text_[last] == '.')) {
    if (text_[last] != '.' || (last + 1 < end && text::is_word(text_[last + 1]))) return 0;
  }
  const std::string_view word = slice(at, stop);
  const bool has_capital = std::any_of(word.begin(), word.end(), text::is_upper);
  return has_capital || word == "utf" || word == "sha" ? last : 0;
}

std::size_t TokenScanner::scan_number_word(std::size_t at, std::size_t end, bool starts_sentence) {
  if (const int value = counting_word(slice(at, last_word_.second))) {
    for (const char* unit : {"|", "|times"})
      add(FactKind::kNumber, std::to_string(value) + unit, at, last_word_.second, true);
    return last_word_.second;
  }
  const auto number = read_number_word(text_.substr(0, end), at);
  if (!number) return 0;
  bool weak = number->value == "1" && number->unit.empty();
  if (number->unit == "ordinal") weak = starts_sentence || !is_determined(at);
  if (number->value == "0" && number->unit.empty()) weak = true;
  const bool compound = at_or_nul(number->end) == '-' && text::is_word(at_or_nul(number->end + 1));
  if (compound) weak = true;  // "third-party", "two-way"
  add_number(*number, at, weak || is_label_number(at, number->end));
  return number->end;
}

bool TokenScanner::is_determined(std::size_t at) const {
  if (at < 2 || text_[at - 1] != ' ') return false;
  std::size_t begin = at - 1;
  while (begin > 0 && text::is_alpha(text_[begin - 1])) --begin;
  return is_determiner(slice(begin, at - 1));
}

}  // namespace generator::measure
