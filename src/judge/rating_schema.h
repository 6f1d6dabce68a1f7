// The schema of a judge's reply, by what the rows at hand are asked for.
#pragma once

#include <string>

#include "base/result.h"

namespace generator::judge {

/// `schema`, as a prompt has it, without the marks that are not asked for; "" stays "". Errors:
/// kInvalidInput where it is no JSON.
Result<std::string> rating_schema(const std::string& schema, bool with_topic);

/// The schema of {"ratings": [{"id", …}, …]} where each rating is as `schema` says; "" stays "".
Result<std::string> batch_schema(const std::string& schema);

}  // namespace generator::judge
