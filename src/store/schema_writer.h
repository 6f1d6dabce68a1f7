// Schemas of OpenAPI 3.0, 3.1 and Swagger 2.0 as JSON Schema 2020-12.
//
// A reference to a small schema that refers to nothing is replaced by it; every other one stays, as
// `#/$defs/NAME`, and so cycles need no special case. Each schema is written once, whatever refers
// to it, so time and memory are linear in the file; what a hostile file could still multiply
// (`allOf` of `allOf`, small schemas used often) is held by limits on bytes and steps.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/json.h"
#include "store/schema_parts.h"
#include "store/spec_document.h"

namespace generator {

/// Which of OpenAPI's dialects a schema is written in: in 3.1 it is JSON Schema 2020-12 itself.
enum class SchemaDialect : std::uint8_t { kSwagger2, kOpenApi30, kOpenApi31 };

/// What a schema is for: `readOnly` properties are not sent, `writeOnly` ones do not come back.
enum class SchemaUse : std::uint8_t { kRequest, kResponse };

bool is_schema_type(std::string_view name);
/// A name for what a reference names: its last step, made of [A-Za-z0-9_.-].
std::string definition_name(std::string_view reference);

class SchemaWriter {
 public:
  /// Hears of what could not be taken as it stands, at `where`.
  using OnProblem = std::function<void(json::Value where, std::string message)>;

  /// `document` must outlive this.
  SchemaWriter(const SpecDocument& document, SchemaDialect dialect, SchemaUse use,
               OnProblem on_problem);

  SchemaText write(json::Value schema);
  /// The same taken apart, after `$ref` and `allOf`, so that more can be said and it can be asked
  /// for its properties.
  SchemaParts parts(json::Value schema);

  /// `"$defs":{…}` of what `wanted` leads to, nearest first, or "" where that is nothing. What is
  /// beyond `budget` bytes is cut to its type; `cut` counts those.
  std::string definitions(const std::vector<std::uint32_t>& wanted, std::size_t budget, int& cut);

 private:
  enum class State : std::uint8_t { kNew, kBegun, kDone };
  struct Definition {
    std::string name;
    json::Value target;
    State state = State::kNew;
    SchemaText schema;
  };
  struct Merging {
    std::unordered_set<const char*> seen;  // targets that are part of the schema already
    int depth = 0;
  };

  void read_into(SchemaParts& parts, json::Value schema, Merging& merging);
  void read_keyword(SchemaParts& parts, json::Value schema, std::string_view key, json::Value value);
  void read_type(SchemaParts& parts, json::Value value);
  void read_properties(SchemaParts& parts, json::Value properties);
  void read_required(SchemaParts& parts, json::Value schema, json::Value names);
  void read_bound(SchemaParts& parts, json::Value schema, std::string_view key, json::Value value);
  void read_examples(SchemaParts& parts, std::string_view key, json::Value value);
  void read_one(SchemaParts& parts, std::string_view key, json::Value schema);
  void read_list(SchemaParts& parts, std::string_view key, json::Value schemas,
                 json::Value discriminator);
  void read_map(SchemaParts& parts, std::string_view key, json::Value schemas);
  void merge_branch(SchemaParts& parts, json::Value branch, Merging& merging);
  void read_reference(SchemaParts& parts, json::Value schema, Merging& merging);
  static void add(SchemaParts& parts, const SchemaParts& other);
  static void keep_beside(SchemaParts& parts, SchemaText text);
  SchemaText written(const SchemaParts& parts);

  bool is_hidden(json::Value property) const;  // by readOnly or writeOnly
  SchemaText branch(json::Value schema, json::Value discriminator);
  SchemaText reference(json::Value schema);
  std::uint32_t definition_of(json::Value target, std::string_view reference);
  void write_definition(std::uint32_t number);
  bool is_exhausted(json::Value where);

  const SpecDocument& document_;
  SchemaDialect dialect_;
  SchemaUse use_;
  OnProblem on_problem_;
  std::deque<Definition> definitions_;
  std::unordered_map<const char*, std::uint32_t> numbers_;  // by the target's identity
  std::unordered_map<std::string, int> names_;
  std::int64_t steps_ = 0;
  std::size_t bytes_ = 0;
  int nesting_ = 0;  // of schemas inside schemas, through references too
  bool has_told_ = false;
};

}  // namespace generator
