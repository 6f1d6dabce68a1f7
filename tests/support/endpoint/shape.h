// Which fields a request may have, and of which type: a table in JSON, held against the request.
//
// A shape is one of
//   "string", "integer", "number", "boolean", "null", "object", "any", "'word'" (exactly this
//     text), or several of them with '|' between;
//   {"name!": shape, "other": shape}: an object; "!" marks what must be there, "*" is the shape of
//     all names that are not listed; a name that is not allowed is a fault;
//   [shape]: an array of any length;
//   ["|", shape, ...]: any of these.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace generator::endpoint {

/// The first fault, with its place ("messages[0].content: ..."); "" where `value` has the shape.
std::string fault_of(const nlohmann::ordered_json& shape, const nlohmann::ordered_json& value);

}  // namespace generator::endpoint
