// Fields of JSON objects, put in and taken out.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace generator::world {

/// The fields of `before` that `now` does not have, then those of `now`.
std::string merged(std::string_view before, json::Value now);
/// Without the fields that hold `part`.
std::string without(const std::string& object, const std::string& part);

}  // namespace generator::world
