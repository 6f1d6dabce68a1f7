// Values of parameters as OpenAPI's styles spell them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "data/tool.h"

namespace generator::execute {

/// A text as it is; what else is in JSON.
std::string plain_text(json::Value value);

/// In a path: `simple`, `label` and `matrix`, encoded for it.
std::string path_value(const ArgumentPlace& place, json::Value value);

/// In a query, a form or a cookie: names and values, both encoded; `form`, `spaceDelimited`,
/// `pipeDelimited` and `deepObject`.
std::vector<std::pair<std::string, std::string>> query_values(const ArgumentPlace& place,
                                                              json::Value value);

/// In a header: `simple`.
std::string header_value(const ArgumentPlace& place, json::Value value);

}  // namespace generator::execute
