// The one guess in reading a model's JSON is where a string ends. A quote closes only where what
// follows could follow a string: a colon after a key; a closing bracket, or a comma and then the
// next key or value, after a value. Valid JSON always passes that test; in `"he said "no" and
// left"` the quotes around `no` do not, and stay inside.
#include "prompt/lenient_string.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace generator::prompt {
namespace {

constexpr std::size_t kMaxKeyLookahead = 128;
constexpr std::size_t kMaxLineLookahead = 256;
constexpr std::size_t kMaxUnopened = 512;

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

class StringReader {
 public:
  StringReader(Transcription& t, StringPlace place) : t_(t), place_(place) {}

  bool read() {
    const Quote opening = quote_at(t_.text, t_.at);
    const bool is_smart = opening.length > 1;
    const bool is_triple = t_.stands_at(t_.at, "\"\"\"") && !closes(t_.at + 2);
    if (is_smart)
      t_.repairs.add(Repair::kSmartQuotes);
    else if (!opening.is_double)
      t_.repairs.add(Repair::kSingleQuotes);
    t_.at += is_triple ? 3 : opening.length;
    t_.out += '"';
    while (t_.at < t_.text.size()) {
      const char c = t_.text[t_.at];
      if (c == '\n' && !is_triple && is_left_open()) {
        end_open_line();
        return true;
      }
      if (c == '\\') {
        if (!read_escape()) return false;
        continue;
      }
      const std::size_t closing = closing_length(opening, is_smart, is_triple);
      if (closing > 0 && closes(t_.at + closing)) {
        t_.at += closing;
        t_.out += '"';
        return true;
      }
      if (closing > 0) t_.repairs.add(Repair::kInnerQuotes);
      append_byte(c);
      ++t_.at;
    }
    return false;
  }

  // The quote that closes a string which has none in front, on this line.
  bool read_unopened() {
    const char first = t_.text[t_.at];
    if (!text::is_alpha(first) && static_cast<unsigned char>(first) < 0x80) return false;
    const std::size_t limit = std::min(t_.text.size(), t_.at + kMaxUnopened);
    for (std::size_t at = t_.at; at < limit; at += t_.text[at] == '\\' ? 2 : 1) {
      if (t_.text[at] == '\n') return false;
      if (t_.text[at] != '"') continue;
      if (!closes(at + 1)) return false;
      t_.out += '"';
      while (t_.at < at) {
        if (t_.text[t_.at] == '\\') {
          if (!read_escape()) return false;
        } else {
          append_byte(t_.text[t_.at++]);
        }
      }
      t_.out += '"';
      t_.at = at + 1;
      t_.repairs.add(Repair::kMissingQuote);
      return true;
    }
    return false;
  }

 private:
  // Whether the string should have ended before the line end at the current place: the next line
  // begins with a key and its colon, or brackets lead there or to the end of the text.
  bool is_left_open() const {
    if (place_ != StringPlace::kFieldValue) return false;
    std::size_t at = t_.at;
    const std::size_t limit = std::min(t_.text.size(), at + kMaxLineLookahead);
    bool has_bracket = false;
    while (at < limit &&
           (is_json_space(t_.text[at]) || text::contains("{}[],", t_.text.substr(at, 1))))
      has_bracket = t_.text[at] == '}' || t_.text[at] == ']' || has_bracket, ++at;
    if (t_.is_end(at)) return has_bracket;
    return at < limit && t_.text[at] == '"' && is_quoted_key(at);
  }

  bool is_quoted_key(std::size_t at) const {
    const std::size_t limit = std::min(t_.text.size(), at + kMaxKeyLookahead);
    std::size_t end = at + 1;
    while (end < limit && t_.text[end] != '"' && t_.text[end] != '\n') ++end;
    if (end >= limit || t_.text[end] != '"' || end == at + 1) return false;
    bool ignored = false;
    end = skip_space(end + 1, ignored);
    return end < t_.text.size() && t_.text[end] == ':';
  }

  // What stands at the end of the line belongs to the object, not to the string. The reader goes on
  // in front of the line end.
  void end_open_line() {
    while (t_.out.ends_with(' ') || t_.out.ends_with("\\r"))
      t_.out.resize(t_.out.size() - (t_.out.back() == ' ' ? 1 : 2));
    if (t_.out.ends_with(',')) t_.out.pop_back();
    t_.out += '"';
    t_.repairs.add(Repair::kMissingQuote);
  }

  // Length of the mark at the current place that may close a string opened by `opening`; else 0.
  std::size_t closing_length(Quote opening, bool is_smart, bool is_triple) const {
    const char c = t_.text[t_.at];
    if (is_triple) return t_.stands_at(t_.at, "\"\"\"") ? 3 : 0;
    if (!is_smart) return c == (opening.is_double ? '"' : '\'') ? 1 : 0;
    if (c != '"' && c != '\'' && c != '\xE2') return 0;
    const Quote here = quote_at(t_.text, t_.at);
    return here.length > 0 && here.is_double == opening.is_double ? here.length : 0;
  }

  void append_byte(char c) {
    if (c == '"') {
      t_.out += "\\\"";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      const std::string quoted = json::quote(std::string_view(&c, 1));
      t_.out += std::string_view(quoted).substr(1, quoted.size() - 2);
      t_.repairs.add(Repair::kControlCharacter);
    } else {
      t_.out += c;
    }
  }

  bool read_escape() {
    if (t_.at + 1 >= t_.text.size()) {
      t_.at = t_.text.size();
      return false;
    }
    const char c = t_.text[t_.at + 1];
    if (text::contains("\"\\/bfnrt", std::string_view(&c, 1))) {
      t_.out += '\\';
      t_.out += c;
      t_.at += 2;
      return true;
    }
    if (c == 'u') return read_unicode_escape();
    t_.repairs.add(Repair::kEscape);
    ++t_.at;
    if (c == '\'') {
      t_.out += c;
      ++t_.at;
      return true;
    }
    if (c == '\n') return true;  // joins lines in Python; here the line end stays
    t_.out += "\\\\";
    return true;
  }

  bool read_unicode_escape() {
    const int code = hex4(t_.text, t_.at + 2);
    if (code < 0) {
      if (t_.at + 6 > t_.text.size()) {
        t_.at = t_.text.size();
        return false;
      }
      t_.repairs.add(Repair::kEscape);
      t_.out += "\\\\";
      ++t_.at;
      return true;
    }
    const bool is_high = code >= 0xD800 && code < 0xDC00;
    const bool is_low = code >= 0xDC00 && code < 0xE000;
    const int low = is_high && t_.stands_at(t_.at + 6, "\\u") ? hex4(t_.text, t_.at + 8) : -1;
    if (is_high && low >= 0xDC00 && low < 0xE000) {
      t_.out += t_.text.substr(t_.at, 12);
      t_.at += 12;
    } else {
      if (is_high || is_low) t_.repairs.add(Repair::kEscape);
      if (is_high || is_low)
        t_.out += "\\ufffd";
      else
        t_.out += t_.text.substr(t_.at, 6);
      t_.at += 6;
    }
    return true;
  }

  // Whether what stands at `at` could follow a string.
  bool closes(std::size_t at) const {
    bool has_newline = false;
    at = skip_space(at, has_newline);
    if (t_.is_end(at)) return true;
    const char c = t_.text[at];
    if (place_ == StringPlace::kKey)  // the colon may be missing
      return c == ':' || c == ',' || c == '}' || c == '"' || starts_value(c) || stands_literal(at);
    if (c == '}' || c == ']' || c == '#' || t_.stands_at(at, "//") || t_.stands_at(at, "/*"))
      return true;
    const bool in_array = place_ == StringPlace::kArrayElement;
    if (c == ',') {
      at = skip_space(at + 1, has_newline);
      return in_array ? may_start_element(at) : may_start_field(at);
    }
    if (!has_newline || quote_at(t_.text, at).length == 0) return false;
    return in_array || may_start_field(at);
  }

  std::size_t skip_space(std::size_t at, bool& has_newline) const {
    while (at < t_.text.size() && is_json_space(t_.text[at]))
      has_newline = t_.text[at++] == '\n' || has_newline;
    return at;
  }

  bool is_punctuation_or_end(std::size_t at) const {
    return at >= t_.text.size() || text::contains("}],/#.", t_.text.substr(at, 1)) ||
           t_.stands_at(at, "…");
  }

  bool may_start_element(std::size_t at) const {
    if (is_punctuation_or_end(at) || starts_value(t_.text[at]) || quote_at(t_.text, at).length > 0)
      return true;
    return stands_literal(at);
  }

  bool stands_literal(std::size_t at) const {
    for (const std::string_view word : {"true", "false", "null", "True", "False", "None"})
      if (t_.stands_at(at, word)) return true;
    return false;
  }

  // A quoted or bare word and a colon. A quoted one too long to look through counts as a key.
  bool may_start_field(std::size_t at) const {
    if (is_punctuation_or_end(at)) return true;
    const Quote quote = quote_at(t_.text, at);
    std::size_t end = at + quote.length;
    const std::size_t limit = std::min(t_.text.size(), end + kMaxKeyLookahead);
    if (quote.length == 0) {
      while (end < limit && is_word_letter(t_.text[end])) ++end;
      if (end == at) return false;
    } else {
      while (end < limit && !is_same_family(end, quote)) end += t_.text[end] == '\\' ? 2 : 1;
      if (end >= limit) return true;
      end += quote_at(t_.text, end).length;
    }
    bool ignored = false;
    end = skip_space(end, ignored);
    return end >= t_.text.size() || t_.text[end] == ':';
  }

  bool is_same_family(std::size_t at, Quote quote) const {
    const Quote here = quote_at(t_.text, at);
    return here.length > 0 && here.is_double == quote.is_double;
  }

  Transcription& t_;
  StringPlace place_;
};

}  // namespace

bool read_string(Transcription& t, StringPlace place) { return StringReader(t, place).read(); }

bool read_unopened_string(Transcription& t) {
  return StringReader(t, StringPlace::kFieldValue).read_unopened();
}

}  // namespace generator::prompt
