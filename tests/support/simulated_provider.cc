#include "support/simulated_provider.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

#include "base/hash.h"
#include "base/json.h"

namespace generator::testing {
namespace {

/// Tokens a byte differ from text to text, as they do; the same text always has as many.
std::int64_t tokens_of(std::string_view text) {
  const double rate = 0.20 + 0.08 * static_cast<double>(checksum(text) % 1000) / 1000;
  return 8 + static_cast<std::int64_t>(static_cast<double>(text.size()) * rate);
}

std::int64_t integer_at(json::Value object, std::string_view name) {
  const auto value = object.find(name);
  return value ? value->integer().value_or(0) : 0;
}

}  // namespace

SimulatedProvider::Asked SimulatedProvider::read(const http::Request& request) const {
  const auto document = json::Document::parse(request.body);
  Asked out;
  const json::Value root = document->root();
  if (account_.options.wire == Wire::kGemini) {
    const json::Value contents = *root.find("contents");
    for (std::size_t i = 0; i < contents.size(); ++i) {
      const std::string_view text = contents.at(i).find("parts")->at(0).text_of("text");
      if (i == 0) out.prompt = text;
      out.input += tokens_of(text);
    }
    out.max_tokens = integer_at(*root.find("generationConfig"), "maxOutputTokens");
    return out;
  }
  const json::Value messages = *root.find("messages");
  for (std::size_t i = 0; i < messages.size(); ++i) {
    std::string_view text = messages.at(i).text_of("content");
    if (text.empty())
      if (const auto blocks = messages.at(i).find("content"); blocks && blocks->is_array())
        text = blocks->at(0).text_of("text");
    if (i == 0) out.prompt = text;
    out.input += tokens_of(text);
  }
  out.max_tokens =
      std::max(integer_at(root, "max_completion_tokens"), integer_at(root, "max_tokens"));
  return out;
}

double SimulatedProvider::latency_ms() {
  const double u = 1 - account_.random.unit();
  const double v = account_.random.unit();
  const double normal = std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
  return account_.options.median_ms * std::exp(account_.options.sigma * normal);
}

SimulatedProvider::Ticket SimulatedProvider::send(http::Request request,
                                                  http::OnResponse on_response) {
  const std::uint64_t id = ++last_;
  Flight& flight = flights_[id];
  flight.on_response = std::move(on_response);
  flight.asked = read(request);
  ++account_.requests;
  account_.most_in_flight = std::max(account_.most_in_flight, ++account_.in_flight);
  // What is under way arrives, also when the process ends before.
  const auto way = static_cast<std::int64_t>(
      account_.random.below(static_cast<std::uint64_t>(account_.options.longest_way_ms) + 1));
  Amounts cost;
  cost[Measure::kRequests] = 1;
  cost[Measure::kTokens] = account_.options.wire == Wire::kOpenAi
                               ? std::max(flight.asked.max_tokens, flight.asked.input)
                               : flight.asked.input;
  account_.arrivals.emplace(loop_.monotonic_ms() + way, cost);
  account_.note(fmt::format("{} {} {}", loop_.monotonic_ms(), flight.asked.prompt, way));
  flight.timer = loop_.after(way, [this, id] { arrive(id); });
  return id;
}

void SimulatedProvider::cancel(Ticket ticket) {
  const auto flight = flights_.find(ticket);
  if (flight == flights_.end()) return;
  loop_.cancel(flight->second.timer);
  std::erase(queue_, ticket);
  if (flight->second.is_working) ++account_.given_up;
  answer_in(ticket, 0,
            tl::unexpected(http::TransportError{"simulated:443: given up", false, false}));
}

void SimulatedProvider::arrive(std::uint64_t id) {
  SimulatedOptions& options = account_.options;
  Random& random = account_.random;
  const bool is_limited = options.per_minute != Amounts{};
  const Amounts minute = is_limited ? account_.minute_before(loop_.monotonic_ms()) : Amounts{};
  for (std::size_t i = 0; i < kMeasures; ++i)
    if (options.per_minute.of[i] > 0 && minute.of[i] > options.per_minute.of[i]) {
      ++account_.refused_by_limit;
      return answer_in(id, options.refusal_ms, refusal(true));
    }
  if (random.unit() < options.refusals) {
    ++account_.refused_by_chance;
    return answer_in(id, options.refusal_ms, refusal(false));
  }
  if (random.unit() < options.faults)
    return answer_in(id, static_cast<std::int64_t>(random.below(2000)), fault());
  if (random.unit() < options.hangs) {
    ++account_.hung;
    return answer_in(id, 600'000, tl::unexpected(http::TransportError{"never", false, false}));
  }
  if (options.capacity > 0 && account_.working >= options.capacity) {
    if (options.refuses_over_capacity)
      return answer_in(id, options.refusal_ms, error(503, "overloaded_error", "too many"));
    queue_.push_back(id);
    return;
  }
  work(id);
}

void SimulatedProvider::work(std::uint64_t id) {
  Flight& flight = flights_.at(id);
  flight.is_working = true;
  ++account_.working;
  const auto takes = static_cast<std::int64_t>(latency_ms());
  ++account_.served;
  account_.served_ms += static_cast<double>(takes);
  answer_in(id, takes, reply(flight.asked));
}

void SimulatedProvider::answer_in(std::uint64_t id, std::int64_t ms, Outcome outcome) {
  Flight& flight = flights_.at(id);
  flight.timer = loop_.after(
      ms, [this, id, outcome = std::move(outcome)]() mutable { answer(id, std::move(outcome)); });
}

void SimulatedProvider::answer(std::uint64_t id, Outcome outcome) {
  Flight flight = std::move(flights_.extract(id).mapped());
  account_.note(fmt::format("{} answers {}", loop_.monotonic_ms(), outcome ? outcome->status : 0));
  left(flight.is_working);
  if (outcome) add_limits(*outcome);
  flight.on_response(std::move(outcome));
}

/// A request is over: its place is for the next in the queue.
void SimulatedProvider::left(bool was_working) {
  --account_.in_flight;
  if (was_working) --account_.working;
  if (queue_.empty() || account_.working >= account_.options.capacity) return;
  const std::uint64_t next = queue_.front();
  queue_.erase(queue_.begin());
  work(next);
}

void SimulatedProvider::abandon() {
  for (const auto& [id, flight] : flights_) {
    loop_.cancel(flight.timer);
    --account_.in_flight;
    if (flight.is_working) --account_.working;
  }
  flights_.clear();
  queue_.clear();
}

http::Response SimulatedProvider::error(int status, const std::string& type,
                                        const std::string& message) const {
  http::Response out;
  out.status = status;
  switch (account_.options.wire) {
    case Wire::kOpenAi:
      out.body =
          fmt::format(R"({{"error":{{"message":"{}","type":"{}","code":null}}}})", message, type);
      break;
    case Wire::kAnthropic:
      out.body = fmt::format(R"({{"type":"error","error":{{"type":"{}","message":"{}"}}}})", type,
                             message);
      break;
    case Wire::kGemini:
      out.body = fmt::format(R"({{"error":{{"code":{},"message":"{}","status":"{}"}}}})", status,
                             message, type);
      break;
  }
  return out;
}

SimulatedProvider::Outcome SimulatedProvider::refusal(bool by_limit) {
  const char* type =
      account_.options.wire == Wire::kGemini ? "RESOURCE_EXHAUSTED" : "rate_limit_error";
  http::Response out = error(429, type, by_limit ? "over the limit" : "not now");
  switch (by_limit ? 1 : account_.random.below(4)) {
    case 0:
      out.headers.emplace_back("retry-after-ms",
                               fmt::format("{}", 50 + account_.random.below(900)));
      break;
    case 1:
      out.headers.emplace_back("retry-after", by_limit ? "5" : "1");
      break;
    case 2:
      out.headers.emplace_back("retry-after", "inf");
      break;
    default:
      break;
  }
  return out;
}

SimulatedProvider::Outcome SimulatedProvider::fault() {
  const auto cut = [](const char* why) {
    return tl::unexpected(http::TransportError{why, false, false});
  };
  http::Response out;
  out.status = 200;
  switch (account_.random.below(10)) {
    case 0:
      return error(500, "api_error", "sorry");
    case 1:
      out.status = 502;
      out.body = "<html>bad gateway</html>";
      return out;
    case 2:
      return error(503, "overloaded_error", "busy");
    case 3:
      return error(529, "overloaded_error", "busy");
    case 4:
      return error(408, "timeout_error", "slow");
    case 5:
      return cut("simulated:443: Connection reset by peer");
    case 6:
      return cut("simulated:443: transfer closed with 90 bytes remaining");
    case 7:
      out.body = "{\"id\":";
      return out;
    case 8:
      out.body = R"({"choices":[],"candidates":[],"type":"message"})";
      return out;
    default:
      out = error(409, "conflict_error", "again");
      out.headers.emplace_back("x-should-retry", "true");
      return out;
  }
}

SimulatedProvider::Outcome SimulatedProvider::reply(const Asked& asked) {
  std::string text = "ok " + asked.prompt.substr(0, 40);
  bool is_cut = false;
  if (account_.random.unit() < account_.options.bad_replies) {
    is_cut = account_.random.below(4) == 0 && asked.max_tokens <= 2048;
    text = is_cut ? "o" : "nonsense";
  }
  const std::int64_t output = 100 + static_cast<std::int64_t>(account_.random.below(100));
  http::Response out;
  out.status = 200;
  switch (account_.options.wire) {
    case Wire::kOpenAi:
      out.body = fmt::format(
          R"({{"model":"m","choices":[{{"message":{{"content":{}}},"finish_reason":"{}"}}],"usage":{{"prompt_tokens":{},"completion_tokens":{}}}}})",
          json::quote(text), is_cut ? "length" : "stop", asked.input, output);
      break;
    case Wire::kAnthropic:
      out.body = fmt::format(
          R"({{"type":"message","model":"m","content":[{{"type":"text","text":{}}}],"stop_reason":"{}","usage":{{"input_tokens":{},"output_tokens":{}}}}})",
          json::quote(text), is_cut ? "max_tokens" : "end_turn", asked.input, output);
      break;
    case Wire::kGemini:
      out.body = fmt::format(
          R"({{"modelVersion":"m","candidates":[{{"content":{{"parts":[{{"text":{}}}]}},"finishReason":"{}"}}],"usageMetadata":{{"promptTokenCount":{},"candidatesTokenCount":{}}}}})",
          json::quote(text), is_cut ? "MAX_TOKENS" : "STOP", asked.input, output);
      break;
  }
  return out;
}

void SimulatedProvider::add_limits(http::Response& response) const {
  const SimulatedOptions& options = account_.options;
  if (!options.tells_limits || options.per_minute == Amounts{} || options.wire == Wire::kGemini)
    return;
  const Amounts used = account_.minute_before(loop_.monotonic_ms());
  const auto add = [&](const char* limit, const char* remaining, Measure measure) {
    if (options.per_minute[measure] == 0) return;
    response.headers.emplace_back(limit, fmt::format("{}", options.per_minute[measure]));
    response.headers.emplace_back(
        remaining,
        fmt::format("{}", std::max<std::int64_t>(0, options.per_minute[measure] - used[measure])));
  };
  if (options.wire == Wire::kOpenAi) {
    add("x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", Measure::kRequests);
    add("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", Measure::kTokens);
  } else {
    add("anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining",
        Measure::kRequests);
    add("anthropic-ratelimit-input-tokens-limit", "anthropic-ratelimit-input-tokens-remaining",
        Measure::kTokens);
  }
}

}  // namespace generator::testing
