#include "support/endpoint/service.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/text.h"
#include "support/endpoint/script.h"

namespace generator::endpoint {
namespace {

constexpr std::size_t kMostKept = 10'000;

}  // namespace

Service::Service(const Options& options)
    : options_(options), plan_(options.seed, options.fault_share, options.faults) {
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
  Served served =
      protocol.serve(request, second == path.npos ? "" : path.substr(second), options_.key);
  if (!served.fault.empty()) violations.push_back(fmt::format("{}: {}", path, served.fault));
  if (!served.is_chat) return {to_bytes(served.answer)};
  if (options_.context > 0 && served.question.prompt.tokens() > options_.context)
    return {to_bytes(protocol.error(
        400, fmt::format("prompt is too long: {} tokens > {} maximum; this model's maximum context "
                         "length is {} tokens",
                         served.question.prompt.tokens(), options_.context, options_.context)))};
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
