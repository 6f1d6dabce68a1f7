// YAML 1.2: a tree of scalars, sequences and mappings that knows where each value stood in its
// file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace generator::yaml {

enum class Kind : std::uint8_t { kScalar, kSequence, kMapping };

struct Content;

/// A handle to one value; valid while its Document lives (also when that is moved). Cheap to copy.
class Node {
 public:
  Kind kind() const;
  bool is_scalar() const { return kind() == Kind::kScalar; }
  bool is_sequence() const { return kind() == Kind::kSequence; }
  bool is_mapping() const { return kind() == Kind::kMapping; }
  /// A scalar that means nothing: empty, `~` or `null`, unquoted.
  bool is_null() const;
  /// A scalar without quotes, block marker or tag: only such a one can be a number, a truth value
  /// or null.
  bool is_plain() const;

  /// A scalar's text, unquoted and unescaped; "" for anything else.
  std::string_view text() const;
  /// The name under which a mapping holds this node; "" for others.
  std::string_view key() const;
  int line() const;  // from 1
  /// "stages.judge.model", "servers[2].url": the way from the root; "" for the root.
  std::string path() const;
  /// "config.yaml:12"
  std::string place() const;

  /// Elements of a sequence or values of a mapping, in order: `for (yaml::Node field : mapping)`.
  class Iterator {
   public:
    Iterator(const Content* content, std::uint32_t index) : content_(content), index_(index) {}
    Node operator*() const { return {content_, index_}; }
    Iterator& operator++();
    bool operator==(const Iterator&) const = default;

   private:
    const Content* content_;
    std::uint32_t index_;
  };
  Iterator begin() const;
  Iterator end() const;
  std::size_t size() const;  // 0 for a scalar
  /// The value of that name; nothing where absent or not a mapping. Linear in the number of fields.
  std::optional<Node> find(std::string_view key) const;

  /// Typed reads. Errors: kInvalidInput, "config.yaml:12: `llm.model` …".
  Result<std::string> string() const;  // any scalar but null, as it is written
  Result<bool> boolean() const;
  Result<std::int64_t> integer() const;  // decimal, 0x or 0o
  Result<double> number() const;
  Status expect(Kind kind) const;
  /// An unknown key of a mapping is an error that names the nearest of `known`.
  Status expect_fields(std::initializer_list<std::string_view> known) const;
  /// The error "config.yaml:12: `llm.model` " + `what`.
  tl::unexpected<Error> error(std::string_view what) const;

 private:
  friend class Document;
  friend class Iterator;
  Node(const Content* content, std::uint32_t index) : content_(content), index_(index) {}
  const Content* content_;
  std::uint32_t index_;
};

/// One YAML document. At most 64 levels deep and 10^6 values, counted after aliases are expanded.
/// Anchors, aliases and merge keys (`<<`) are understood; a key given twice, a key that is not a
/// scalar, and a second document are errors. Tags but `!!str` and `!` (which make a scalar a
/// string) are ignored.
class Document {
 public:
  /// `name` stands in messages: "config.yaml". Errors: kInvalidInput, "config.yaml:12: …".
  static Result<Document> parse(std::string_view text, std::string name);
  static Result<Document> load(const std::string& path);
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();
  Node root() const;  // null for an empty text

 private:
  explicit Document(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

/// The same value as JSON, by the core schema of YAML 1.2 (so `no` and `1_000` are strings, and so
/// is whatever is quoted). Whole numbers keep all their digits; infinities and NaN become strings,
/// as written.
void write_json(json::Writer& out, const Node& node);
std::string to_json(const Node& node);

}  // namespace generator::yaml
