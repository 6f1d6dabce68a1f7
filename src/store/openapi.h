// OpenAPI 3.0, 3.1 and Swagger 2.0: every operation a tool.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/spec_document.h"
#include "store/tool_listing.h"

namespace generator {

/// Which operations or tools are wanted; an empty list wants all.
struct ToolFilter {
  std::vector<std::string> tags;     // one of them; letter case does not matter
  std::vector<std::string> paths;    // "/pets*": `*` is any text; of tools without a path their name
  std::vector<std::string> methods;  // "get"; letter case does not matter
  std::optional<std::int64_t> limit;  // at most so many, the first ones

  bool takes(std::string_view method, std::string_view path,
             const std::vector<std::string>& tags) const;
};

/// Whether `root` says that it is one of the three (also in a version that cannot be read).
bool is_openapi(json::Value root);

/// The tools of a description, in its order. A problem costs the operation that has it.
///
/// Names come from `operationId`, or from method and path; they do not depend on `filter`. Arguments
/// are the parameters (of the path and of the operation, which wins) and the body: an object's
/// fields where that is unambiguous, else one argument `body`. Two arguments of one name are told
/// apart by their place: `id_path`, `id_body`. Credentials are never arguments.
/// Errors: kInvalidInput for a version that is none of the three.
Result<ToolListing> read_openapi(const SpecDocument& document, const ToolFilter& filter);

}  // namespace generator
