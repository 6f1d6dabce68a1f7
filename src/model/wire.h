// What the providers' wire formats have in common.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// A GET request with `headers`.
http::Request get(std::string url, http::Headers headers);

/// The objects of the array `list` of a model listing: the text at `name` less `prefix`, and the
/// first of the numbers at `contexts` that is there.
Listed read_models(const http::Response& response, std::string_view list, std::string_view name,
                   const std::vector<std::string_view>& contexts, std::string_view prefix = "");

/// The headers of a JSON request, with the key as a bearer's where there is one.
http::Headers bearer_headers(std::string_view api_key);

/// "tools" as OpenAI's chat completions have them, and those who follow them; nothing where `tools`
/// is null or empty.
void write_functions(json::Writer& out, const std::vector<Tool>* tools);

/// Writes `"name": schema-text` pairs of a JSON text that is known to be valid.
void raw_field(json::Writer& out, std::string_view name, std::string_view json);

/// Text before and after a leading <think>…</think> block, for servers that leave it in the
/// content.
std::string without_thinking(std::string_view content);

}  // namespace generator::wire
