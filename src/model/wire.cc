#include "model/wire.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "model/retry_hint.h"

namespace generator::wire {

json::Value at(json::Value value, std::string_view path) {
  for (const auto name : text::split(path, '.')) {
    const auto field = value.find(name);
    if (!field) return {};
    value = *field;
  }
  return value;
}

std::int64_t count_at(json::Value value, std::string_view path) {
  return std::max<std::int64_t>(0, at(value, path).integer().value_or(0));
}

CallError::Kind kind_of_status(int status) {
  using Kind = CallError::Kind;
  switch (status) {
    case 401:
    case 403:
      return Kind::kBadKey;
    case 402:
      return Kind::kNoCredit;
    case 404:
      return Kind::kNoSuchModel;
    case 408:
    case 409:
      return Kind::kOverloaded;
    case 413:
      return Kind::kContextTooLong;
    case 429:
      return Kind::kRateLimited;
    default:
      return status >= 500 ? Kind::kOverloaded : Kind::kInvalidRequest;
  }
}

CallError error(CallError::Kind kind, const http::Response& response, std::string_view message) {
  CallError out;
  out.kind = kind;
  out.status = response.status;
  out.message = message.empty()
                    ? fmt::format("HTTP {}", response.status)
                    : fmt::format("HTTP {}: {}", response.status, text::prefix(message, 500));
  using Kind = CallError::Kind;
  const std::string_view should = response.header("x-should-retry");
  const bool is_final =
      kind == Kind::kBadKey || kind == Kind::kNoCredit || kind == Kind::kDailyQuota;
  if (should == "true" && !is_retryable(kind) && !is_final) out.kind = Kind::kOverloaded;
  out.says_no_retry = should == "false";
  return out;
}

CallError unreadable(const http::Response& response, std::string_view what) {
  const bool is_error_page = response.status >= 300;
  return error(is_error_page ? kind_of_status(response.status) : CallError::Kind::kUnreadable,
               response, what);
}

http::Request get(std::string url, http::Headers headers) {
  http::Request out;
  out.method = "GET";
  out.url = std::move(url);
  out.headers = std::move(headers);
  return out;
}

Listed read_models(const http::Response& response, std::string_view list, std::string_view name,
                   const std::vector<std::string_view>& contexts, std::string_view prefix) {
  const auto document = json::Document::parse(response.body);
  if (!document) return tl::unexpected(unreadable(response, "the list of models is no JSON"));
  const json::Value models = at(document->root(), list);
  if (!models.is_array())
    return tl::unexpected(
        unreadable(response, fmt::format("the list of models has no `{}`", list)));
  std::vector<ModelCard> out;
  for (std::size_t i = 0; i < models.size(); ++i) {
    std::string_view id = models.at(i).text_of(name);
    if (id.starts_with(prefix)) id.remove_prefix(prefix.size());
    ModelCard card;
    card.name = id;
    for (const std::string_view field : contexts)
      if (card.context == 0) card.context = count_at(models.at(i), field);
    if (!card.name.empty()) out.push_back(std::move(card));
  }
  return out;
}

void raw_field(json::Writer& out, std::string_view name, std::string_view json) {
  out.key(name).raw(json);
}

http::Headers bearer_headers(std::string_view api_key) {
  http::Headers out = {{"content-type", "application/json"}};
  if (!api_key.empty()) out.emplace_back("authorization", "Bearer " + std::string(api_key));
  return out;
}

void write_functions(json::Writer& out, const std::vector<Tool>* tools) {
  if (tools == nullptr || tools->empty()) return;
  out.key("tools").begin_array();
  for (const Tool& tool : *tools) {
    out.begin_object().field("type", "function").key("function").begin_object();
    out.field("name", tool.name).field("description", tool.description);
    raw_field(out, "parameters", tool.parameters);
    out.end_object().end_object();
  }
  out.end_array();
}

std::string without_thinking(std::string_view content) {
  constexpr std::string_view kOpen = "<think>";
  constexpr std::string_view kClose = "</think>";
  const std::string_view trimmed = text::trim(content);
  const std::size_t close = trimmed.find(kClose);
  const bool opens = trimmed.substr(0, kOpen.size()) == kOpen;
  if (close == std::string_view::npos) return opens ? std::string() : std::string(content);
  // Some chat templates open the block in the prompt, so that only its end stands in the reply.
  return std::string(text::trim(trimmed.substr(close + kClose.size())));
}

}  // namespace generator::wire
