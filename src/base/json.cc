// simdjson's on-demand parser finds the structure; we keep a flat list of nodes, each with the
// slice of the source it came from. A container's children are linked by `next`, in order.
#include "base/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <new>

#include "base/text.h"

namespace generator::json {

struct Node {
  Kind kind = Kind::kNull;
  std::string_view raw;
  std::string_view text;  // string: unescaped value
  std::string_view key;   // field of an object: unescaped name
  std::uint32_t children = 0;
  std::uint32_t first = 0;  // index of the first child in `Content::order`
};

struct Document::Content {
  simdjson::padded_string source;
  simdjson::ondemand::parser parser;
  std::unique_ptr<std::uint8_t[]> strings;  // unescaped; simdjson's own may be null and be used
  std::vector<Node> nodes;
};

namespace {

namespace od = simdjson::ondemand;
constexpr int kMaxDepth = 256;

// Reads values depth first. The children of one container are made to stand side by side in
// `nodes`.
class Builder {
 public:
  Builder(const od::parser& parser, std::uint8_t* strings, std::vector<Node>& nodes)
      : parser_(parser), strings_(strings), nodes_(nodes) {}

  simdjson::error_code read(od::value value, std::uint32_t index, int depth) {
    if (depth > kMaxDepth) return simdjson::DEPTH_ERROR;
    od::json_type type;
    if (const auto error = value.type().get(type)) return error;
    switch (type) {
      case od::json_type::object:
        return read_object(value, index, depth);
      case od::json_type::array:
        return read_array(value, index, depth);
      default:
        return read_scalar(value, type, index);
    }
  }

  simdjson::error_code read_scalar(od::value value, od::json_type type, std::uint32_t index) {
    Node& node = nodes_[index];
    node.raw = text::trim_right(value.raw_json_token());
    if (type == od::json_type::string) {
      node.kind = Kind::kString;
      // raw_json_token may run past the closing quote, up to the next token.
      node.raw = node.raw.substr(0, closing_quote(node.raw) + 1);
      od::raw_json_string text;
      if (const auto error = value.get_raw_json_string().get(text)) return error;
      return parser_.unescape(text, strings_).get(node.text);
    }
    if (type == od::json_type::number) {
      node.kind = Kind::kNumber;
      od::number ignored;
      if (value.get_number().get(ignored) == simdjson::SUCCESS) return simdjson::SUCCESS;
      double wide;  // beyond 64 bits
      return value.get_double().get(wide);
    }
    if (type == od::json_type::boolean) {
      node.kind = Kind::kBool;
      bool ignored;
      return value.get_bool().get(ignored);
    }
    node.kind = Kind::kNull;
    return node.raw == "null" ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
  }

 private:
  static std::size_t closing_quote(std::string_view raw) {
    std::size_t at = 1;
    while (at < raw.size() && raw[at] != '"') at += raw[at] == '\\' ? 2 : 1;
    return std::min(at, raw.size() - 1);
  }

  // Children are collected in `pending_` (a stack) and moved behind the nodes once their container
  // is whole.
  simdjson::error_code read_object(od::value value, std::uint32_t index, int depth) {
    od::object object;
    if (const auto error = value.get_object().get(object)) return error;
    std::string_view raw;
    if (const auto error = object.raw_json().get(raw)) return error;
    bool ignored;
    if (const auto error = object.reset().get(ignored)) return error;
    nodes_[index].kind = Kind::kObject;
    nodes_[index].raw = text::trim_right(raw);
    const std::size_t base = pending_.size();
    for (auto entry : object) {
      od::field field;
      if (const auto error = std::move(entry).get(field)) return error;
      Node child;
      if (const auto error = parser_.unescape(field.key(), strings_).get(child.key)) return error;
      if (const auto error = read_child(field.value(), child, depth)) return error;
    }
    adopt(index, base);
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_array(od::value value, std::uint32_t index, int depth) {
    od::array array;
    if (const auto error = value.get_array().get(array)) return error;
    std::string_view raw;
    if (const auto error = array.raw_json().get(raw)) return error;
    bool ignored;
    if (const auto error = array.reset().get(ignored)) return error;
    nodes_[index].kind = Kind::kArray;
    nodes_[index].raw = text::trim_right(raw);
    const std::size_t base = pending_.size();
    for (auto entry : array) {
      od::value element;
      if (const auto error = std::move(entry).get(element)) return error;
      if (const auto error = read_child(element, Node{}, depth)) return error;
    }
    adopt(index, base);
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_child(od::value value, const Node& child, int depth) {
    const auto scratch = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(child);
    if (const auto error = read(value, scratch, depth + 1)) return error;
    pending_.push_back(nodes_[scratch]);
    return simdjson::SUCCESS;
  }

  void adopt(std::uint32_t index, std::size_t base) {
    nodes_[index].first = static_cast<std::uint32_t>(nodes_.size());
    nodes_[index].children = static_cast<std::uint32_t>(pending_.size() - base);
    nodes_.insert(nodes_.end(), pending_.begin() + static_cast<std::ptrdiff_t>(base),
                  pending_.end());
    pending_.resize(base);
  }

  const od::parser& parser_;
  std::uint8_t* strings_;  // where the next one goes
  std::vector<Node>& nodes_;
  std::vector<Node> pending_;
};

// What stands behind the backslash for a byte that cannot stand for itself; 'u': its number.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> table{};
  for (std::size_t control = 0; control < 0x20; ++control) table[control] = 'u';
  table['"'] = '"';
  table['\\'] = '\\';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['\b'] = 'b';
  table['\f'] = 'f';
  return table;
}();

void append_quoted(std::string_view value, std::string& out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  const std::string repaired =
      text::is_valid_utf8(value) ? std::string() : text::repair_utf8(value);
  if (!repaired.empty()) value = repaired;
  out += '"';
  std::size_t begin = 0;  // of the run that can stand as it is
  for (std::size_t at = 0; at < value.size(); ++at) {
    const auto byte = static_cast<unsigned char>(value[at]);
    const char escape = kEscapes[byte];
    if (escape == 0) continue;
    out.append(value.substr(begin, at - begin));
    begin = at + 1;
    out += '\\';
    out += escape;
    if (escape != 'u') continue;
    out += "00";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  out.append(value.substr(begin)) += '"';
}

}  // namespace

Kind Value::kind() const { return nodes_ == nullptr ? Kind::kNull : node().kind; }
const Node& Value::node() const { return (*nodes_)[index_]; }
std::string_view Value::raw() const { return nodes_ == nullptr ? "null" : node().raw; }
std::string_view Value::text() const { return nodes_ == nullptr ? "" : node().text; }
std::size_t Value::size() const { return nodes_ == nullptr ? 0 : node().children; }
Value Value::at(std::size_t index) const {
  return {nodes_, node().first + static_cast<std::uint32_t>(index)};
}
std::string_view Value::key(std::size_t index) const { return at(index).node().key; }

std::optional<bool> Value::boolean() const {
  if (kind() != Kind::kBool) return std::nullopt;
  return raw() == "true";
}

std::optional<double> Value::number() const {
  if (!is_number()) return std::nullopt;
  double value = 0;
  std::from_chars(raw().data(), raw().data() + raw().size(), value);
  return value;
}

std::optional<std::int64_t> Value::integer() const {
  if (!is_number()) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(raw().data(), raw().data() + raw().size(), value);
  if (error == std::errc() && end == raw().data() + raw().size()) return value;
  const double wide = *number();
  if (std::floor(wide) != wide || std::fabs(wide) > 9007199254740992.0) return std::nullopt;
  return static_cast<std::int64_t>(wide);
}

std::optional<Value> Value::find(std::string_view name) const {
  if (!is_object()) return std::nullopt;
  for (std::size_t i = 0; i < size(); ++i)
    if (key(i) == name) return at(i);
  return std::nullopt;
}

std::string_view Value::text_of(std::string_view name, std::string_view otherwise) const {
  const auto field = find(name);
  return field && field->is_string() ? field->text() : otherwise;
}

Document::Document(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;
Value Document::root() const { return {&content_->nodes, 0}; }

Result<Document> Document::parse(std::string_view source) {
  if (source.size() > (std::size_t{1} << 30))
    return fail(ErrorKind::kInvalidInput,
                "a JSON value of more than 1 GiB; write one row a line (.jsonl) instead");
  auto content = std::make_unique<Content>();
  content->source = simdjson::padded_string(source);
  if (content->source.data() == nullptr) throw std::bad_alloc();
  content->nodes.emplace_back();
  od::document document;
  auto error = content->parser.iterate(content->source).get(document);
  // Each is written in blocks, and is never longer than as it stands.
  content->strings.reset(new std::uint8_t[source.size() + 2 * simdjson::SIMDJSON_PADDING]);
  Builder builder(content->parser, content->strings.get(), content->nodes);
  if (!error) {
    od::json_type type{};
    error = document.type().get(type);
    const bool is_container = type == od::json_type::object || type == od::json_type::array;
    if (!error && is_container) {
      od::value value;
      error = document.get_value().get(value);
      if (!error) error = builder.read(value, 0, 0);
      // Past the last token there is no location any more.
      if (!error && document.current_location().error() != simdjson::OUT_OF_BOUNDS)
        error = simdjson::TRAILING_CONTENT;
    } else if (!error) {
      // simdjson gives no od::value for a scalar at the root: read it as the only element of an
      // array.
      TRY(Document wrapped, parse("[" + std::string(text::trim(source)) + "]"));
      if (wrapped.root().size() != 1)
        return fail(ErrorKind::kInvalidInput, "more than one JSON value");
      wrapped.content_->nodes[0] = wrapped.content_->nodes[wrapped.content_->nodes[0].first];
      return wrapped;
    }
  }
  if (error == simdjson::MEMALLOC) throw std::bad_alloc();
  if (error)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("not valid JSON: {}", simdjson::error_message(error)));
  return Document(std::move(content));
}

void Writer::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

Writer& Writer::begin_object() {
  separate();
  out_ += '{';
  needs_comma_ = false;
  return *this;
}

Writer& Writer::end_object() {
  out_ += '}';
  needs_comma_ = true;
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  out_ += '[';
  needs_comma_ = false;
  return *this;
}

Writer& Writer::end_array() {
  out_ += ']';
  needs_comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  separate();
  append_quoted(name, out_);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

Writer& Writer::string(std::string_view value) {
  separate();
  append_quoted(value, out_);
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  separate();
  out_ += std::to_string(value);
  return *this;
}

Writer& Writer::number(double value) {
  if (!std::isfinite(value)) return null();
  separate();
  char digits[32];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  out_.append(digits, end);
  return *this;
}

Writer& Writer::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

Writer& Writer::null() {
  separate();
  out_ += "null";
  return *this;
}

Writer& Writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

std::string quote(std::string_view value) {
  std::string out;
  out.reserve(value.size() + value.size() / 16 + 2);
  append_quoted(value, out);
  return out;
}

std::string other_fields(Value object, const std::vector<std::string_view>& known) {
  std::string out;
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (std::find(known.begin(), known.end(), object.key(i)) != known.end()) continue;
    if (!out.empty()) out += ',';
    out += quote(object.key(i));
    out += ':';
    out += object.at(i).raw();
  }
  return out;
}

}  // namespace generator::json
