// One tool as any of the formats writes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/tool.h"

namespace generator {

struct ShapedTool {
  Tool tool;                       // its name is as written
  std::string_view shape;          // "OpenAI", "Anthropic", "MCP", "Gemini", "xLAM", "BFCL", ...
  std::vector<std::string> notes;  // what could not be taken as it stands
};

/// Reads
///   {"type":"function","function":{name, description, parameters}}   OpenAI, chat
///   {"type":"function", name, description, parameters}               OpenAI, responses
///   {name, description, input_schema}                                Anthropic, and our own
///   {name, description, inputSchema, outputSchema, annotations}      MCP
///   {name, description, parametersJsonSchema | parameters: OBJECT}   Gemini
///   {name, description, parameters: {type: dict, properties}}        BFCL
///   {name, description, parameters: {p: {type, description, default}}}  xLAM
///   {name, description, parameters: [{name, type, required}], returns, examples}  parameter lists
/// Errors: kInvalidInput, saying what is missing.
Result<ShapedTool> read_shaped_tool(json::Value value);

/// Whether an object is one of these.
bool is_shaped_tool(json::Value value);

}  // namespace generator
