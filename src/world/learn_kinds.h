// How things of each kind are called, what holds them, and whether there are several.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "tool/entity.h"
#include "world/kinds.h"

namespace generator::world {

/// `meanings` are those of the plans' tools.
void learn_kinds(Understanding& understanding, const std::vector<tool::Meaning>& meanings);

/// The schema at "apis[].apiKey" of a result, or of an argument; "" where there is none.
std::string schema_of(const std::optional<json::Document>& document, std::string_view path);

/// Whether it is told by what the thing is named.
bool has_handle(const tool::Entity& entity);

}  // namespace generator::world
