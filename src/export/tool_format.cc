#include "export/tool_format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace generator {
namespace {

Result<const ToolFormat*> find(const std::vector<const ToolFormat*>& all, std::string_view name,
                               std::string_view what) {
  const std::string wanted = text::to_lower(name);
  std::vector<std::string> names;
  for (const ToolFormat* format : all) {
    if (format->name == wanted ||
        std::ranges::find(format->aliases, wanted) != format->aliases.end())
      return format;
    names.emplace_back(format->name);
  }
  return fail(ErrorKind::kWrongUse, fmt::format("rows of tool use have no {} `{}` (there are: {})",
                                                what, name, text::join(names, ", ")));
}

}  // namespace

// A new format is one line here and one file beside this one.
const std::vector<const ToolFormat*>& tool_formats() {
  static const std::vector<const ToolFormat*> all = {&kToolOpenAi, &kToolTrl,  &kToolAxolotl,
                                                     &kToolShareGpt, &kToolXlam, &kToolFunctionGemma};
  return all;
}

const std::vector<const ToolFormat*>& tool_pair_shapes() {
  static const std::vector<const ToolFormat*> all = {&kToolDpo, &kToolOpenAiPairs};
  return all;
}

Result<const ToolFormat*> find_tool_format(std::string_view name) {
  return find(tool_formats(), name, "export format");
}
Result<const ToolFormat*> find_tool_pair_shape(std::string_view name) {
  return find(tool_pair_shapes(), name, "shape of pairs");
}

}  // namespace generator
