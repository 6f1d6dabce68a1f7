// JSON: a reader that gives values together with their exact source bytes, and an appending writer.
//
// What we do not know travels on as raw text, in order, so no number is re-spelt and no field is
// lost.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace generator::json {

enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

struct Node;

/// A handle to one value; valid while its Document lives. Cheap to copy.
class Value {
 public:
  Value() = default;
  Kind kind() const;
  bool is_null() const { return kind() == Kind::kNull; }
  bool is_string() const { return kind() == Kind::kString; }
  bool is_number() const { return kind() == Kind::kNumber; }
  bool is_object() const { return kind() == Kind::kObject; }
  bool is_array() const { return kind() == Kind::kArray; }

  /// The value's bytes as they stand in the source.
  std::string_view raw() const;
  /// Unescaped text of a string; "" for anything else.
  std::string_view text() const;
  std::optional<bool> boolean() const;
  std::optional<double> number() const;
  /// Whole numbers in range, also when spelt 3.0.
  std::optional<std::int64_t> integer() const;

  /// Children of an array or object, in order; empty for anything else.
  std::size_t size() const;
  Value at(std::size_t index) const;              // index < size()
  std::string_view key(std::size_t index) const;  // of an object
  /// The first field of that name; nothing where absent or not an object.
  std::optional<Value> find(std::string_view key) const;
  /// find(key)'s text, or `otherwise`.
  std::string_view text_of(std::string_view key, std::string_view otherwise = "") const;

 private:
  friend class Document;
  Value(const std::vector<Node>* nodes, std::uint32_t index) : nodes_(nodes), index_(index) {}
  const Node& node() const;
  const std::vector<Node>* nodes_ = nullptr;
  std::uint32_t index_ = 0;
};

/// A parsed text and its bytes.
class Document {
 public:
  /// Strict RFC 8259 in UTF-8, at most 256 levels deep, at most 1 GiB.
  /// Errors: kInvalidInput, with the byte offset where one is known.
  static Result<Document> parse(std::string_view text);
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();
  Value root() const;

 private:
  struct Content;
  explicit Document(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

/// Appends JSON to a string. Commas are its own affair; the caller balances begin and end.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view value);  // invalid UTF-8 becomes U+FFFD
  Writer& integer(std::int64_t value);
  Writer& number(
      double value);  // shortest form that reads back the same; NaN and infinity become null
  Writer& boolean(bool value);
  Writer& null();
  Writer& raw(std::string_view json);  // a whole value, already JSON

  Writer& field(std::string_view name, std::string_view value) { return key(name).string(value); }
  Writer& field(std::string_view name, const char* value) { return key(name).string(value); }
  Writer& field(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  Writer& field(std::string_view name, double value) { return key(name).number(value); }

 private:
  void separate();
  std::string& out_;
  bool needs_comma_ = false;
};

/// `text` as a JSON string with its quotes.
std::string quote(std::string_view text);

/// The raw fields of an object but those in `known`, as `"a":1,"b":[]`; "" where there is none.
std::string other_fields(Value object, const std::vector<std::string_view>& known);

}  // namespace generator::json
