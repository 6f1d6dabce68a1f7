// What tools reply, seen from replies that were recorded.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/tool.h"

namespace generator {

/// Gives tools whose description says nothing of their result the schema that recorded replies
/// show, and three of these as examples where they have none with a result. `recorded`: JSON a line,
/// {"name", "arguments", "result"}, and "is_error" where it was one; errors and plain texts show
/// nothing. Gives the number of tools that learned. Errors: kInvalidInput, naming `name`, line and
/// field.
Result<std::size_t> learn_results(std::string_view recorded, std::string_view name,
                                  std::vector<Tool>& tools);

}  // namespace generator
