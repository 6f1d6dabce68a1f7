#include "store/python_literal.h"

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "base/text.h"

namespace generator::python {
namespace {

constexpr int kMaxDepth = 32;

void append_utf8(std::string& out, std::uint32_t c) {
  const auto byte = [&](std::uint32_t b) { out += static_cast<char>(b); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) return byte(0xC0 | c >> 6), byte(0x80 | (c & 63));
  if (c < 0x10000) return byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63));
  byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 63)), byte(0x80 | (c >> 6 & 63)), byte(0x80 | (c & 63));
}

class Reader {
 public:
  explicit Reader(std::string_view s) : s_(s) {}

  std::size_t at() const { return at_; }
  bool is_end() {
    skip();
    return at_ == s_.size();
  }
  bool take(char c) {
    skip();
    if (at_ >= s_.size() || s_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string_view word() {
    skip();
    const std::size_t begin = at_;
    while (at_ < s_.size() && (text::is_word(s_[at_]) || s_[at_] == '.')) ++at_;
    return s_.substr(begin, at_ - begin);
  }

  bool value(std::string& out, int depth) {
    skip();
    if (depth > kMaxDepth || at_ >= s_.size()) return false;
    const char c = s_[at_];
    if (c == '[' || c == '(') return list(out, c == '[' ? ']' : ')', depth);
    if (c == '{') return dict(out, depth);
    if (is_string()) return string(out);
    if (text::is_digit(c) || c == '-' || c == '+' || c == '.') return number(out);
    return name(out);
  }

 private:
  void skip() {
    while (at_ < s_.size() && text::is_space(s_[at_])) ++at_;
  }

  bool is_string() const {  // with a prefix of at most two letters
    for (std::size_t i = at_; i < s_.size() && i <= at_ + 2; ++i) {
      if (s_[i] == '\'' || s_[i] == '"') return true;
      if (std::string_view("rRbBuU").find(s_[i]) == std::string_view::npos) return false;
    }
    return false;
  }

  bool list(std::string& out, char close, int depth) {
    ++at_;
    out += '[';
    for (bool is_first = true;; is_first = false) {
      if (take(close)) break;
      if (!is_first) out += ',';
      if (!value(out, depth + 1)) return false;
      if (take(',')) continue;
      if (!take(close)) return false;
      break;
    }
    out += ']';
    return true;
  }

  bool dict(std::string& out, int depth) {
    ++at_;
    out += '{';
    for (bool is_first = true;; is_first = false) {
      if (take('}')) break;
      if (!is_first) out += ',';
      skip();
      if (at_ >= s_.size() || !is_string() || !string(out) || !take(':')) return false;
      out += ':';
      if (!value(out, depth + 1)) return false;
      if (take(',')) continue;
      if (!take('}')) return false;
      break;
    }
    out += '}';
    return true;
  }

  bool string(std::string& out) {
    bool is_raw = false;
    while (s_[at_] != '\'' && s_[at_] != '"') {
      is_raw = is_raw || s_[at_] == 'r' || s_[at_] == 'R';
      ++at_;
    }
    std::string_view quote = s_.substr(at_, 1);
    if (s_.substr(at_, 3) == std::string(3, quote[0])) quote = s_.substr(at_, 3);
    at_ += quote.size();
    std::string content;
    while (at_ < s_.size() && s_.substr(at_, quote.size()) != quote) {
      if (s_[at_] == '\\' && at_ + 1 < s_.size()) {
        if (is_raw)
          content += s_.substr(at_, 2), at_ += 2;
        else
          escape(content);
      } else {
        content += s_[at_++];
      }
    }
    if (at_ >= s_.size()) return false;
    at_ += quote.size();
    out += json::quote(content);
    return true;
  }

  void escape(std::string& out) {
    const char c = s_[at_ + 1];
    at_ += 2;
    const std::string_view simple = "n\nt\tr\r\\\\''\"\"0\0";
    for (std::size_t i = 0; i + 1 < simple.size(); i += 2)
      if (simple[i] == c) return void(out += simple[i + 1]);
    const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    std::uint32_t code = 0;
    const std::string_view hex = s_.substr(at_, digits);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
    if (digits > 0 && hex.size() == digits && error == std::errc() && end == hex.data() + digits &&
        code <= 0x10FFFF) {
      at_ += digits;
      append_utf8(out, code);
    } else if (c != '\n') {
      out += '\\', out += c;
    }
  }

  bool number(std::string& out) {
    std::string digits;
    if (s_[at_] == '+') ++at_;
    for (; at_ < s_.size(); ++at_) {
      const char c = s_[at_];
      const bool is_sign = (c == '-' || c == '+') &&
                           (digits.empty() || digits.back() == 'e' || digits.back() == 'E');
      if (c == '_') continue;
      if (!text::is_digit(c) && c != '.' && c != 'e' && c != 'E' && !is_sign) break;
      digits += c;
    }
    const std::size_t lead = !digits.empty() && digits[0] == '-' ? 1 : 0;
    if (digits.size() > lead && digits[lead] == '.') digits.insert(lead, "0");
    if (!digits.empty() && digits.back() == '.') digits += '0';
    const auto document = json::Document::parse(digits);
    if (!document || !document->root().is_number()) return false;
    out += digits;
    return true;
  }

  bool name(std::string& out) {
    const std::string_view found = word();
    if (found == "True" || found == "true") return out += "true", true;
    if (found == "False" || found == "false") return out += "false", true;
    if (found == "None" || found == "null") return out += "null", true;
    return false;
  }

  std::string_view s_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::string> literal(std::string_view s, std::size_t& size) {
  Reader reader(s);
  std::string out;
  if (!reader.value(out, 0)) return std::nullopt;
  size = reader.at();
  return out;
}

std::optional<std::string> literal(std::string_view s) {
  std::size_t size = 0;
  auto out = literal(s, size);
  if (!out || !text::trim(s.substr(size)).empty()) return std::nullopt;
  return out;
}

std::optional<Call> call(std::string_view s) {
  Reader reader(s);
  Call out;
  out.name = reader.word();
  if (out.name.empty() || !reader.take('(')) return std::nullopt;
  out.arguments = "{";
  for (bool is_first = true; !reader.take(')'); is_first = false) {
    const std::string_view name = reader.word();
    if (name.empty() || !reader.take('=')) return std::nullopt;
    out.arguments += (is_first ? "" : ",") + json::quote(name) + ":";
    if (!reader.value(out.arguments, 0)) return std::nullopt;
    if (reader.take(',')) continue;
    if (!reader.take(')')) return std::nullopt;
    break;
  }
  out.arguments += '}';
  if (!reader.is_end()) return std::nullopt;
  return out;
}

std::vector<std::string_view> split_outside(std::string_view s, char separator) {
  std::vector<std::string_view> out;
  int depth = 0;
  char quote = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '[' || c == '(' || c == '{') {
      ++depth;
    } else if (c == ']' || c == ')' || c == '}') {
      --depth;
    } else if (c == separator && depth == 0) {
      out.push_back(text::trim(s.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  out.push_back(text::trim(s.substr(begin)));
  return out;
}

}  // namespace generator::python
