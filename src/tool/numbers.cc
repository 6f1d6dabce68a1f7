#include "tool/numbers.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "tool/number_words.h"
#include "tool/spacing.h"

namespace generator::tool {
namespace {

constexpr std::size_t kLongestUnit = 3;  // "119.7s", "16GB", "6th"

bool is_one_of(std::string_view word, std::string_view list) {
  for (std::size_t at = list.find(word); at != std::string_view::npos && !word.empty();
       at = list.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

bool is_sign_of_money(std::string_view s) {
  return s == "$" || s == "~" || s == "#" || s == "€" || s == "£" || s == "≈";
}

// "1,234,567": groups of three behind the first mark.
bool has_groups(std::string_view digits, char mark) {
  const auto parts = text::split(digits, mark);
  if (parts.size() < 2 || parts[0].empty() || parts[0].size() > 3) return false;
  return std::all_of(parts.begin() + 1, parts.end(),
                     [](std::string_view part) { return part.size() == 3; });
}

Reading reading(std::string digits, char point) {
  std::erase_if(digits, [&](char c) { return !text::is_digit(c) && c != point; });
  const std::size_t at = digits.find(point);
  if (at == std::string::npos) return {std::strtod(digits.c_str(), nullptr), 0};
  digits[at] = '.';
  return {std::strtod(digits.c_str(), nullptr), static_cast<int>(digits.size() - at - 1)};
}

// Of digits with ".", "," and "'" between them; none where they are no one number.
std::vector<Reading> readings_of_digits(const std::string& digits) {
  std::vector<Reading> out;
  for (const auto& [point, mark] :
       {std::pair('.', ','), std::pair(',', '.'), std::pair('.', '\'')}) {
    const bool is_other = std::ranges::any_of(digits, [p = point, m = mark](char c) {
      return !text::is_digit(c) && c != p && c != m;
    });
    const std::size_t at = digits.find(point);
    if (is_other || std::ranges::count(digits, point) > 1 ||
        (at != std::string::npos && digits.find(mark, at) != std::string::npos))
      continue;
    const std::string whole = digits.substr(0, at);
    if (whole.find(mark) != std::string::npos && !has_groups(whole, mark)) continue;
    out.push_back(reading(digits, point));
  }
  return out;
}

struct Token {
  std::string text;  // in lower case; of a number its digits and marks, without a sign
  bool is_number = false, is_negative = false;
  int exponent = 0;
};

bool continues_number(std::string_view s, std::size_t i) {
  return text::is_digit(s[i]) || ((s[i] == '.' || s[i] == ',' || s[i] == '\'') && i > 0 &&
                                  text::is_digit(s[i - 1]) && i + 1 < s.size() &&
                                  text::is_digit(s[i + 1]));
}

// "e-5" behind digits; 0 characters where there is none.
std::size_t exponent_at(std::string_view s, std::size_t i, int& exponent) {
  if (i + 1 >= s.size() || (s[i] != 'e' && s[i] != 'E')) return 0;
  std::size_t end = i + 1;
  if (s[end] == '-' || s[end] == '+') ++end;
  const std::size_t digits = end;
  while (end < s.size() && text::is_digit(s[end]) && end - digits < 3) ++end;
  if (end == digits) return 0;
  exponent = std::atoi(std::string(s.substr(i + 1, end - i - 1)).c_str());
  return end - i;
}

// "3a1c065f-541f-4811-acd2-f5d765cd74cb": its digits are no numbers.
bool is_uuid_at(std::string_view s, std::size_t at) {
  constexpr std::string_view kForm = "00000000-0000-0000-0000-000000000000";
  if (s.size() - at < kForm.size() || (at > 0 && text::is_word(s[at - 1]))) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool is_hex = std::isxdigit(static_cast<unsigned char>(s[at + i])) != 0;
    if (kForm[i] == '-' ? s[at + i] != '-' : !is_hex) return false;
  }
  return true;
}

std::vector<Token> tokens_of(std::string_view said) {
  const std::string s = spaced(said);
  std::vector<Token> out;
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t begin = i;
    if (is_uuid_at(s, i)) {
      i += 36;
      continue;
    }
    if (text::is_digit(s[i])) {
      while (i < s.size() && continues_number(s, i)) ++i;
      Token token{s.substr(begin, i - begin), true};
      token.is_negative = begin > 0 && s[begin - 1] == '-' &&
                          (begin == 1 || !text::is_word(s[begin - 2]));
      i += exponent_at(s, i, token.exponent);
      out.push_back(std::move(token));
    } else if (text::is_word(s[i]) && s[i] != '_') {
      while (i < s.size() && text::is_word(s[i]) && s[i] != '_' && !text::is_digit(s[i])) ++i;
      out.push_back({text::to_lower(s.substr(begin, i - begin))});
    } else {
      if (s[i] == '%' || s[i] == '-') out.push_back({std::string(1, s[i])});
      ++i;
    }
  }
  return out;
}

std::vector<double> values_of(const Token& token) {
  std::vector<double> out;
  for (const Reading& one : readings_of_digits(token.text))
    out.push_back((token.is_negative ? -1 : 1) * one.value * std::pow(10.0, token.exponent));
  return out;
}

/// Goes through the words of a text and remembers the number that ended last.
class Reader {
 public:
  explicit Reader(std::string_view said) : tokens_(tokens_of(said)) {}

  std::set<double> read() {
    while (at_ < tokens_.size()) {
      if (!last_.empty() && is_one_of(tokens_[at_].text, "- to through until bis hasta à al 到 至")) {
        from_ = last_;
        ++at_;
        continue;
      }
      last_ = next();
      add_count();
      add_units();
      from_.clear();
    }
    return std::move(out_);
  }

 private:
  // The number that begins here, or none; goes on behind it.
  std::vector<double> next() {
    const Token& token = tokens_[at_];
    if (!token.is_number && number_word(token.text)) return {spelt_out()};
    ++at_;
    if (!token.is_number) return {};
    add_parts(token);
    std::vector<double> values = values_of(token);
    add(values);
    if (const auto scale = scale_here()) {  // "5 million"
      for (double& value : values) value *= *scale;
      add(values);
      ++at_;
    }
    return values;
  }

  std::optional<double> scale_here() const {
    if (at_ >= tokens_.size()) return std::nullopt;
    const auto word = number_word(tokens_[at_].text);
    return word && word->is_scale ? std::optional(word->value) : std::nullopt;
  }

  // "three hundred and five", "thirty-one", "two and a half"; each part is a number, too.
  double spelt_out() {
    double total = 0, current = 0, before = 0;
    for (bool is_first = true; at_ < tokens_.size(); is_first = false) {
      const std::size_t skip = is_first ? 0 : joint_here();
      if (at_ + skip >= tokens_.size()) break;
      const auto word = number_word(tokens_[at_ + skip].text);
      if (!word || (!is_first && !goes_on(*word, current, before, skip))) break;
      at_ += skip + 1;
      add({word->value});
      before = word->value;
      if (!word->is_scale) {
        current += word->value;
        continue;
      }
      current = std::max(1.0, current) * word->value;
      if (word->value < 1000) continue;
      total += current;
      current = 0;
    }
    add({total + current});
    return total + current;
  }

  // "-", "and", "and a": how many tokens they are.
  std::size_t joint_here() const {
    if (!is_one_of(tokens_[at_].text, "- and und y et")) return 0;
    return at_ + 1 < tokens_.size() && is_one_of(tokens_[at_ + 1].text, "a an") ? 2 : 1;
  }

  static bool goes_on(const NumberWord& word, double current, double before, std::size_t skip) {
    if (word.value < 1) return skip > 0;                       // "and a half"
    if (word.is_scale) return skip == 0;                       // "three hundred"
    if (current == 0 || before >= 100) return true;            // "hundred and five"
    return before >= 20 && word.value < 10 && skip < 2;        // "thirty-one"
  }

  // Digits inside of what is no one number: "1.2.3".
  void add_parts(const Token& token) {
    for (const char mark : {',', '.', '\''})
      for (const std::string_view part : text::split(token.text, mark)) {
        const std::string digits(part);
        out_.insert(std::strtod(digits.c_str(), nullptr));
        if (token.is_negative) out_.insert(-std::strtod(digits.c_str(), nullptr));
      }
  }

  void add(const std::vector<double>& values) {
    for (const double value : values)
      if (std::isfinite(value)) out_.insert(value);
  }

  void add_units() {
    if (at_ >= tokens_.size() || last_.empty()) return;
    for (const double factor : unit_factors(tokens_[at_].text))
      for (const double value : last_) add({value * factor});
  }

  // How many there are from `from_` to here.
  void add_count() {
    for (const double first : from_)
      for (const double end : last_)
        if (end > first && first >= 0) add({end - first, end - first + 1});
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::set<double> out_;
  std::vector<double> last_, from_;
};

}  // namespace

std::vector<Reading> readings_of(std::string_view word) {
  std::size_t begin = 0;
  while (begin < word.size() && !text::is_digit(word[begin])) ++begin;
  std::string_view front = word.substr(0, begin);
  const bool is_negative = !front.empty() && front.back() == '-';
  if (is_negative || (!front.empty() && front.back() == '+')) front.remove_suffix(1);
  if (!front.empty() && !is_sign_of_money(front)) return {};
  std::size_t end = begin;
  while (end < word.size() && continues_number(word, end)) ++end;
  if (end == begin || word.size() - end > kLongestUnit) return {};
  if (!std::ranges::all_of(word.substr(end), [](char c) { return text::is_alpha(c) || c == '%'; }))
    return {};
  auto out = readings_of_digits(std::string(word.substr(begin, end - begin)));
  if (is_negative)
    for (Reading& one : out) one.value = -one.value;
  return out;
}

std::set<double> numbers_in(std::string_view text) { return Reader(text).read(); }

Changes changes_in(std::string_view text) {
  Changes out;
  const auto tokens = tokens_of(text);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& word = tokens[i].text;
    out.doubles |= is_one_of(word, "double doubled doubling twice verdopple doble duplica");
    out.triples |= is_one_of(word, "triple tripled thrice verdreifache triplica");
    out.halves |= is_one_of(word, "half halve halved halving halbiere mitad");
    if (i + 1 >= tokens.size() ||
        !is_one_of(word, "last final latest letzten letzte últimos últimas dernières derniers 后"))
      continue;
    if (tokens[i + 1].is_number)
      for (const double value : values_of(tokens[i + 1])) out.last.push_back(value);
    else if (const auto spelt = number_word(tokens[i + 1].text))
      out.last.push_back(spelt->value);
  }
  return out;
}

}  // namespace generator::tool
