// Gemini's batch mode, inline: requests stand in the call that begins the batch, results in the
// operation that it is. A call may have 20 MB; larger files would be possible and are not needed,
// as a stage takes as many batches as it needs. https://ai.google.dev/gemini-api/docs/batch-api;
// field names as in google-genai 3.4, November 2026.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "model/batch_wire.h"
#include "model/wire.h"

namespace generator {
namespace {

constexpr int kCanceled = 499;  // also of requests that were not done in time
constexpr std::string_view kState = "BATCH_STATE_";

// The HTTP status that goes with a google.rpc.Code, which errors inside of results have.
int status_of(std::int64_t code) {
  static constexpr int kStatuses[] = {200, kCanceled, 500, 400, 504, 404, 409, 403, 429,
                                      400, 409,       400, 501, 500, 503, 500, 401};
  if (code >= 100 && code < 600) return static_cast<int>(code);
  return code >= 0 && code < static_cast<std::int64_t>(std::size(kStatuses)) ? kStatuses[code]
                                                                             : 500;
}

// A batch is a long-running operation: what is told of it stands in its metadata.
BatchStatus read_status(json::Value root) {
  BatchStatus out;
  const json::Value metadata = wire::at(root, "metadata");
  out.id = root.text_of("name");
  out.name = metadata.text_of("displayName");
  std::string_view state = metadata.text_of("state");
  if (state.starts_with(kState)) state.remove_prefix(kState.size());
  out.state = text::to_lower(state);
  for (const std::string_view last : {"succeeded", "failed", "cancelled", "expired"})
    if (out.state == last) out.has_ended = true;
  out.was_canceled = out.state == "cancelled";
  if (out.state == "failed")
    out.problem = text::prefix(wire::at(root, "error").text_of("message", "the batch failed"), 500);
  const json::Value counts = wire::at(metadata, "batchStats");
  out.requests = wire::number_of(wire::at(counts, "requestCount"));
  out.answered = wire::number_of(wire::at(counts, "successfulRequestCount"));
  out.failed = wire::number_of(wire::at(counts, "failedRequestCount"));
  out.created_unix_ms = wire::time_ms(metadata.text_of("createTime"));
  constexpr std::int64_t kTwoDaysMs = 48 * 3'600'000;
  if (out.created_unix_ms > 0) out.expires_unix_ms = out.created_unix_ms + kTwoDaysMs;
  return out;
}

// The list is wrapped once more in an object of the same name.
json::Value results_of(json::Value root) {
  for (const char* place : {"metadata.output.inlinedResponses", "response.inlinedResponses"}) {
    const json::Value found = wire::at(root, place);
    if (found.is_array()) return found;
    if (const json::Value inner = wire::at(found, "inlinedResponses"); inner.is_array())
      return inner;
  }
  return {};
}

class GeminiBatches final : public BatchProvider {
 public:
  explicit GeminiBatches(Endpoint endpoint) : model_(endpoint.model) {
    if (endpoint.version.empty()) endpoint.version = "v1beta";
    url_ = fmt::format("{}/{}", endpoint.base_url, endpoint.version);
    provider_ = make_gemini(std::move(endpoint));
  }

  BatchLimits limits() const override { return {50'000, 19'900'000}; }

  std::string entry(std::string_view id, const ChatRequest& request) const override {
    std::string out;
    json::Writer entry(out);
    entry.begin_object();
    wire::raw_field(entry, "request", provider_->encode(request).body);
    entry.key("metadata").begin_object().field("key", id).end_object().end_object();
    return out + ',';
  }

  http::Request create(std::string_view name, std::string_view entries,
                       std::string_view) const override {
    if (!entries.empty()) entries.remove_suffix(1);  // the comma
    return wire::post(
        fmt::format("{}/models/{}:batchGenerateContent", url_, model_),
        wire::headers_of(*provider_),
        fmt::format(
            R"({{"batch":{{"displayName":{},"inputConfig":{{"requests":{{"requests":[{}]}}}}}}}})",
            json::quote(name), entries));
  }

  http::Request look(std::string_view id) const override {
    return wire::get(fmt::format("{}/{}", url_, id), wire::headers_of(*provider_));
  }
  http::Request cancel(std::string_view id) const override {
    return wire::post(fmt::format("{}/{}:cancel", url_, id), wire::headers_of(*provider_), "{}");
  }
  FromBatch<BatchStatus> decode(const http::Response& response) const override {
    return wire::read_batch(response, *provider_, "name", read_status);
  }

  http::Request list(std::string_view page) const override {
    return wire::get(fmt::format("{}/batches?pageSize=100{}{}", url_,
                                 page.empty() ? "" : "&pageToken=", wire::escaped(page)),
                     wire::headers_of(*provider_));
  }
  FromBatch<BatchPage> decode_list(const http::Response& response) const override {
    const auto document = wire::read_json(response, *provider_);
    if (!document) return tl::unexpected(document.error());
    const json::Value operations = wire::at(document->root(), "operations");
    BatchPage out;  // an account without batches has no `operations`
    for (std::size_t i = 0; i < operations.size(); ++i)
      out.batches.push_back(read_status(operations.at(i)));
    out.next = document->root().text_of("nextPageToken");
    return out;
  }

  std::vector<http::Request> results(const BatchStatus& batch) const override {
    return {look(batch.id)};
  }
  FromBatch<std::vector<BatchResult>> decode_results(
      const http::Response& response) const override {
    const auto document = wire::read_json(response, *provider_);
    if (!document) return tl::unexpected(document.error());
    const json::Value list = results_of(document->root());
    std::vector<BatchResult> out;
    for (std::size_t i = 0; i < list.size(); ++i) out.push_back(read_result(list.at(i)));
    return out;
  }

 private:
  BatchResult read_result(json::Value result) const {
    const std::string_view id = wire::at(result, "metadata").text_of("key");
    const json::Value error = wire::at(result, "error");
    if (!error.is_object())
      return wire::result(id, 200, wire::at(result, "response").raw(), *provider_);
    const int status = status_of(wire::number_of(wire::at(error, "code")));
    if (status == kCanceled) return wire::not_done(id, error.text_of("message", "canceled"));
    return wire::result(id, status, fmt::format("{{\"error\":{}}}", error.raw()), *provider_);
  }

  std::string url_, model_;
  std::unique_ptr<Provider> provider_;
};

}  // namespace

std::unique_ptr<BatchProvider> make_gemini_batches(Endpoint endpoint) {
  return std::make_unique<GeminiBatches>(std::move(endpoint));
}

}  // namespace generator
