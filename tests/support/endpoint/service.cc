#include "support/endpoint/service.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "support/endpoint/script.h"

namespace generator::endpoint {
namespace {

constexpr std::size_t kMostKept = 10'000;

struct BatchRoutes {
  std::string_view vendor;
  ServeBatch serve;
  std::string_view models_path;  // of something that any key may ask
  std::string_view chat_path;    // of a request alone
};

constexpr BatchRoutes kBatchRoutes[] = {
    {"openai", &serve_openai_batch, "/v1/models", "/v1/chat/completions"},
    {"anthropic", &serve_anthropic_batch, "/v1/models", "/v1/messages"},
    {"gemini", &serve_gemini_batch, "/v1beta/models", "/v1beta/models/{model}:generateContent"},
};

}  // namespace

Service::Service(const Options& options)
    : options_(options),
      plan_(options.seed, options.fault_share, options.faults),
      desk_(options.batches) {
  vendors_["openai"] = speak_openai();
  vendors_["vllm"] = speak_vllm();
  vendors_["anthropic"] = speak_anthropic();
  vendors_["gemini"] = speak_gemini();
  vendors_["ollama"] = speak_ollama();
}

// A reply that is longer than it may be is cut there, as a model's is.
Said Service::say(const Question& question) const {
  Said said;
  said.text = (options_.script != nullptr ? options_.script : &scripted_reply)(question);
  if (question.most_tokens > 0 && tokens_of(said.text) > question.most_tokens) {
    said.text = text::prefix(said.text, static_cast<std::size_t>(question.most_tokens) * 4 - 4);
    said.stop = Stop::kLength;
  }
  return said;
}

/// One request of a batch, as if it had come alone.
BatchItem Service::answer_item(const Received& request, const Protocol& vendor,
                               const std::string& path, std::string id,
                               const nlohmann::ordered_json& body) {
  Received alone{"POST", path, "", request.headers, body.dump()};
  for (auto& [name, value] : alone.headers)
    if (name == "content-type") value = "application/json";
  if (alone.header("content-type").empty())
    alone.headers.emplace_back("content-type", "application/json");
  if (const auto refused = refusal(vendor, alone.body))
    return {std::move(id), BatchItem::End::kRefused, refused->status, refused->body};
  Served served = vendor.serve(alone, path, options_.key);
  if (!served.fault.empty()) violations.push_back(fmt::format("in a batch: {}", served.fault));
  if (const auto refused = served.is_chat ? too_long(vendor, served.question) : std::nullopt)
    return {std::move(id), BatchItem::End::kRefused, refused->status, refused->body};
  const std::int64_t now = SystemClock().monotonic_ms();
  if (served.question.prompt.caching == Caching::kMarked)
    served.question.cache = cache_.use(served.question.prompt, now, now);
  const Answer answer =
      served.is_chat ? vendor.reply(served.question, say(served.question)) : served.answer;
  return {std::move(id), served.is_chat ? BatchItem::End::kAnswered : BatchItem::End::kRefused,
          answer.status, answer.body};
}

std::optional<Answer> Service::too_long(const Protocol& vendor, const Question& question) const {
  if (options_.context == 0 || question.prompt.tokens() <= options_.context) return std::nullopt;
  return vendor.error(400, fmt::format("prompt is too long: {} tokens > {} maximum; this model's "
                                       "maximum context length is {} tokens",
                                       question.prompt.tokens(), options_.context,
                                       options_.context));
}

std::optional<Answer> Service::refusal(const Protocol& vendor, std::string_view body) const {
  for (const std::string& word : options_.refuses)
    if (text::contains(body, fmt::format("\"{}\"", word)))
      return vendor.error(400, fmt::format("`{}` is not supported", word));
  return std::nullopt;
}

/// A call of the vendor's batch endpoint, with the key checked as everywhere; nothing where it is
/// none.
std::optional<Delivery> Service::serve_batch(const Received& request, std::string_view name,
                                             const Protocol& vendor, std::string_view path) {
  const BatchRoutes* routes = nullptr;
  for (const BatchRoutes& each : kBatchRoutes)
    if (each.vendor == name) routes = &each;
  if (routes == nullptr) return std::nullopt;
  const auto answer = [&](std::string id, std::string_view model, const auto& body) {
    return answer_item(request, vendor,
                       fmt::format(fmt::runtime(routes->chat_path), fmt::arg("model", model)),
                       std::move(id), body);
  };
  const bool may_be = text::contains(path, "batch") || text::contains(path, "/files");
  if (!may_be || path.ends_with(":batchEmbedContents")) return std::nullopt;
  Served served =
      vendor.serve({"GET", "", "", request.headers, ""}, routes->models_path, options_.key);
  if (served.answer.status == 200) {
    std::optional<Served> batch = routes->serve(vendor, request, path, desk_, answer);
    if (!batch) return std::nullopt;
    served = std::move(*batch);
  }
  if (!served.fault.empty())
    violations.push_back(fmt::format("{}: {}", request.path, served.fault));
  std::string bytes = to_bytes(served.answer);
  if (!served.is_cut) return Delivery{std::move(bytes)};
  bytes.resize(bytes.size() - served.answer.body.size() / 2);
  return Delivery{std::move(bytes), 0, false, Delivery::End::kReset};
}

Delivery Service::serve(const Received& request) {
  if (!options_.is_canned && received.size() < kMostKept) received.push_back(request);
  const std::string_view path = request.path;
  const std::size_t second = path.find('/', 1);
  const auto vendor = vendors_.find(path.substr(1, second == path.npos ? second : second - 1));
  if (vendor == vendors_.end()) {
    violations.push_back(fmt::format("{}: no vendor stands there", path));
    Answer none;
    none.status = 404;
    none.body =
        R"({"error":"no vendor stands there: /openai/v1, /vllm/v1, /anthropic, /gemini, /ollama"})";
    return {to_bytes(none)};
  }
  const Protocol& protocol = *vendor->second;
  if (auto batch = serve_batch(request, vendor->first, protocol,
                               second == path.npos ? "" : path.substr(second)))
    return std::move(*batch);
  if (const auto refused = refusal(protocol, request.body)) return {to_bytes(*refused)};
  Served served =
      protocol.serve(request, second == path.npos ? "" : path.substr(second), options_.key);
  if (!served.fault.empty()) violations.push_back(fmt::format("{}: {}", path, served.fault));
  if (!served.is_chat) return {to_bytes(served.answer)};
  if (const auto refused = too_long(protocol, served.question)) return {to_bytes(*refused)};
  const std::int64_t now = SystemClock().monotonic_ms();
  served.question.cache = cache_.use(served.question.prompt, now, now + options_.latency_ms);
  const Fault fault = plan_.next(request.body);
  Delivery out = deliver(protocol, served.question, say(served.question), fault, options_.hint_ms);
  if (options_.is_canned && fault == Fault::kNone) canned_.emplace(request.path, out.bytes);
  return out;
}

const std::string* Service::canned(std::string_view path) const {
  if (!options_.is_canned || !options_.faults.empty()) return nullptr;
  const auto found = canned_.find(path);
  return found == canned_.end() ? nullptr : &found->second;
}

}  // namespace generator::endpoint
