// JSON Schema, 2020-12.
#pragma once

#include <memory>
#include <string_view>

#include "data/interfaces.h"

namespace generator {

/// Compiles `schema` (JSON text). Patterns run in linear time; look-around, back-references and
/// references to other documents are refused. The checker may be used from several threads.
/// Errors: kInvalidInput with the place in the schema; kUnavailable in a build without the bridge.
Result<std::unique_ptr<SchemaChecker>> compile_schema(std::string_view schema);

}  // namespace generator
