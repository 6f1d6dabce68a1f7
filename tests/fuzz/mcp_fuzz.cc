// execute/json_rpc and execute/mcp_content: any line is a message or an error; any result of a tool
// becomes JSON within its bounds, or an error; any listing has pins that are compared with themselves.
// web/event_stream and execute/http_runner: a stream is the same however it is cut; any response becomes
// JSON within its bounds.
#include "execute/json_rpc.h"

#include "execute/http_runner.h"
#include "execute/mcp_content.h"
#include "execute/pins.h"
#include "fuzz/fuzz.h"
#include "web/event_stream.h"

using namespace generator;
using fuzz::promise;

namespace {

constexpr std::size_t kMost = 200;
constexpr std::size_t kAround = 400;  // what is written around what was cut, and its escapes

void check_bounds(const CallResult& result) {
  promise(json::Document::parse(result.content).has_value(), "a tool's result is JSON");
  promise(result.content.find('\n') == std::string::npos, "a tool's result is one line");
  promise(result.content.size() <= 6 * kMost + kAround, "a tool's result is bounded");
}

void check(const execute::RpcMessage& message) {
  using execute::RpcKind;
  promise(message.id.empty() == (message.kind == RpcKind::kNotification), "only a notification has no id");
  if (message.kind == RpcKind::kRequest)
    promise(execute::read_rpc(execute::rpc_refusal(message.id, -32601, message.method)).has_value(),
            "a request can be refused");
  if (message.kind == RpcKind::kError) {
    const CallResult result = execute::to_call_result(message.error, kMost);
    promise(json::Document::parse(result.content).has_value(), "an error is a JSON result");
  }
  if (message.kind != RpcKind::kResult) return;
  promise(json::Document::parse(message.result).has_value(), "a result is JSON");
  const auto result = execute::read_call_result(message.result, kMost);
  if (!result) return promise(!result.error().message.empty(), "an error says something");
  check_bounds(*result);
}

std::string events(std::string_view text, std::size_t first) {
  web::EventStream stream;
  std::string out;
  for (const std::string_view part : {text.substr(0, first), text.substr(first)})
    for (const web::Event& event : stream.feed(part)) out += event.type + ":" + event.data + ";";
  return out + stream.last_id();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  if (const auto message = execute::read_rpc(text))
    check(*message);
  else
    promise(!message.error().message.empty(), "an error says something");
  const auto pins = execute::pins_of(text);
  promise(execute::pin_changes(pins, pins).size() <= pins.size(), "a change for a tool at most");
  promise(events(text, 0) == events(text, text.size() / 2), "a stream is the same however it is cut");
  for (const long status : {200L, 404L}) {
    web::Response response;
    response.status = status;
    response.headers["content-type"] = size % 2 == 0 ? "text/plain" : "application/octet-stream";
    response.body = text;
    check_bounds(execute::to_call_result(response, kMost));
  }
  return 0;
}
