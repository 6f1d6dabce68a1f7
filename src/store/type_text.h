// Types as other formats write them, as JSON Schema.
#pragma once

#include <string>
#include <string_view>

namespace generator {

struct WrittenType {
  std::string schema;        // JSON Schema text; "{}": anything, or not understood
  bool is_optional = false;  // "int, optional" (xLAM, NumPy), "Optional[int]"
  bool is_known = true;      // false: the words mean nothing to us
};

/// Reads "int", "List[str]", "dict[str, int]", "Optional[int]", "int | None", "Literal['a', 'b']",
/// "tuple", "float, optional", "array of string", and the names of BFCL ("dict", "any", "ArrayList",
/// "long") and Gemini ("STRING"). At most 16 levels.
WrittenType read_type(std::string_view text);

/// A JSON Schema whose types may be written as above (BFCL, Gemini) with JSON Schema's names; an
/// `enum` of a list that holds no lists goes to its items. Everything else stays. `json` is an
/// object, as text.
std::string with_json_types(std::string_view json);

}  // namespace generator
