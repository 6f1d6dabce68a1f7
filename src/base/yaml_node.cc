// Reading values out of the tree: what a plain scalar means is the core schema of YAML 1.2, nothing
// of 1.1 (there `no`, `on` and 0777 mean something else, which has surprised everyone once).
#include <fmt/format.h>

#include <charconv>

#include "base/text.h"
#include "base/yaml.h"
#include "base/yaml_content.h"

namespace generator::yaml {
namespace {

const Record& record_of(const Content* content, std::uint32_t index) {
  return content->records[index];
}

std::string_view kind_name(Kind kind) {
  return kind == Kind::kScalar     ? "a single value"
         : kind == Kind::kSequence ? "a list"
                                   : "a mapping";
}

bool is_one_of(std::string_view s, std::initializer_list<std::string_view> words) {
  for (const auto word : words)
    if (s == word) return true;
  return false;
}

bool is_true(std::string_view s) { return is_one_of(s, {"true", "True", "TRUE"}); }
bool is_false(std::string_view s) { return is_one_of(s, {"false", "False", "FALSE"}); }
bool is_nothing(std::string_view s) { return is_one_of(s, {"", "~", "null", "Null", "NULL"}); }

std::string_view without_sign(std::string_view s) {
  return !s.empty() && (s[0] == '-' || s[0] == '+') ? s.substr(1) : s;
}

std::size_t leading_digits(std::string_view s) {
  std::size_t n = 0;
  while (n < s.size() && text::is_digit(s[n])) ++n;
  return n;
}

bool is_decimal(std::string_view s) {
  s = without_sign(s);
  return !s.empty() && leading_digits(s) == s.size();
}

// 0x1F or 0o17; nothing where it is neither or does not fit.
std::optional<std::int64_t> based_integer(std::string_view s) {
  if (s.size() < 3 || s[0] != '0' || (s[1] != 'x' && s[1] != 'o')) return std::nullopt;
  std::int64_t value = 0;
  const char* last = s.data() + s.size();
  const auto [end, error] = std::from_chars(s.data() + 2, last, value, s[1] == 'x' ? 16 : 8);
  if (error != std::errc() || end != last || s[2] == '-') return std::nullopt;
  return value;
}

// [-+]? ( '.' digits | digits ( '.' digits? )? ) ( [eE] [-+]? digits )?
bool is_float(std::string_view s) {
  s = without_sign(s);
  const std::size_t whole = leading_digits(s);
  s.remove_prefix(whole);
  std::size_t fraction = 0;
  if (!s.empty() && s[0] == '.') {
    s.remove_prefix(1);
    fraction = leading_digits(s);
    s.remove_prefix(fraction);
  }
  if (whole + fraction == 0) return false;
  if (s.empty()) return true;
  if (s[0] != 'e' && s[0] != 'E') return false;
  s = without_sign(s.substr(1));
  return !s.empty() && leading_digits(s) == s.size();
}

std::optional<double> float_value(std::string_view s) {
  if (!is_float(s)) return std::nullopt;
  if (s[0] == '+') s.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (error != std::errc() || end != s.data() + s.size()) return std::nullopt;
  return value;
}

// JSON wants no plus sign and no leading zeros.
std::string json_integer(std::string_view s) {
  const bool negative = s[0] == '-';
  s = without_sign(s);
  while (s.size() > 1 && s[0] == '0') s.remove_prefix(1);
  return (negative ? "-" : "") + std::string(s);
}

void write_plain(json::Writer& out, std::string_view s) {
  if (is_nothing(s)) {
    out.null();
  } else if (is_true(s) || is_false(s)) {
    out.boolean(is_true(s));
  } else if (is_decimal(s) && float_value(s)) {  // beyond a double it stays text, as infinities do
    out.raw(json_integer(s));
  } else if (const auto based = based_integer(s)) {
    out.integer(*based);
  } else if (const auto number = float_value(s)) {
    out.number(*number);
  } else {
    out.string(s);
  }
}

}  // namespace

Node::Iterator& Node::Iterator::operator++() {
  index_ = record_of(content_, index_).next;
  return *this;
}

Kind Node::kind() const { return record_of(content_, index_).kind; }
bool Node::is_plain() const { return record_of(content_, index_).plain; }
bool Node::is_null() const { return is_scalar() && is_plain() && is_nothing(text()); }
std::string_view Node::text() const { return record_of(content_, index_).text; }
std::string_view Node::key() const { return record_of(content_, index_).key; }
int Node::line() const { return record_of(content_, index_).line; }
Node::Iterator Node::begin() const { return {content_, record_of(content_, index_).first}; }
Node::Iterator Node::end() const { return {content_, kNone}; }
std::size_t Node::size() const { return record_of(content_, index_).children; }
std::string Node::place() const { return fmt::format("{}:{}", content_->name, line()); }

std::string Node::path() const {
  const Record& record = record_of(content_, index_);
  if (record.parent == kNone) return {};
  const Node parent(content_, record.parent);
  std::string out = parent.path();
  if (parent.is_mapping()) {
    if (!out.empty()) out += '.';
    return out += text::for_terminal(record.key);
  }
  std::size_t position = 0;
  for (auto at = record_of(content_, record.parent).first; at != index_;
       at = record_of(content_, at).next)
    ++position;
  return out += fmt::format("[{}]", position);
}

std::optional<Node> Node::find(std::string_view wanted) const {
  if (!is_mapping()) return std::nullopt;
  for (const Node field : *this)
    if (field.key() == wanted) return field;
  return std::nullopt;
}

tl::unexpected<Error> Node::error(std::string_view what) const {
  const std::string way = path();
  return fail(ErrorKind::kInvalidInput,
              fmt::format("{}: {}{}{}{}", place(), way.empty() ? "the document" : "`", way,
                          way.empty() ? " " : "` ", what));
}

Status Node::expect(Kind wanted) const {
  if (kind() == wanted) return {};
  return error(fmt::format("is {}; {} is wanted", is_null() ? "empty" : kind_name(kind()),
                           kind_name(wanted)));
}

Result<std::string> Node::string() const {
  CHECK_OK(expect(Kind::kScalar));
  if (is_null()) return error("is empty; a text is wanted");
  return std::string(text());
}

Result<bool> Node::boolean() const {
  CHECK_OK(expect(Kind::kScalar));
  if (is_plain() && (is_true(text()) || is_false(text()))) return is_true(text());
  return error(
      fmt::format("is {}; true or false is wanted", json::quote(text::for_terminal(text()))));
}

Result<std::int64_t> Node::integer() const {
  CHECK_OK(expect(Kind::kScalar));
  if (is_plain()) {
    std::int64_t value = 0;
    const std::string_view s = !text().empty() && text()[0] == '+' ? text().substr(1) : text();
    const auto [end, failure] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (is_decimal(text()) && failure == std::errc() && end == s.data() + s.size()) return value;
    if (const auto based = based_integer(text())) return *based;
  }
  return error(
      fmt::format("is {}; a whole number is wanted", json::quote(text::for_terminal(text()))));
}

Result<double> Node::number() const {
  CHECK_OK(expect(Kind::kScalar));
  if (is_plain()) {
    if (const auto value = float_value(text())) return *value;
    if (const auto based = based_integer(text())) return static_cast<double>(*based);
  }
  return error(fmt::format("is {}; a number is wanted", json::quote(text::for_terminal(text()))));
}

Status Node::expect_fields(std::initializer_list<std::string_view> known) const {
  CHECK_OK(expect(Kind::kMapping));
  for (const Node field : *this) {
    bool found = false;
    for (const auto name : known) found = found || name == field.key();
    if (found) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    std::string hint = text::nearest(field.key(), names);
    hint = hint.empty() ? fmt::format("known here: {}", text::join(names, ", "))
                        : fmt::format("is `{}` meant?", hint);
    return field.error("is not a known key; " + hint);
  }
  return {};
}

void write_json(json::Writer& out, const Node& node) {
  if (node.is_mapping()) {
    out.begin_object();
    for (const Node field : node) write_json(out.key(field.key()), field);
    out.end_object();
  } else if (node.is_sequence()) {
    out.begin_array();
    for (const Node item : node) write_json(out, item);
    out.end_array();
  } else if (node.is_plain()) {
    write_plain(out, node.text());
  } else {
    out.string(node.text());
  }
}

std::string to_json(const Node& node) {
  std::string out;
  json::Writer writer(out);
  write_json(writer, node);
  return out;
}

}  // namespace generator::yaml
