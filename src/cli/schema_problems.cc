#include "cli/schema_problems.h"

#include "store/schema.h"

namespace generator::cli {

std::vector<std::string> SchemaProblems::operator()(const Tool& tool, std::string_view arguments) {
  auto [found, is_new] = checkers_.try_emplace(&tool);
  if (is_new)
    if (auto checker = compile_schema(tool.parameters)) found->second = std::move(*checker);
  return found->second ? found->second->check(arguments) : std::vector<std::string>();
}

}  // namespace generator::cli
