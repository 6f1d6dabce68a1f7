#include "execute/called_tool.h"

#include <fmt/format.h>

#include "base/text.h"
#include "execute/mcp_content.h"

namespace generator::execute {

CallResult unknown_tool(const std::string& name, const std::vector<Tool>& tools) {
  std::vector<std::string> known;
  for (const Tool& tool : tools) known.push_back(tool.name);
  const std::string near = text::nearest(name, known);
  return error_result(fmt::format("there is no tool `{}`{}", name,
                                  near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
}

Result<json::Document> arguments_of(const ToolCall& call) {
  auto out = json::Document::parse(call.arguments.empty() ? "{}" : call.arguments);
  if (!out)
    return fail(ErrorKind::kInvalidInput, "the arguments are no JSON: " + out.error().message);
  if (!out->root().is_object())
    return fail(ErrorKind::kInvalidInput, "the arguments are no JSON object");
  return out;
}

std::string took_too_long(std::int64_t call_ms) {
  return fmt::format("the call took longer than {} s", static_cast<double>(call_ms) / 1000.0);
}

}  // namespace generator::execute
