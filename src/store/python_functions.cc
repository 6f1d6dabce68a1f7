#include "store/python_functions.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "store/python_literal.h"

namespace generator::python {
namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view s) : s_(s) {}

  std::vector<Function> run() {
    while (at_ < s_.size()) statement();
    return std::move(out_);
  }

 private:
  // One logical line.
  void statement() {
    const std::size_t begin = at_;
    while (at_ < s_.size() && (s_[at_] == ' ' || s_[at_] == '\t')) ++at_;
    const std::size_t indent = at_ - begin;
    if (at_ >= s_.size() || s_[at_] == '\n' || s_[at_] == '\r' || s_[at_] == '#') return to_line_end();
    leave_blocks(indent);
    if (s_[at_] == '@') return decorator();
    if (takes_word("class")) {
      classes_.push_back(indent);
      forget_decorators();
      return skip_block_head();
    }
    const std::size_t before = at_;
    takes_word("async");
    if (takes_word("def")) return function(indent);
    at_ = before;
    forget_decorators();
    skip_logical_line();
  }

  void leave_blocks(std::size_t indent) {
    while (!classes_.empty() && indent <= classes_.back()) classes_.pop_back();
    if (function_indent_ != kNone && indent <= function_indent_) function_indent_ = kNone;
  }

  void forget_decorators() { is_tool_ = is_static_ = false; }

  void decorator() {
    const std::size_t begin = ++at_;
    while (at_ < s_.size() && (text::is_word(s_[at_]) || s_[at_] == '.')) ++at_;
    const std::string name = text::to_lower(s_.substr(begin, at_ - begin));
    is_tool_ = is_tool_ || text::contains(name, "tool");
    is_static_ = is_static_ || name == "staticmethod";
    skip_logical_line();
  }

  void function(std::size_t indent) {
    Function found;
    found.line = line_at(at_);
    found.name = word();
    found.is_method = !classes_.empty();
    found.is_static = is_static_;
    found.is_tool = is_tool_;
    forget_decorators();
    const bool is_nested = function_indent_ != kNone;
    spaces();
    if (at_ < s_.size() && s_[at_] == '[') bracket();  // type parameters
    spaces();
    if (found.name.empty() || at_ >= s_.size() || s_[at_] != '(') return skip_logical_line();
    const std::size_t open = at_;
    if (!bracket()) return;
    found.parameters = s_.substr(open + 1, at_ - open - 2);
    spaces();
    if (s_.substr(at_, 2) == "->") {
      const std::size_t begin = at_ += 2;
      to_colon();
      found.returns = text::trim(s_.substr(begin, at_ - begin));
    }
    if (at_ >= s_.size() || s_[at_] != ':') return skip_logical_line();
    ++at_;
    if (!is_nested) function_indent_ = indent;
    docstring(found);
    if (!is_nested) out_.push_back(std::move(found));
  }

  // The first statement of the body, where it is a string.
  void docstring(Function& found) {
    while (at_ < s_.size() && (text::is_space(s_[at_]) || s_[at_] == '#')) {
      if (s_[at_] == '#')
        to_line_end();
      else
        ++at_;
    }
    const std::size_t line_start = s_.rfind('\n', at_ == 0 ? 0 : at_ - 1);
    const std::size_t begin = at_;
    if (begins_string()) {
      skip_string();
      std::size_t size = 0;
      if (const auto quoted = literal(s_.substr(begin, at_ - begin), size))
        if (const auto document = json::Document::parse(*quoted))
          found.docstring = std::string(document->root().text());
      return skip_logical_line();
    }
    // It is read again as a statement, from the start of its line.
    if (line_start != std::string_view::npos && text::trim(s_.substr(line_start, begin - line_start)).empty())
      at_ = line_start + 1;
    else
      skip_logical_line();
  }

  bool takes_word(std::string_view wanted) {
    if (s_.substr(at_, wanted.size()) != wanted) return false;
    const std::size_t end = at_ + wanted.size();
    if (end >= s_.size() || (s_[end] != ' ' && s_[end] != '\t')) return false;
    at_ = end;
    spaces();
    return true;
  }

  std::string_view word() {
    const std::size_t begin = at_;
    while (at_ < s_.size() && text::is_word(s_[at_])) ++at_;
    return s_.substr(begin, at_ - begin);
  }

  void spaces() {
    while (at_ < s_.size() && (s_[at_] == ' ' || s_[at_] == '\t' || s_.substr(at_, 2) == "\\\n"))
      at_ += s_[at_] == '\\' ? 2 : 1;
  }

  void to_line_end() {
    const std::size_t end = s_.find('\n', at_);
    at_ = end == std::string_view::npos ? s_.size() : end + 1;
  }

  bool begins_string() const {
    const std::size_t quote = s_.find_first_not_of("rRbBuUfF", at_);
    return quote != std::string_view::npos && quote - at_ <= 2 && (s_[quote] == '"' || s_[quote] == '\'');
  }

  // Behind the string that begins at `at_`, prefix and all; an open one ends with its line, or with
  // the text where it has three quotes.
  void skip_string() {
    while (s_[at_] != '"' && s_[at_] != '\'') ++at_;
    const char c = s_[at_];
    const bool is_long = at_ + 2 < s_.size() && s_[at_ + 1] == c && s_[at_ + 2] == c;
    at_ += is_long ? 3 : 1;
    while (at_ < s_.size()) {
      if (s_[at_] == '\\') {
        at_ = std::min(at_ + 2, s_.size());
      } else if (!is_long && s_[at_] == '\n') {
        return;
      } else if (s_[at_] == c && (!is_long || (at_ + 2 < s_.size() && s_[at_ + 1] == c && s_[at_ + 2] == c))) {
        at_ += is_long ? 3 : 1;
        return;
      } else {
        ++at_;
      }
    }
  }

  // One step through code: strings and comments whole. False at the end.
  bool step(int& depth) {
    if (at_ >= s_.size()) return false;
    const char c = s_[at_];
    if (c == '"' || c == '\'') {
      skip_string();
      return true;
    }
    if (c == '#') {
      const std::size_t end = s_.find('\n', at_);
      at_ = end == std::string_view::npos ? s_.size() : end;
      return true;
    }
    if (c == '\\') {
      at_ = std::min(at_ + 2, s_.size());
      return true;
    }
    depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
    ++at_;
    return true;
  }

  // Behind the bracket that opens here. False where it never closes.
  bool bracket() {
    int depth = 0;
    do {
      if (!step(depth)) return false;
    } while (depth > 0);
    return true;
  }

  void to_colon() {
    int depth = 0;
    while (at_ < s_.size() && !(depth <= 0 && (s_[at_] == ':' || s_[at_] == '\n'))) step(depth);
  }

  void skip_block_head() {
    to_colon();
    if (at_ < s_.size()) ++at_;
    skip_logical_line();
  }

  void skip_logical_line() {
    int depth = 0;
    while (at_ < s_.size()) {
      if (s_[at_] == '\n' && depth <= 0) {
        ++at_;
        return;
      }
      step(depth);
    }
  }

  int line_at(std::size_t offset) {
    for (; counted_ < offset; ++counted_)
      if (s_[counted_] == '\n') ++line_;
    return line_;
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::string_view s_;
  std::size_t at_ = 0;
  std::vector<Function> out_;
  std::vector<std::size_t> classes_;     // indents of the classes that we are in
  std::size_t function_indent_ = kNone;  // of the function that we are in
  bool is_tool_ = false, is_static_ = false;
  std::size_t counted_ = 0;
  int line_ = 1;
};

}  // namespace

std::vector<Function> functions(std::string_view source) { return Scanner(source).run(); }

}  // namespace generator::python
