// A pushdown reader with its own stack. It writes strict JSON while it reads, and remembers for
// each open container where its last complete element ended, so that a reply that stops anywhere is
// closed by cutting back to there.
//
// The one guess in it is where a string ends. A quote closes only where what follows could follow a
// string: a colon after a key; a closing bracket, or a comma and then the next key or value, after
// a value. Valid JSON always passes that test; in `"he said "no" and left"` the quotes around `no`
// do not, and stay inside.
#include "prompt/repair.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"

namespace generator::prompt {
namespace {

constexpr std::size_t kMaxDepth = 200;
constexpr std::size_t kMaxKeyLookahead = 128;
constexpr std::size_t kMaxWord = 64;

constexpr std::array<std::string_view, 20> kNames = {"trailing comma",
                                                     "extra comma",
                                                     "missing comma",
                                                     "single quotes",
                                                     "smart quotes",
                                                     "inner quotes",
                                                     "unquoted key",
                                                     "unquoted word",
                                                     "Python literal",
                                                     "number",
                                                     "comment",
                                                     "ellipsis",
                                                     "control character",
                                                     "escape",
                                                     "missing value",
                                                     "wrong bracket",
                                                     "cut",
                                                     "several values",
                                                     "JSON inside quotes",
                                                     "invalid UTF-8"};

constexpr std::array<std::string_view, 4> kDoubleQuotes = {"\"", "“", "”", "„"};
constexpr std::array<std::string_view, 3> kSingleQuotes = {"'", "‘", "’"};

bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_word_letter(char c) {
  return text::is_alpha(c) || text::is_digit(c) || c == '_' || c == '-' || c == '$';
}

// The quote at `at`: its length, and whether it is of the double or of the single family; length 0:
// none.
struct Quote {
  std::size_t length = 0;
  bool is_double = true;
};

Quote quote_at(std::string_view s, std::size_t at) {
  for (const auto mark : kDoubleQuotes)
    if (s.substr(at).starts_with(mark)) return {mark.size(), true};
  for (const auto mark : kSingleQuotes)
    if (s.substr(at).starts_with(mark)) return {mark.size(), false};
  return {};
}

int hex_value(char c) {
  if (text::is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four hex digits at `at`; -1 where they are not.
int hex4(std::string_view s, std::size_t at) {
  if (at + 4 > s.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_value(s[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  // True where the value was read (or cut at the end of the text), false where it is no JSON.
  bool read() {
    open(text_[at_]);
    while (!stack_.empty()) {
      skip_blank();
      if (at_end()) {
        close_cut();
        return true;
      }
      if (!step()) return false;
    }
    return true;
  }

  std::size_t at() const { return at_; }
  LenientValue take() { return {std::move(out_), at_, repairs_}; }

 private:
  enum class Want : std::uint8_t { kElement, kColon, kValue, kComma };
  struct Frame {
    bool is_array;
    bool after_comma = false;
    bool has_elements = false;
    Want want = Want::kElement;
    std::size_t start;     // of the output, before the comma that leads to it
    std::size_t complete;  // end of the output's last complete element
  };

  // A closing code fence ends the text as well.
  bool at_end() const { return at_ >= text_.size() || text_.substr(at_).starts_with("```"); }
  Frame& top() { return stack_.back(); }

  bool step() {
    const char c = text_[at_];
    if (c == '}' || c == ']') return close(c);
    if (text_.substr(at_).starts_with("...") || text_.substr(at_).starts_with("…")) {
      at_ += 3;  // both are three bytes
      repairs_.add(Repair::kEllipsis);
      return true;
    }
    switch (top().want) {
      case Want::kComma:
        return read_comma(c);
      case Want::kColon:
        if (c != ':') return false;
        ++at_;
        top().want = Want::kValue;
        return true;
      case Want::kElement:
        if (c == ',') return skip_extra_comma();
        return top().is_array ? read_element(c) : read_key(c);
      case Want::kValue:
        if (c == ',') {
          drop_key();
          top().want = Want::kComma;
          return true;
        }
        return read_value(c);
    }
    return false;
  }

  bool read_comma(char c) {
    if (c == ',') {
      ++at_;
      top().after_comma = true;
    } else {
      const bool fits =
          quote_at(text_, at_).length > 0 || (top().is_array ? starts_value(c) : text::is_alpha(c));
      if (!fits) return false;
      repairs_.add(Repair::kMissingComma);
    }
    top().want = Want::kElement;
    return true;
  }

  static bool starts_value(char c) { return c == '{' || c == '[' || c == '-' || text::is_digit(c); }

  bool skip_extra_comma() {
    ++at_;
    repairs_.add(Repair::kExtraComma);
    return true;
  }

  bool read_element(char c) {
    const std::size_t start = out_.size();
    separate();
    const bool good = read_value(c, start);
    if (!good) out_.resize(start);
    return good;
  }

  void separate() {
    if (top().has_elements) out_ += ',';
    top().after_comma = false;
  }

  bool read_key(char c) {
    if (quote_at(text_, at_).length > 0) {
      separate();
      if (read_string(true)) {
        out_ += ':';
        top().want = Want::kColon;
      }
      return true;
    }
    if (!(text::is_alpha(c) || c == '_' || c == '$')) return false;
    const std::string_view word = word_here();
    std::size_t next = at_ + word.size();
    while (next < text_.size() && is_json_space(text_[next])) ++next;
    if (next < text_.size() && text_[next] != ':') return false;
    separate();
    out_ += json::quote(word);
    out_ += ':';
    repairs_.add(Repair::kUnquotedKey);
    at_ += word.size();
    top().want = Want::kColon;
    return true;
  }

  std::string_view word_here() const {
    std::size_t end = at_;
    while (end < text_.size() && is_word_letter(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }

  bool read_value(char c) { return read_value(c, out_.size()); }

  bool read_value(char c, std::size_t start) {
    if (c == '{' || c == '[') {
      if (stack_.size() >= kMaxDepth) return false;
      open(c, start);
      return true;
    }
    if (quote_at(text_, at_).length > 0) {
      if (read_string(false)) value_done();
      return true;
    }
    if (text::is_digit(c) || c == '-' || c == '+' || c == '.') return read_number();
    return read_word();
  }

  void open(char c) { open(c, out_.size()); }
  void open(char c, std::size_t start) {
    out_ += c;
    ++at_;
    stack_.push_back({.is_array = c == '[', .start = start, .complete = out_.size()});
  }

  bool close(char c) {
    const bool is_array = c == ']';
    if (top().is_array != is_array) {
      repairs_.add(Repair::kMismatchedBracket);
      const bool matches_below = std::any_of(stack_.begin(), stack_.end(), [&](const Frame& frame) {
        return frame.is_array == is_array;
      });
      if (matches_below)
        close_top();
      else
        ++at_;  // belongs to nothing
      return true;
    }
    ++at_;
    close_top();
    return true;
  }

  void close_top() {
    if (top().want == Want::kColon || top().want == Want::kValue) drop_key();
    if (top().after_comma) repairs_.add(Repair::kTrailingComma);
    out_ += top().is_array ? ']' : '}';
    stack_.pop_back();
    if (!stack_.empty()) value_done();
  }

  void drop_key() {
    out_.resize(top().complete);
    repairs_.add(Repair::kMissingValue);
  }

  void value_done() {
    top().has_elements = true;
    top().complete = out_.size();
    top().want = Want::kComma;
  }

  // The text is over. What was begun as an element of an array goes as a whole.
  void close_cut() {
    repairs_.add(Repair::kCut);
    at_ = std::min(at_, text_.size());
    for (std::size_t i = 1; i < stack_.size(); ++i) {
      if (!stack_[i - 1].is_array) continue;
      stack_.resize(i);
      break;
    }
    out_.resize(top().complete);
    for (; !stack_.empty(); stack_.pop_back()) out_ += top().is_array ? ']' : '}';
  }

  void skip_blank() {
    while (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      if (is_json_space(rest[0])) {
        ++at_;
      } else if (rest.starts_with("\xC2\xA0")) {
        at_ += 2;
      } else if (rest.starts_with("//") || rest[0] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        repairs_.add(Repair::kComment);
      } else if (rest.starts_with("/*")) {
        const std::size_t close = text_.find("*/", at_ + 2);
        at_ = close == std::string_view::npos ? text_.size() : close + 2;
        repairs_.add(Repair::kComment);
      } else {
        return;
      }
    }
  }

  // --- scalars
  // ---------------------------------------------------------------------------------------------

  bool read_number() {
    std::size_t end = at_;
    while (end < text_.size() &&
           (is_word_letter(text_[end]) || text::contains("+./%", text_.substr(end, 1))))
      ++end;
    const std::string_view token = text_.substr(at_, end - at_);
    if (end >= text_.size()) {
      at_ = end;  // may go on: not complete
      return true;
    }
    const std::string fixed = strict_number(token);
    if (fixed.empty() && (token == "-" || token == "+" || token == ".")) return false;
    if (token == "-Infinity" || token == "+Infinity") {
      out_ += "null";
      repairs_.add(Repair::kPythonLiteral);
    } else if (fixed.empty()) {  // 8/10, 1-3, 40%
      out_ += json::quote(token);
      repairs_.add(Repair::kUnquotedWord);
    } else {
      if (fixed != token) repairs_.add(Repair::kNumber);
      out_ += fixed;
    }
    at_ = end;
    value_done();
    return true;
  }

  // As JSON spells it: no plus, no leading zeros, digits around the point; "" where it is no
  // number.
  static std::string strict_number(std::string_view s) {
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

  bool read_word() {
    const std::string_view word = word_here();
    if (word.empty()) return false;
    const bool ends_text = at_ + word.size() >= text_.size();
    std::string_view value;
    if (word == "true" || word == "false" || word == "null") value = word;
    if (word == "True" || word == "TRUE") value = "true";
    if (word == "False" || word == "FALSE") value = "false";
    if (word == "None" || word == "NULL" || word == "undefined" || word == "NaN" ||
        word == "Infinity")
      value = "null";
    if (ends_text) {
      at_ = text_.size();
      return true;
    }
    if (!value.empty()) {
      if (value != word) repairs_.add(Repair::kPythonLiteral);
      out_ += value;
    } else {
      if (top().is_array || word.size() > kMaxWord || !ends_value(at_ + word.size())) return false;
      out_ += json::quote(word);
      repairs_.add(Repair::kUnquotedWord);
    }
    at_ += word.size();
    value_done();
    return true;
  }

  bool ends_value(std::size_t at) const {
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '\r')) ++at;
    return at >= text_.size() || text::contains(",}]\n", text_.substr(at, 1));
  }

  // Appends the string that opens here. False where the text ends inside it.
  bool read_string(bool is_key) {
    const Quote opening = quote_at(text_, at_);
    const bool is_smart = opening.length > 1;
    const bool is_triple = text_.substr(at_).starts_with("\"\"\"") && !closes(at_ + 2, is_key);
    if (is_smart)
      repairs_.add(Repair::kSmartQuotes);
    else if (!opening.is_double)
      repairs_.add(Repair::kSingleQuotes);
    at_ += is_triple ? 3 : opening.length;
    out_ += '"';
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        if (!read_escape()) return false;
        continue;
      }
      const std::size_t closing = closing_length(opening, is_smart, is_triple);
      if (closing > 0 && closes(at_ + closing, is_key)) {
        at_ += closing;
        out_ += '"';
        return true;
      }
      if (closing > 0) repairs_.add(Repair::kInnerQuotes);
      append_byte(c);
      ++at_;
    }
    return false;
  }

  // Length of the mark at the current place that may close a string opened by `opening`; else 0.
  std::size_t closing_length(Quote opening, bool is_smart, bool is_triple) const {
    const char c = text_[at_];
    if (is_triple) return text_.substr(at_).starts_with("\"\"\"") ? 3 : 0;
    if (!is_smart) return c == (opening.is_double ? '"' : '\'') ? 1 : 0;
    if (c != '"' && c != '\'' && c != '\xE2') return 0;
    const Quote here = quote_at(text_, at_);
    return here.length > 0 && here.is_double == opening.is_double ? here.length : 0;
  }

  void append_byte(char c) {
    if (c == '"') {
      out_ += "\\\"";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      const std::string quoted = json::quote(std::string_view(&c, 1));
      out_ += std::string_view(quoted).substr(1, quoted.size() - 2);
      repairs_.add(Repair::kControlCharacter);
    } else {
      out_ += c;
    }
  }

  bool read_escape() {
    if (at_ + 1 >= text_.size()) {
      at_ = text_.size();
      return false;
    }
    const char c = text_[at_ + 1];
    if (text::contains("\"\\/bfnrt", std::string_view(&c, 1))) {
      out_ += '\\';
      out_ += c;
      at_ += 2;
      return true;
    }
    if (c == 'u') return read_unicode_escape();
    repairs_.add(Repair::kEscape);
    ++at_;
    if (c == '\'') {
      out_ += c;
      ++at_;
      return true;
    }
    if (c == '\n') return true;  // joins lines in Python; here the line end stays
    out_ += "\\\\";
    return true;
  }

  bool read_unicode_escape() {
    const int code = hex4(text_, at_ + 2);
    if (code < 0) {
      if (at_ + 6 > text_.size()) {
        at_ = text_.size();
        return false;
      }
      repairs_.add(Repair::kEscape);
      out_ += "\\\\";
      ++at_;
      return true;
    }
    const bool is_high = code >= 0xD800 && code < 0xDC00;
    const bool is_low = code >= 0xDC00 && code < 0xE000;
    const int low = is_high && text_.substr(at_ + 6).starts_with("\\u") ? hex4(text_, at_ + 8) : -1;
    if (is_high && low >= 0xDC00 && low < 0xE000) {
      out_ += text_.substr(at_, 12);
      at_ += 12;
    } else {
      if (is_high || is_low) repairs_.add(Repair::kEscape);
      if (is_high || is_low)
        out_ += "\\ufffd";
      else
        out_ += text_.substr(at_, 6);
      at_ += 6;
    }
    return true;
  }

  // --- where a string may end
  // --------------------------------------------------------------------------------

  bool closes(std::size_t at, bool is_key) const {
    bool has_newline = false;
    at = skip_space(at, has_newline);
    if (at >= text_.size() || text_.substr(at).starts_with("```")) return true;
    const char c = text_[at];
    if (is_key) return c == ':' || c == ',' || c == '}';
    if (c == '}' || c == ']' || c == '#' || text_.substr(at).starts_with("//") ||
        text_.substr(at).starts_with("/*"))
      return true;
    const bool in_array = stack_.back().is_array;
    if (c == ',') {
      at = skip_space(at + 1, has_newline);
      return in_array ? may_start_element(at) : may_start_field(at);
    }
    if (!has_newline || quote_at(text_, at).length == 0) return false;
    return in_array || may_start_field(at);
  }

  std::size_t skip_space(std::size_t at, bool& has_newline) const {
    while (at < text_.size() && is_json_space(text_[at]))
      has_newline = text_[at++] == '\n' || has_newline;
    return at;
  }

  bool is_punctuation_or_end(std::size_t at) const {
    return at >= text_.size() || text::contains("}],/#.", text_.substr(at, 1)) ||
           text_.substr(at).starts_with("…");
  }

  bool may_start_element(std::size_t at) const {
    if (is_punctuation_or_end(at) || starts_value(text_[at]) || quote_at(text_, at).length > 0)
      return true;
    for (const std::string_view word : {"true", "false", "null", "True", "False", "None"})
      if (text_.substr(at).starts_with(word)) return true;
    return false;
  }

  // A quoted or bare word and a colon. A quoted one too long to look through counts as a key.
  bool may_start_field(std::size_t at) const {
    if (is_punctuation_or_end(at)) return true;
    const Quote quote = quote_at(text_, at);
    std::size_t end = at + quote.length;
    const std::size_t limit = std::min(text_.size(), end + kMaxKeyLookahead);
    if (quote.length == 0) {
      while (end < limit && is_word_letter(text_[end])) ++end;
      if (end == at) return false;
    } else {
      while (end < limit && !is_same_family(end, quote)) end += text_[end] == '\\' ? 2 : 1;
      if (end >= limit) return true;
      end += quote_at(text_, end).length;
    }
    bool ignored = false;
    end = skip_space(end, ignored);
    return end >= text_.size() || text_[end] == ':';
  }

  bool is_same_family(std::size_t at, Quote quote) const {
    const Quote here = quote_at(text_, at);
    return here.length > 0 && here.is_double == quote.is_double;
  }

  std::string_view text_;
  std::size_t at_;
  std::string out_;
  std::vector<Frame> stack_;
  Repairs repairs_;
};

}  // namespace

std::string_view to_text(Repair repair) { return kNames[static_cast<std::size_t>(repair)]; }

std::vector<std::string> Repairs::names() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (has(static_cast<Repair>(i))) out.emplace_back(kNames[i]);
  return out;
}

std::optional<LenientValue> read_lenient(std::string_view text, std::size_t at,
                                         std::size_t& resume) {
  Reader reader(text, at);
  const bool good = reader.read();
  resume = std::max(reader.at(), at + 1);
  if (!good) return std::nullopt;
  return reader.take();
}

}  // namespace generator::prompt
