// A pushdown reader with its own stack. It writes strict JSON while it reads, and remembers for
// each open container where its last complete element ended, so that a reply that stops anywhere is
// closed by cutting back to there.
#include "prompt/lenient_value.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "prompt/lenient_scalar.h"
#include "prompt/lenient_string.h"
#include "prompt/transcription.h"

namespace generator::prompt {
namespace {

constexpr std::size_t kMaxDepth = 200;

class ContainerReader {
 public:
  ContainerReader(std::string_view text, std::size_t at) : t_{text, at, {}, {}} {}

  // True where the value was read (or cut at the end of the text), false where it is no JSON.
  bool read() {
    open(t_.text[t_.at]);
    while (!stack_.empty()) {
      t_.skip_blank();
      if (t_.at_end()) {
        close_cut();
        return true;
      }
      if (!step()) return false;
    }
    return true;
  }

  std::size_t at() const { return t_.at; }
  LenientValue take() { return {std::move(t_.out), t_.at, t_.repairs}; }

 private:
  enum class Want : std::uint8_t { kElement, kColon, kValue, kComma };
  struct Frame {
    bool is_array;
    bool after_comma = false;
    bool has_elements = false;
    Want want = Want::kElement;
    std::size_t start;               // of the output, before the comma that leads to it
    std::size_t complete;            // end of the output's last complete element
    std::size_t fields = 0;          // complete ones, of an object
    std::size_t fields_of_last = 0;  // of an array's last element, where that is an object
  };

  Frame& top() { return stack_.back(); }

  bool step() {
    const char c = t_.text[t_.at];
    if (c == '}' || c == ']') return close(c);
    if (t_.stands_at(t_.at, "...") || t_.stands_at(t_.at, "…")) {
      t_.at += 3;  // both are three bytes
      t_.repairs.add(Repair::kEllipsis);
      return true;
    }
    switch (top().want) {
      case Want::kComma:
        return read_comma(c);
      case Want::kColon:
        if (c == ':')
          ++t_.at;
        else if (c == '"' || starts_value(c) || text::is_alpha(c))
          t_.repairs.add(Repair::kMissingColon);
        else
          return false;
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
      ++t_.at;
      top().after_comma = true;
    } else {
      const bool fits = quote_at(t_.text, t_.at).length > 0 ||
                        (top().is_array ? starts_value(c) : text::is_alpha(c));
      if (!fits) return false;
      t_.repairs.add(Repair::kMissingComma);
    }
    top().want = Want::kElement;
    return true;
  }

  bool skip_extra_comma() {
    ++t_.at;
    t_.repairs.add(Repair::kExtraComma);
    return true;
  }

  bool read_element(char c) {
    const std::size_t start = t_.out.size();
    separate();
    const bool good = read_value(c, start);
    if (!good) t_.out.resize(start);
    return good;
  }

  void separate() {
    if (top().has_elements) t_.out += ',';
    top().after_comma = false;
  }

  bool read_key(char c) {
    if (quote_at(t_.text, t_.at).length > 0) {
      separate();
      if (read_string(t_, StringPlace::kKey)) {
        t_.out += ':';
        top().want = Want::kColon;
      }
      return true;
    }
    if (!(text::is_alpha(c) || c == '_' || c == '$')) return false;
    const std::string_view word = t_.word();
    std::size_t next = t_.at + word.size();
    while (next < t_.text.size() && is_json_space(t_.text[next])) ++next;
    if (next < t_.text.size() && t_.text[next] != ':') return false;
    separate();
    t_.out += json::quote(word);
    t_.out += ':';
    t_.repairs.add(Repair::kUnquotedKey);
    t_.at += word.size();
    top().want = Want::kColon;
    return true;
  }

  bool read_value(char c) { return read_value(c, t_.out.size()); }

  bool read_value(char c, std::size_t start) {
    if (c == '{' || c == '[') {
      if (stack_.size() >= kMaxDepth) return false;
      open(c, start);
      return true;
    }
    if (quote_at(t_.text, t_.at).length > 0) {
      const auto place = top().is_array ? StringPlace::kArrayElement : StringPlace::kFieldValue;
      if (read_string(t_, place)) value_done();
      return true;
    }
    const bool is_number = text::is_digit(c) || c == '-' || c == '+' || c == '.';
    auto scalar = is_number ? read_number(t_) : read_word(t_, top().is_array);
    if (scalar == ScalarReading::kNone && !top().is_array && read_unopened_string(t_))
      scalar = ScalarReading::kWhole;
    if (scalar == ScalarReading::kWhole) value_done();
    return scalar != ScalarReading::kNone;
  }

  void open(char c) { open(c, t_.out.size()); }
  void open(char c, std::size_t start) {
    t_.out += c;
    ++t_.at;
    stack_.push_back({.is_array = c == '[', .start = start, .complete = t_.out.size()});
  }

  bool close(char c) {
    const bool is_array = c == ']';
    if (top().is_array != is_array) {
      t_.repairs.add(Repair::kMismatchedBracket);
      const bool matches_below = std::any_of(stack_.begin(), stack_.end(), [&](const Frame& frame) {
        return frame.is_array == is_array;
      });
      if (matches_below && stands_for_the_other(is_array)) {
        ++t_.at;
        close_top();
      } else if (matches_below) {
        close_top();
      } else {
        ++t_.at;  // belongs to nothing
      }
      return true;
    }
    ++t_.at;
    close_top();
    return true;
  }

  // A `}` where a `]` is due, or the other way round, is either the wrong key, or the right bracket
  // after one that was forgotten. The brackets from here to the next value tell: after them that
  // value has to fit, a key into an object and anything else into an array; at the end of the text
  // they have to close everything.
  bool stands_for_the_other(bool is_array) const {
    if (stack_.size() < 2 || stack_[stack_.size() - 2].is_array != is_array) return false;
    std::size_t at = t_.at, closers = 0;
    for (; at < t_.text.size() && closers <= stack_.size(); ++at) {
      if (t_.text[at] == '}' || t_.text[at] == ']')
        ++closers;
      else if (!is_json_space(t_.text[at]))
        break;
    }
    if (t_.is_end(at)) return closers >= stack_.size();
    if (closers >= stack_.size() || t_.text[at] != ',') return false;
    const bool goes_in_array = stack_[stack_.size() - closers - 1].is_array;
    return goes_in_array != is_key(at + 1);
  }

  bool is_key(std::size_t at) const {
    constexpr std::size_t kMaxKey = 128;
    while (at < t_.text.size() && is_json_space(t_.text[at])) ++at;
    if (at >= t_.text.size() || t_.text[at] != '"') return false;
    const std::size_t close = t_.text.substr(0, at + kMaxKey).find('"', at + 1);
    if (close == std::string_view::npos) return false;
    at = close + 1;
    while (at < t_.text.size() && is_json_space(t_.text[at])) ++at;
    return at < t_.text.size() && t_.text[at] == ':';
  }

  void close_top() {
    if (top().want == Want::kColon || top().want == Want::kValue) drop_key();
    if (top().after_comma) t_.repairs.add(Repair::kTrailingComma);
    t_.out += top().is_array ? ']' : '}';
    const std::size_t fields = top().is_array ? 0 : top().fields;
    stack_.pop_back();
    if (stack_.empty()) return;
    top().fields_of_last = fields;
    value_done();
  }

  void drop_key() {
    t_.out.resize(top().complete);
    t_.repairs.add(Repair::kMissingValue);
  }

  void value_done() {
    top().has_elements = true;
    ++top().fields;
    top().complete = t_.out.size();
    top().want = Want::kComma;
  }

  // The text is over. What was begun as an element of an array goes as a whole, unless it has all
  // fields that the element before it has: then only brackets are missing.
  void close_cut() {
    t_.repairs.add(Repair::kCut);
    t_.at = std::min(t_.at, t_.text.size());
    for (std::size_t i = 1; i < stack_.size(); ++i) {
      if (!stack_[i - 1].is_array || is_like_its_sibling(i)) continue;
      stack_.resize(i);
      break;
    }
    t_.out.resize(top().complete);
    for (; !stack_.empty(); stack_.pop_back()) t_.out += top().is_array ? ']' : '}';
  }

  // Whether the object in frame `i`, an element of an array, ends after a whole value and has as
  // many fields as the element before.
  bool is_like_its_sibling(std::size_t i) const {
    const Frame& frame = stack_[i];
    if (frame.is_array || i + 1 != stack_.size() || frame.want != Want::kComma) return false;
    return stack_[i - 1].fields_of_last > 0 && frame.fields >= stack_[i - 1].fields_of_last;
  }

  Transcription t_;
  std::vector<Frame> stack_;
};

}  // namespace

std::optional<LenientValue> read_lenient(std::string_view text, std::size_t at,
                                         std::size_t& resume) {
  ContainerReader reader(text, at);
  const bool good = reader.read();
  resume = std::max(reader.at(), at + 1);
  if (!good) return std::nullopt;
  return reader.take();
}

}  // namespace generator::prompt
