// What comes back from a tool, field by field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/tool.h"
#include "tool/words.h"

namespace generator::tool {

enum class FieldType : std::uint8_t { kUnknown, kText, kNumber, kTruth, kObject };

struct ResultField {
  std::string path;   // "repo_info.name", "pipelines[]", "[].id"; "" is the whole result
  std::string name;   // its last name: "name", "pipelines", "id"; "" of the whole result
  std::string owner;  // of the object that it stands in: its schema's or field's name, or ""
  std::string description;
  FieldType type = FieldType::kUnknown;
  bool is_list = false;   // one of several: an element of an array, a key of a dictionary
  bool is_prose = false;  // no schema has it, a sentence names it
};

/// The leaves of the output schema, objects taken apart to four levels. Where the schema names no
/// fields, what its description counts up: "info including type, shape and keys" has three, a
/// "list of datasets" has elements. Without a schema, what the tool's description says that it
/// returns. At most 200.
std::vector<ResultField> result_fields(const Tool& tool);

}  // namespace generator::tool
