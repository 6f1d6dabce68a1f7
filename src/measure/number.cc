// A unit is taken only from a closed table, so that "3 datasets" is the number 3 and "64 kilobytes"
// is "64 KB". Decimals keep their spelling (1.10 is another release than 1.1); thousands separators
// go.
#include "measure/number.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace generator::measure {
namespace {

char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text::is_word(text[at])) ++at;
  return at;
}

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text::is_digit(text[at])) ++at;
  return at;
}

// "2019-11-26", "23:00:00", "23:00".
std::size_t date_end(std::string_view text, std::size_t first_end) {
  const char mark = at_or_nul(text, first_end);
  if (mark != '-' && mark != ':' && mark != '/') return 0;
  const std::size_t second = digits_end(text, first_end + 1);
  if (second == first_end + 1) return 0;
  if (at_or_nul(text, second) == mark && digits_end(text, second + 1) > second + 1) {
    const std::size_t third = digits_end(text, second + 1);
    return third == word_end(text, third) ? third : 0;
  }
  const bool is_time = mark == ':' && second - first_end == 3 && second == word_end(text, second);
  return is_time ? second : 0;
}

// Digits with thousands separators, then points: "1,234,567", "65_536", "3.14", "1.8.0", "1.8.x".
std::size_t read_digits(std::string_view text, std::size_t at, Number& number) {
  std::size_t end = digits_end(text, at);
  number.value += text.substr(at, end - at);
  const char mark = at_or_nul(text, end);
  if ((mark == ',' || mark == '_') && end - at <= 3)
    while (at_or_nul(text, end) == mark && digits_end(text, end + 1) == end + 4) {
      number.value += text.substr(end + 1, 3);
      end += 4;
    }
  int points = 0;
  while (at_or_nul(text, end) == '.' && digits_end(text, end + 1) > end + 1) {
    const std::size_t next = digits_end(text, end + 1);
    number.value += text.substr(end, next - end);
    end = next;
    ++points;
  }
  if (points > 0 && text.substr(end).starts_with(".x") && word_end(text, end + 1) == end + 2) {
    number.value += ".x";
    end += 2;
    ++points;
  }
  number.is_version = points > 1;
  return end;
}

// What is glued to the digits: an exponent, a unit, a release suffix. False where the whole is a
// name.
bool read_suffix(std::string_view text, std::size_t& end, Number& number) {
  if (at_or_nul(text, end) == '^' && digits_end(text, end + 1) > end + 1) {
    const std::size_t next = digits_end(text, end + 1);
    number.value += text.substr(end, next - end);
    end = next;
  }
  const std::size_t glued = word_end(text, end);
  if (glued == end) return true;
  const char letter = text[end];
  if (letter == 'e' || letter == 'E') {
    std::size_t exponent = end + 1;
    if (at_or_nul(text, exponent) == '-' || at_or_nul(text, exponent) == '+') ++exponent;
    const std::size_t last = digits_end(text, exponent);
    if (last > exponent && word_end(text, last) == last) {
      number.value += 'e';
      number.value += text.substr(end + 1, last - end - 1);
      end = last;
      return true;
    }
  }
  Number with_unit = number;
  if (take_unit(text, end, true, with_unit)) {
    number = with_unit;
    end = number.end;
    return true;
  }
  if (static_cast<unsigned char>(letter) >= 0x80) return true;  // "3個": another script's counter
  const std::string_view suffix = text.substr(end, glued - end);
  if (suffix.size() <= 3 &&
      suffix.find_first_not_of("uUlLfF") == std::string_view::npos) {  // a C literal
    end = glued;
    return true;
  }
  if (number.value.find('.') == std::string::npos) return false;
  number.value += suffix;  // "1.8.0rc1"
  number.is_version = true;
  end = glued;
  return true;
}

std::optional<Number> read_hexadecimal(std::string_view text, std::size_t at) {
  const std::size_t end = word_end(text, at);
  const std::string_view digits = text.substr(at + 2, end - at - 2);
  if (digits.empty() ||
      digits.find_first_not_of("0123456789abcdefABCDEFuUlL_") != std::string_view::npos)
    return std::nullopt;
  Number number;
  number.value = text::to_lower(text.substr(at, end - at));
  number.end = end;
  return number;
}

}  // namespace

std::optional<Number> read_number(std::string_view text, std::size_t at) {
  Number number;
  if (at_or_nul(text, at) == '-' || at_or_nul(text, at) == '+') {
    if (text[at] == '-') number.value = "-";
    ++at;
  }
  if (at_or_nul(text, at) == '.') {
    number.value += '0';
    if (digits_end(text, at + 1) == at + 1) return std::nullopt;
  } else if (!text::is_digit(at_or_nul(text, at))) {
    return std::nullopt;
  }
  if (text[at] == '0' && (at_or_nul(text, at + 1) == 'x' || at_or_nul(text, at + 1) == 'X'))
    return read_hexadecimal(text, at);
  if (const std::size_t end = date_end(text, digits_end(text, at))) {
    number.value = text.substr(at, end - at);
    number.end = end;
    return number;
  }
  std::size_t end = read_digits(text, at, number);
  if (!read_suffix(text, end, number)) return std::nullopt;
  number.end = end;
  if (number.unit.empty()) read_unit(text, number);
  return number;
}

}  // namespace generator::measure
