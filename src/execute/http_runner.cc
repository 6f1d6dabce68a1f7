#include "execute/http_runner.h"

#include <utility>

#include "base/compact_json.h"
#include "base/json.h"
#include "base/text.h"
#include "execute/called_tool.h"
#include "execute/mcp_content.h"
#include "execute/operation.h"
#include "execute/reply_text.h"
#include "web/url.h"

namespace generator::execute {
namespace {

bool is_text(std::string_view media_type) {
  return media_type.empty() || media_type.starts_with("text/") || media_type == "application/xml" ||
         media_type.ends_with("+xml") || media_type == "application/yaml";
}

// "" of an empty body.
std::string content_of(const web::Response& response) {
  const std::string_view body = text::trim(response.body);
  if (body.empty()) return {};
  if (json::Document::parse(body)) return json::compact(body);
  if (is_text(response.media_type()) && text::is_valid_utf8(response.body))
    return json::quote(response.body);
  std::string out;
  json::Writer(out)
      .begin_object()
      .field("media_type", response.media_type())
      .field("bytes", static_cast<std::int64_t>(response.body.size()))
      .end_object();
  return out;
}

}  // namespace

CallResult to_call_result(const web::Response& response, std::size_t most) {
  std::string content = within(content_of(response), most);
  if (response.status < 400 && !content.empty()) return {std::move(content), false, 0};
  CallResult out;
  out.is_error = response.status >= 400;
  json::Writer writer(out.content);
  writer.begin_object();
  if (!content.empty()) writer.key("error").raw(content);
  writer.field("status", static_cast<std::int64_t>(response.status)).end_object();
  return out;
}

HttpRunner::HttpRunner(std::vector<Tool> tools, Endpoint service, web::AddressGuard guard,
                       Permit permit, RunnerOptions options)
    : tools_(std::move(tools)),
      service_(std::move(service)),
      web_(std::move(guard)),
      permit_(std::move(permit)),
      options_(std::move(options)) {
  for (std::size_t i = 0; i < tools_.size(); ++i) index_.emplace(tools_[i].name, i);
}

Result<CallResult> HttpRunner::call(const ToolCall& call) {
  const auto at = index_.find(call.name);
  if (at == index_.end()) return unknown_tool(call.name, tools_);
  const Tool& tool = tools_[at->second];
  CHECK_OK(permit_.check(tool));
  const auto arguments = arguments_of(call);
  if (!arguments) return error_result(arguments.error().message);
  auto request = to_request(tool, arguments->root(), service_.url);
  if (!request) return error_result(request.error().message);
  service_.complete(*request);
  const Deadline began = in_ms(0);
  const auto response = web_.fetch(std::move(*request), in_ms(options_.call_ms));
  CallResult out;
  if (response)
    out = to_call_result(*response, options_.output_bytes);
  else if (response.error().kind == ErrorKind::kBusy)
    out = error_result(took_too_long(options_.call_ms));
  else if (response.error().kind == ErrorKind::kTooLarge)
    out = error_result(response.error().message);
  else
    return tl::unexpected<Error>(response.error());
  out.content = service_.without_secrets(std::move(out.content));
  out.latency_ms = std::chrono::duration_cast<std::chrono::milliseconds>(in_ms(0) - began).count();
  return out;
}

Status HttpRunner::reset() { return options_.restore ? options_.restore() : Status{}; }

}  // namespace generator::execute
