// Numbers, flags, paths, URLs. Nothing is read twice but the tail of a token that turned out to be
// no path, and that only once: `compound_free_until_` remembers it.
#include "measure/fact_tokens.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "measure/fact_words.h"

namespace generator::measure {

std::size_t TokenScanner::word_end(std::size_t at) const {
  while (at < text_.size() && text::is_word(text_[at])) ++at;
  return at;
}

bool TokenScanner::is_boundary(std::size_t at) const {
  return at == 0 || !(text::is_word(text_[at - 1]) || text_[at - 1] == '.' ||
                      text_[at - 1] == '-' || text_[at - 1] == '/');
}

void TokenScanner::add(FactKind kind, std::string key, std::size_t begin, std::size_t end,
                       bool weak) {
  const Span bytes{static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)};
  found_.push_back({{kind, std::move(key), "", bytes}, weak});
}

std::size_t TokenScanner::scan_token(std::size_t at, std::size_t end, bool code) {
  const char c = text_[at];
  if (text::is_word(c))
    return text::is_digit(c) ? scan_digits(at, end, code) : scan_word(at, end, code);
  const char next = at + 1 < end ? text_[at + 1] : '\0';
  if (c == '-') return scan_dash(at, end, code);
  if ((c == '.' || c == '+') && text::is_digit(next) && is_boundary(at))
    return scan_digits(at, end, code);
  if (c == '/' || c == '.' || c == '~') {
    if (!is_boundary(at)) return at;
    const std::size_t path = path_end(at, end);
    if (path - at < 2 || !is_path(slice(at, path), code)) return at;
    add(FactKind::kPath, path_key(slice(at, path)), at, path);
    sentence_start_ = false;
    return path;
  }
  if (c == '$' && (text::is_alpha(next) || next == '_')) {
    const std::size_t stop = word_end(at + 1);
    add(FactKind::kIdentifier, std::string(slice(at + 1, stop)), at, stop);
    sentence_start_ = false;
    return stop;
  }
  return at;
}

std::size_t TokenScanner::scan_dash(std::size_t at, std::size_t end, bool code) {
  if (at > 0 && (text::is_word(text_[at - 1]) || text_[at - 1] == '-' || text_[at - 1] == ')'))
    return at;
  if (!code && at > 0 && text_[at - 1] == '`') return at;  // "`ConfigParser`-like"
  std::size_t name = at + 1;
  if (name < end && text_[name] == '-') ++name;
  if (name >= end) return at;
  if (text::is_digit(text_[name]) && name == at + 1) return scan_digits(at, end, code);
  if (!text::is_alpha(text_[name])) return at;
  std::size_t stop = name;
  while (stop < end && (text::is_word(text_[stop]) || text_[stop] == '-')) ++stop;
  while (text_[stop - 1] == '-') --stop;
  add(FactKind::kFlag, std::string(slice(at, stop)), at, stop);
  sentence_start_ = false;
  return stop;
}

std::size_t TokenScanner::scan_digits(std::size_t at, std::size_t end, bool code) {
  if (const std::size_t path = compound(at, end, code)) return path;
  if (const std::size_t stop = scan_extents(at)) return stop;
  const auto number = read_number(text_.substr(0, end), at);
  const bool glued = number && number->end < end && text_[number->end] == '_';
  if (!number || glued) {
    std::size_t stop = std::max(word_end(at), at + 1);
    if (text::is_word(text_[at]))
      add(FactKind::kIdentifier, identifier_key(slice(at, stop)), at, stop);
    return stop;
  }
  add_number(*number, at, is_label_number(at, number->end));
  sentence_start_ = false;
  return number->end;
}

std::size_t TokenScanner::scan_extents(std::size_t at) {
  const std::size_t stop = word_end(at);
  const std::string_view word = slice(at, stop);
  if (word.find('x') == std::string_view::npos || word.starts_with("0x") ||
      !text::is_digit(word.back()) ||
      word.find_first_not_of("0123456789x") != std::string_view::npos ||
      word.find("xx") != std::string_view::npos)
    return 0;
  for (std::size_t digits = at; digits < stop;) {
    const std::size_t end = std::min(text_.find('x', digits), stop);
    add(FactKind::kNumber, std::string(slice(digits, end)) + '|', digits, end);
    digits = end + 1;
  }
  sentence_start_ = false;
  return stop;
}

void TokenScanner::add_number(const Number& number, std::size_t at, bool weak) {
  add(number.is_version ? FactKind::kVersion : FactKind::kNumber, number.value + '|' + number.unit,
      at, number.end, weak);
}

bool TokenScanner::is_label_number(std::size_t at, std::size_t end) const {
  if (at == 0) return false;
  if (text_[at - 1] == '(' && at_or_nul(end) == ')') {
    const bool stands_alone = at < 2 || text::is_space(text_[at - 2]);
    return stands_alone && end - at <= 2;
  }
  if (text_[at - 1] != ' ' || at - 1 != last_word_.second) return false;
  return is_label_word(slice(last_word_.first, last_word_.second));
}

std::size_t TokenScanner::compound(std::size_t at, std::size_t end, bool code) {
  std::size_t stop = at;
  while (stop < end && text::is_word(text_[stop])) ++stop;
  if (stop >= end) return 0;
  const char mark = text_[stop];
  if (mark != ':' && mark != '/' && mark != '.' && mark != '@' && mark != '-' && mark != '\\')
    return 0;
  if (slice(stop, end).starts_with("://") ||
      text::starts_with_ignoring_case(slice(at, end), "www.")) {
    stop = url_end(at, end);
    add(FactKind::kUrl, url_key(slice(at, stop)), at, stop);
    sentence_start_ = false;
    return stop;
  }
  if (compound_free_until_ > at) return 0;
  const std::size_t path = path_end(at, end);
  const std::string_view whole = slice(at, path);
  const bool spec = whole.find('@') != std::string_view::npos && whole.back() != '@';
  if (!spec && !is_path(whole, code)) {
    compound_free_until_ = path;
    return 0;
  }
  add(spec ? FactKind::kIdentifier : FactKind::kPath, spec ? std::string(whole) : path_key(whole),
      at, path);
  add_parts(at, path);
  sentence_start_ = false;
  return path;
}

void TokenScanner::add_parts(std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end;) {
    if (!text::is_word(text_[at])) {
      ++at;
      continue;
    }
    const auto number =
        text::is_digit(text_[at]) ? read_number(text_.substr(0, end), at) : std::nullopt;
    if (number) add_number(*number, at, true);
    at = number ? number->end : word_end(at);
  }
}

std::size_t TokenScanner::url_end(std::size_t at, std::size_t end) const {
  while (at < end && !text::is_space(text_[at]) &&
         std::string_view(")>]\"'`|\x1F").find(text_[at]) == std::string_view::npos)
    ++at;
  while (std::string_view(".,;:!?*_").find(text_[at - 1]) != std::string_view::npos) --at;
  return at;
}

std::size_t TokenScanner::path_end(std::size_t at, std::size_t end) const {
  const std::size_t begin = at;
  while (at < end && (text::is_word(text_[at]) ||
                      std::string_view("./-~+@:\\*").find(text_[at]) != std::string_view::npos))
    ++at;
  while (at > begin && std::string_view(".-+:*@~").find(text_[at - 1]) != std::string_view::npos)
    --at;
  return at;
}

}  // namespace generator::measure
