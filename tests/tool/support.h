// Tools for tests, in short.
#pragma once

#include <string>
#include <vector>

#include "data/tool.h"

namespace generator::tool {

/// `properties` is JSON text without its braces: `"path":{"type":"string"}`; each of `required`.
inline Tool make_tool(std::string name, std::string description, const std::string& properties = "",
                      const std::string& required = "", std::string output_schema = "") {
  Tool out;
  out.name = std::move(name);
  out.description = std::move(description);
  out.parameters =
      R"({"type":"object","properties":{)" + properties + R"(},"required":[)" + required + "]}";
  out.output_schema = std::move(output_schema);
  return out;
}

}  // namespace generator::tool
