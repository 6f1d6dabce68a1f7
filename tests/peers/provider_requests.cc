// Prints what our providers send for a few questions, a line of JSON each, for
// tests/peers/sdk_peers.py to hold against what the vendors' SDKs send.
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/provider.h"
#include "model/schema_dialect.h"

namespace {

using namespace generator;

constexpr std::string_view kSchema =
    R"({"type":"object","properties":{"text":{"type":"string"},"mark":{"type":"integer"}},)"
    R"("required":["text","mark"],"additionalProperties":false})";
// What Anthropic does not take becomes words: its SDK does the same.
constexpr std::string_view kWide =
    R"({"type":"object","title":"Reply","properties":{"mark":{"type":"integer","description":"of ten","minimum":1,"maximum":10},)"
    R"("name":{"type":"string","maxLength":20},"kind":{"oneOf":[{"type":"string"},{"type":"null"}]}},"required":["mark"]})";

void print(std::string_view vendor, std::string_view which, const http::Request& request) {
  std::string line;
  json::Writer out(line);
  out.begin_object().field("vendor", vendor).field("case", which).field("method", request.method);
  out.field("url", request.url).key("headers").begin_object();
  for (const auto& [name, value] : request.headers) out.field(name, value);
  out.end_object().key("body").raw(request.body).end_object();
  fmt::print("{}\n", line);
}

ChatRequest plain() {
  ChatRequest request;
  request.messages = {{Role::kSystem, "Be brief.", {}, "", ""},
                      {Role::kUser, "What is a queue? \"É\"", {}, "", ""}};
  request.sampling.max_tokens = 512;
  return request;
}

// A front of 6,000 bytes that other requests have too, in both messages.
ChatRequest shared() {
  ChatRequest request = plain();
  request.messages[0].content = std::string(4'400, 's');
  request.messages[0].shared = 4'400;
  request.messages[1].content.insert(0, std::string(1'600, 'p'));
  request.messages[1].shared = 1'600;
  return request;
}

}  // namespace

int main() {
  struct Vendor {
    std::string_view name;
    std::unique_ptr<Provider> provider;
    bool takes_sampling;
  };
  std::vector<Vendor> vendors;
  vendors.push_back(
      {"openai", make_openai({"https://api.openai.com/v1", "sk-peer", "local-model", ""}), true});
  vendors.push_back({"vllm", make_vllm({"/vllm/v1", "sk-peer", "local-model", ""}), true});
  vendors.push_back(
      {"anthropic", make_anthropic({"/anthropic", "sk-peer", "claude-haiku-5-5", ""}), false});
  vendors.push_back({"gemini", make_gemini({"/gemini", "sk-peer", "gemini-3.8-flash", ""}), true});
  vendors.push_back({"ollama", make_ollama({"/ollama", "", "qwen3:8b", ""}), true});

  const Schema schema{"reply", std::string(kSchema)};
  const std::vector<Tool> tools = {{"get_time", "The time of a place",
                                    R"({"type":"object","properties":{"place":{"type":"string"}},)"
                                    R"("required":["place"]})"}};
  for (const Vendor& vendor : vendors) {
    ChatRequest request = plain();
    print(vendor.name, "plain", vendor.provider->encode(request));
    if (vendor.takes_sampling) {
      request.sampling.temperature = 0.5;
      request.sampling.top_p = 0.75;
      request.sampling.seed = 3;
      print(vendor.name, "sampling", vendor.provider->encode(request));
    }
    request = plain();
    request.schema = &schema;
    print(vendor.name, "schema", vendor.provider->encode(request));
    request = plain();
    request.tools = &tools;
    request.messages.push_back(
        {Role::kAssistant, "", {{"call_1", "get_time", R"({"place":"Oslo"})"}}, "", ""});
    request.messages.push_back({Role::kTool, "12:00", {}, "call_1", ""});
    print(vendor.name, "tools", vendor.provider->encode(request));
    if (vendor.name == "anthropic") print(vendor.name, "shared", vendor.provider->encode(shared()));
    if (vendor.name == "openai")
      print(vendor.name, "shared",
            make_openai({"https://api.openai.com/v1", "sk-peer", "gpt-6-luna", ""})
                ->encode(shared()));
  }
  http::Request narrowed{"", "", {}, narrow_schema(kWide, SchemaDialect::kAnthropic)};
  print("anthropic", "narrowed schema", narrowed);
}
