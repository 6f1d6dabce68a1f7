// What the providers' wire formats have in common.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "model/provider.h"

namespace generator::wire {

/// A number at `path` ("usage.prompt_tokens_details.cached_tokens"), 0 where absent or negative.
std::int64_t count_at(json::Value value, std::string_view path);
/// The value at a dotted path; null where absent.
json::Value at(json::Value value, std::string_view path);

/// The error for a status and the provider's own words, by status alone; providers look at types
/// and codes first.
CallError::Kind kind_of_status(int status);
/// `message` names the provider's type or code where there is one.
CallError error(CallError::Kind kind, const http::Response& response, std::string_view message);
/// For a response whose body is no JSON, or not the protocol's.
CallError unreadable(const http::Response& response, std::string_view what);

/// Writes `"name": schema-text` pairs of a JSON text that is known to be valid.
void raw_field(json::Writer& out, std::string_view name, std::string_view json);

/// Text before and after a leading <think>…</think> block, for servers that leave it in the
/// content.
std::string without_thinking(std::string_view content);

}  // namespace generator::wire
