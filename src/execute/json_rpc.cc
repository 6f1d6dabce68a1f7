#include "execute/json_rpc.h"

#include <algorithm>

namespace generator::execute {
namespace {

// Bare line ends stand only between the tokens of valid JSON.
std::string one_line(std::string_view json) {
  std::string out(json);
  std::ranges::replace_if(out, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return out;
}

std::string message(std::string_view id, std::string_view method, std::string_view params) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("jsonrpc", "2.0");
  if (!id.empty()) writer.key("id").raw(id);
  writer.field("method", method);
  if (!params.empty()) writer.key("params").raw(one_line(params));
  writer.end_object();
  return out;
}

tl::unexpected<Error> no_message(std::string_view why) {
  return fail(ErrorKind::kInvalidInput, "no message of JSON-RPC: " + std::string(why));
}

RpcError read_error(json::Value value) {
  RpcError out;
  if (const auto code = value.find("code")) out.code = code->integer().value_or(0);
  out.message = value.text_of("message");
  if (const auto data = value.find("data")) out.data = data->raw();
  return out;
}

}  // namespace

bool RpcMessage::answers(std::int64_t number) const {
  return (kind == RpcKind::kResult || kind == RpcKind::kError) && id == std::to_string(number);
}

Result<RpcMessage> read_rpc(std::string_view line) {
  const auto document = json::Document::parse(line);
  if (!document) return no_message(document.error().message);
  const json::Value root = document->root();
  if (!root.is_object()) return no_message("it is no object");
  const auto id = root.find("id");
  if (id && !id->is_number() && !id->is_string() && !id->is_null())
    return no_message("`id` is neither a number nor a text");
  RpcMessage out;
  if (id) out.id = id->raw();
  if (const auto method = root.find("method")) {
    if (!method->is_string()) return no_message("`method` is no text");
    out.method = method->text();
    out.kind = id ? RpcKind::kRequest : RpcKind::kNotification;
    return out;
  }
  const auto result = root.find("result"), error = root.find("error");
  if (!id || result.has_value() == error.has_value())
    return no_message("it has neither `method` nor an `id` with either `result` or `error`");
  out.kind = result ? RpcKind::kResult : RpcKind::kError;
  if (result) out.result = result->raw();
  if (error) out.error = read_error(*error);
  return out;
}

std::string rpc_request(std::int64_t id, std::string_view method, std::string_view params) {
  return message(std::to_string(id), method, params);
}

std::string rpc_notification(std::string_view method, std::string_view params) {
  return message("", method, params);
}

std::string rpc_result(std::string_view id, std::string_view result) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("jsonrpc", "2.0").key("id").raw(id).key("result").raw(result);
  writer.end_object();
  return out;
}

std::string rpc_error(std::string_view id, const RpcError& error) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("jsonrpc", "2.0").key("id").raw(id).key("error").begin_object();
  writer.field("code", error.code).field("message", error.message);
  if (!error.data.empty()) writer.key("data").raw(error.data);
  writer.end_object().end_object();
  return out;
}

std::string rpc_refusal(std::string_view id, std::int64_t code, std::string_view message) {
  return rpc_error(id, {code, std::string(message), {}});
}

}  // namespace generator::execute
