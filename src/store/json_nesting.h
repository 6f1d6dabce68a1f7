// Where a JSON value ends, without parsing it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace generator {

/// White space between JSON values.
inline bool is_json_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Follows the brackets and quotes of one JSON value, byte by byte; what stands between them is not
/// looked at.
class JsonNesting {
 public:
  enum class Step : std::uint8_t { kInside, kEnd, kMismatch };

  Step feed(char c) {
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
        return open_.empty() ? Step::kEnd : Step::kInside;
      }
      return Step::kInside;
    }
    if (c == '"') {
      in_string_ = true;
    } else if (c == '{' || c == '[') {
      open_.push_back(c);
    } else if (c == '}' || c == ']') {
      if (open_.empty() || open_.back() != (c == '}' ? '{' : '[')) return Step::kMismatch;
      open_.pop_back();
      if (open_.empty()) return Step::kEnd;
    }
    return Step::kInside;
  }
  std::size_t depth() const { return open_.size(); }
  bool in_string() const { return in_string_; }

 private:
  std::string open_;
  bool in_string_ = false;
  bool escaped_ = false;
};

/// Where the array of {"version":1,"data":[ begins: the offset of its '[' in `head`, the beginning
/// of a file. npos where the object ends, or `head` does, before a field of such a name (data,
/// rows, examples, items, train) holds an array.
std::size_t array_field(std::string_view head);

/// Whether the first line of `head` is one whole JSON value.
bool first_line_is_whole(std::string_view head);

}  // namespace generator
