// Models write numbers as people do and literals as Python and JavaScript do. What cannot be told
// from a beginning is left out rather than guessed: `12` at the end of a text may have been `1200`.
#include "prompt/lenient_scalar.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace generator::prompt {
namespace {

constexpr std::size_t kMaxWord = 64;

// What `word` is in JSON; "" where it is no literal of any language.
std::string_view literal(std::string_view word) {
  if (word == "true" || word == "false" || word == "null") return word;
  if (word == "True" || word == "TRUE") return "true";
  if (word == "False" || word == "FALSE") return "false";
  if (word == "None" || word == "NULL" || word == "undefined" || word == "NaN" ||
      word == "Infinity")
    return "null";
  return {};
}

bool ends_value(const Transcription& t, std::size_t at) {
  while (at < t.text.size() && (t.text[at] == ' ' || t.text[at] == '\t' || t.text[at] == '\r'))
    ++at;
  return at >= t.text.size() || text::contains(",}]\n", t.text.substr(at, 1));
}

}  // namespace

ScalarReading read_number(Transcription& t) {
  std::size_t end = t.at;
  while (end < t.text.size() &&
         (is_word_letter(t.text[end]) || text::contains("+./%", t.text.substr(end, 1))))
    ++end;
  const std::string_view token = t.text.substr(t.at, end - t.at);
  if (end >= t.text.size()) {
    t.at = end;  // may go on: not complete
    return ScalarReading::kCut;
  }
  const std::string fixed = strict_number(token);
  if (fixed.empty() && (token == "-" || token == "+" || token == ".")) return ScalarReading::kNone;
  if (token == "-Infinity" || token == "+Infinity") {
    t.out += "null";
    t.repairs.add(Repair::kPythonLiteral);
  } else if (fixed.empty()) {  // 8/10, 1-3, 40%
    t.out += json::quote(token);
    t.repairs.add(Repair::kUnquotedWord);
  } else {
    if (fixed != token) t.repairs.add(Repair::kNumber);
    t.out += fixed;
  }
  t.at = end;
  return ScalarReading::kWhole;
}

ScalarReading read_word(Transcription& t, bool in_array) {
  const std::string_view word = t.word();
  if (word.empty()) return ScalarReading::kNone;
  const bool ends_text = t.at + word.size() >= t.text.size();
  if (ends_text) {
    t.at = t.text.size();
    return ScalarReading::kCut;
  }
  const std::string_view value = literal(word);
  if (!value.empty()) {
    if (value != word) t.repairs.add(Repair::kPythonLiteral);
    t.out += value;
  } else {
    if (in_array || word.size() > kMaxWord || !ends_value(t, t.at + word.size()))
      return ScalarReading::kNone;
    t.out += json::quote(word);
    t.repairs.add(Repair::kUnquotedWord);
  }
  t.at += word.size();
  return ScalarReading::kWhole;
}

std::string strict_number(std::string_view s) {
  std::string out;
  if (!s.empty() && (s[0] == '+' || s[0] == '-')) {
    if (s[0] == '-') out += '-';
    s.remove_prefix(1);
  }
  const auto take_digits = [&](bool trims_zeros) {
    std::string digits;
    while (!s.empty() && (text::is_digit(s[0]) || (s[0] == '_' && !digits.empty()))) {
      if (s[0] != '_') digits += s[0];
      s.remove_prefix(1);
    }
    if (trims_zeros)
      digits.erase(
          0, std::min(digits.find_first_not_of('0'), digits.size() - (digits.empty() ? 0 : 1)));
    return digits;
  };
  const std::string whole = take_digits(true);
  std::string fraction;
  const bool has_point = !s.empty() && s[0] == '.';
  if (has_point) {
    s.remove_prefix(1);
    fraction = take_digits(false);
  }
  if (whole.empty() && fraction.empty()) return {};
  out += whole.empty() ? "0" : whole;
  if (!fraction.empty()) out += "." + fraction;
  if (s.empty()) return out;
  if (s[0] != 'e' && s[0] != 'E') return {};
  out += s[0];
  s.remove_prefix(1);
  if (!s.empty() && (s[0] == '+' || s[0] == '-')) {
    out += s[0];
    s.remove_prefix(1);
  }
  const std::string exponent = take_digits(false);
  return exponent.empty() || !s.empty() ? std::string() : out + exponent;
}

}  // namespace generator::prompt
