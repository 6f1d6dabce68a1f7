// English number words. Other languages write figures, which number.cc reads.
#include "measure/number.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace generator::measure {
namespace {

char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

constexpr std::string_view kOnes[] = {"zero",    "one",     "two",       "three",    "four",
                                      "five",    "six",     "seven",     "eight",    "nine",
                                      "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                      "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::string_view kTens[] = {"twenty", "thirty",  "forty",  "fifty",
                                      "sixty",  "seventy", "eighty", "ninety"};
constexpr std::string_view kOrdinals[] = {"zeroth", "first",    "second",  "third",  "fourth",
                                          "fifth",  "sixth",    "seventh", "eighth", "ninth",
                                          "tenth",  "eleventh", "twelfth"};

template <std::size_t N>
int index_of(const std::string_view (&words)[N], std::string_view word) {
  const auto found = std::find(std::begin(words), std::end(words), word);
  return found == std::end(words) ? -1 : static_cast<int>(found - std::begin(words));
}

std::string lower_word(std::string_view text, std::size_t at, std::size_t& end) {
  end = at;
  while (end < text.size() && text::is_alpha(text[end])) ++end;
  if (end - at > 12 || (end < text.size() && text::is_word(text[end]))) return "";
  return text::to_lower(text.substr(at, end - at));
}

}  // namespace

std::optional<Number> read_number_word(std::string_view text, std::size_t at) {
  std::size_t end = 0;
  const std::string word = lower_word(text, at, end);
  if (word.size() < 3) return std::nullopt;
  Number number;
  int value = index_of(kOnes, word);
  if (value < 0 && word == "hundred") value = 100;
  if (value < 0) {
    const int tens = index_of(kTens, word);
    if (tens >= 0) {
      value = 20 + 10 * tens;
      std::size_t next_end = 0;
      const bool more = at_or_nul(text, end) == '-' || at_or_nul(text, end) == ' ';
      const int ones = more ? index_of(kOnes, lower_word(text, end + 1, next_end)) : -1;
      if (ones >= 1 && ones <= 9) {
        value += ones;
        end = next_end;
      }
    }
  }
  if (value < 0) {
    value = index_of(kOrdinals, word);
    if (value < 0) return std::nullopt;
    number.unit = "ordinal";
  }
  std::size_t next_end = 0;
  if (number.unit.empty() && value > 0 && value < 10 && at_or_nul(text, end) == ' ' &&
      lower_word(text, end + 1, next_end) == "hundred") {
    value *= 100;
    end = next_end;
  }
  number.value = std::to_string(value);
  number.end = end;
  if (number.unit.empty()) read_unit(text, number);
  return number;
}

}  // namespace generator::measure
