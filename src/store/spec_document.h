// A specification as it was written: JSON or YAML, its references, and where each value stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace generator {

/// One parsed file. YAML is turned into JSON once, with the line of every value kept, so that what
/// reads specifications knows one form only. Handles stay valid when the document is moved.
class SpecDocument {
 public:
  /// JSON where the first byte is `{` or `[` and it parses, else YAML. `name` stands in messages.
  /// Limits: JSON 256 levels and 1 GiB, YAML 64 levels and 10^6 values (base/yaml.h).
  /// Errors: kInvalidInput, with the line where the reader knows one.
  static Result<SpecDocument> parse(std::string_view text, std::string name);

  json::Value root() const { return document_.root(); }
  const std::string& name() const { return name_; }
  bool is_yaml() const { return is_yaml_; }
  /// From 1; of any value of this document.
  int line(json::Value value) const;
  /// "#/paths/~1pets/get"; of any value of this document.
  std::string pointer(json::Value value) const;

  /// As Value::find, in constant time also for objects with very many fields.
  std::optional<json::Value> find(json::Value object, std::string_view key) const;
  /// The value that "#/components/schemas/Pet" names: a JSON pointer (RFC 6901) in a fragment, with
  /// %XX. Errors: kNotFound for what is not there; kInvalidInput for another file or address, which
  /// is never fetched.
  Result<json::Value> follow(std::string_view reference) const;
  /// `value` itself, or what its `$ref` names in the end; every step counts.
  /// Errors: as `follow`; kInvalidInput for a reference that leads back to itself.
  Result<json::Value> resolve(json::Value value) const;

 private:
  struct Place {
    std::size_t offset;
    int line;
  };
  explicit SpecDocument(json::Document document) : document_(std::move(document)) {}
  static Result<SpecDocument> parse_json(std::string_view text, int first_line);
  static Result<SpecDocument> parse_yaml(std::string_view text, const std::string& name);
  Result<json::Value> walk(std::string_view pointer, std::string_view reference) const;

  std::string name_;
  bool is_yaml_ = false;
  json::Document document_;
  std::vector<Place> places_;  // by offset from the root's first byte, ascending
  using Index = std::unordered_map<std::string_view, std::size_t>;
  mutable std::unordered_map<const char*, Index> wide_;  // by an object's first byte
  mutable std::unordered_map<std::string, std::optional<json::Value>> followed_;
};

/// What an object is known by: the address of its first byte.
inline const char* identity(json::Value value) { return value.raw().data(); }

/// `name` as one step of a JSON pointer: `/` becomes ~1, `~` becomes ~0.
std::string pointer_step(std::string_view name);

}  // namespace generator
