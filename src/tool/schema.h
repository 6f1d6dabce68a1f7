// What is asked of the JSON Schemas of a tool.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace generator::tool {

/// What a chain of references into `$defs` of `root` leads to; `schema` where it is none. `name`
/// receives the last one's.
json::Value resolve(json::Value schema, json::Value root, std::string* name = nullptr);

/// "string", ...: the first that is not "null"; "" where none is told.
std::string_view type_of(json::Value schema);

}  // namespace generator::tool
