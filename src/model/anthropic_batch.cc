// Anthropic's Message Batches: the requests stand in the call that begins the batch; its results
// are JSONL, unordered, of its own address. Batches have no name, so one whose beginning was not
// answered is known by its time and number of requests, and in the end by its results' ids.
// https://platform.claude.com/docs/en/build-with-claude/batch-processing; field names as in
// anthropic 2.12, November 2026.
#include <fmt/format.h>

#include <utility>

#include "model/batch_wire.h"
#include "model/wire.h"

namespace generator {
namespace {

// An error inside of results has no HTTP status; this is the one that its type comes with.
int status_of(std::string_view type) {
  static constexpr std::pair<std::string_view, int> kStatuses[] = {
      {"invalid_request_error", 400}, {"authentication_error", 401}, {"billing_error", 402},
      {"permission_error", 403},      {"not_found_error", 404},      {"request_too_large", 413},
      {"rate_limit_error", 429},      {"timeout_error", 504},        {"overloaded_error", 529}};
  for (const auto& [name, status] : kStatuses)
    if (name == type) return status;
  return 500;
}

BatchStatus read_status(json::Value root) {
  BatchStatus out;
  out.id = root.text_of("id");
  out.state = root.text_of("processing_status");
  out.has_ended = out.state == "ended";
  out.was_canceled = wire::at(root, "cancel_initiated_at").is_string();
  out.answered = wire::count_at(root, "request_counts.succeeded");
  for (const char* name : {"errored", "canceled", "expired"})
    out.failed += wire::count_at(root, fmt::format("request_counts.{}", name));
  out.requests = wire::count_at(root, "request_counts.processing") + out.answered + out.failed;
  out.created_unix_ms = wire::time_ms(root.text_of("created_at"));
  out.expires_unix_ms = wire::time_ms(root.text_of("expires_at"));
  return out;
}

// Its requests are answered over minutes and hours, in no order.
Endpoint kept_for_an_hour(Endpoint endpoint) {
  endpoint.keeps_cache_for_an_hour = true;
  return endpoint;
}

class AnthropicBatches final : public BatchProvider {
 public:
  explicit AnthropicBatches(Endpoint endpoint)
      : url_(endpoint.base_url + "/v1/messages/batches"),
        provider_(make_anthropic(kept_for_an_hour(std::move(endpoint)))) {}

  BatchLimits limits() const override { return {100'000, 256'000'000}; }

  std::string entry(std::string_view id, const ChatRequest& request) const override {
    std::string out;
    json::Writer entry(out);
    entry.begin_object().field("custom_id", id);
    wire::raw_field(entry, "params", provider_->encode(request).body);
    entry.end_object();
    return out + ',';
  }

  http::Request create(std::string_view, std::string_view entries,
                       std::string_view) const override {
    if (!entries.empty()) entries.remove_suffix(1);  // the comma
    return wire::post(url_, wire::headers_of(*provider_),
                      fmt::format("{{\"requests\":[{}]}}", entries));
  }

  http::Request look(std::string_view id) const override {
    return wire::get(fmt::format("{}/{}", url_, id), wire::headers_of(*provider_));
  }
  http::Request cancel(std::string_view id) const override {
    return wire::post(fmt::format("{}/{}/cancel", url_, id), wire::headers_of(*provider_), "");
  }
  FromBatch<BatchStatus> decode(const http::Response& response) const override {
    return wire::read_batch(response, *provider_, "id", read_status);
  }

  http::Request list(std::string_view page) const override {
    return wire::get(fmt::format("{}?limit=100{}{}", url_,
                                 page.empty() ? "" : "&after_id=", wire::escaped(page)),
                     wire::headers_of(*provider_));
  }
  FromBatch<BatchPage> decode_list(const http::Response& response) const override {
    return wire::read_page(response, *provider_, read_status);
  }

  // Not at `results_url`: the key goes to the configured address alone.
  std::vector<http::Request> results(const BatchStatus& batch) const override {
    return {wire::get(fmt::format("{}/{}/results", url_, batch.id), wire::headers_of(*provider_))};
  }
  FromBatch<std::vector<BatchResult>> decode_results(
      const http::Response& response) const override {
    if (response.status != 200) return tl::unexpected(provider_->decode(response).error());
    return wire::read_lines(response, [this](json::Value line) {
      const std::string_view id = line.text_of("custom_id");
      const json::Value result = wire::at(line, "result");
      const std::string_view type = result.text_of("type");
      if (type == "succeeded")
        return wire::result(id, 200, wire::at(result, "message").raw(), *provider_);
      if (type == "errored")
        return wire::result(id, status_of(wire::at(result, "error.error").text_of("type")),
                            wire::at(result, "error").raw(), *provider_);
      return wire::not_done(id, fmt::format("the request was {} in its batch", type));
    });
  }

 private:
  std::string url_;
  std::unique_ptr<Provider> provider_;
};

}  // namespace

std::unique_ptr<BatchProvider> make_anthropic_batches(Endpoint endpoint) {
  return std::make_unique<AnthropicBatches>(std::move(endpoint));
}

}  // namespace generator
