// A call of an operation of OpenAPI as the HTTP request that carries it out: each argument in its
// place, in its style (https://spec.openapis.org/oas/v3.1.1, "Style Values").
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "data/tool.h"
#include "web/exchange.h"

namespace generator::execute {

/// `server`: the URL that the operation's path goes behind. Errors: kInvalidInput where an argument
/// cannot be written in its place: a missing part of the path, one that would lead to another path,
/// a line end in a header, a header that is the connection's own, a body of a kind that we do not
/// write.
Result<web::Request> to_request(const Tool& tool, json::Value arguments, std::string_view server);

}  // namespace generator::execute
