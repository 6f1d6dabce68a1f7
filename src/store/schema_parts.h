// A JSON Schema while it is put together: its keywords as text, its properties, what must be given.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace generator {

/// JSON Schema text, and the definitions that it refers to by `#/$defs/NAME`, ascending.
struct SchemaText {
  std::string text;
  std::vector<std::uint32_t> definitions;
};

struct SchemaParts {
  std::vector<std::string> types;                             // "object", "null", ...
  std::vector<std::pair<std::string, std::string>> keywords;  // name, JSON text; in order
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<std::string> required;
  std::vector<std::string> all_of;  // what could not be merged
  std::vector<std::uint32_t> definitions;  // in any order, also twice
  bool is_nullable = false;  // OpenAPI 3.0's `nullable: true`

  bool has_type(std::string_view type) const;
  const std::string* keyword(std::string_view name) const;  // nullptr where absent
  /// The first of a name wins.
  void add_keyword(std::string_view name, std::string json);
  void set_keyword(std::string_view name, std::string json);
  void add_definitions(const std::vector<std::uint32_t>& more) {
    definitions.insert(definitions.end(), more.begin(), more.end());
  }

  /// Takes over all that `other` says, as `allOf` means it: both hold. False, and unchanged, where
  /// they say different things of the same: then both have to be kept side by side.
  bool merge(const SchemaParts& other);

  SchemaText to_schema() const;
};

/// Ascending, each once.
std::vector<std::uint32_t> in_order(std::vector<std::uint32_t> numbers);

}  // namespace generator
