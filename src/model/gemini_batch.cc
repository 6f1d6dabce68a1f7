// Gemini's batch mode. Small ones go inline: requests stand in the call that begins the batch,
// results in the operation that it is. Such a call may have 20 MB; what is larger goes as a file of
// a line each, in two steps (the first answer says where to), and its results come as one.
// https://ai.google.dev/gemini-api/docs/batch-api; field names as in google-genai 3.4, November
// 2026.
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
constexpr std::size_t kMostInline = 19'900'000;  // bytes of entries
// How an entry begins and goes on behind its id; it ends with "}\n".
constexpr std::string_view kKey = R"({"key":")", kRequest = R"(","request":)";

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
  for (const char* place : {"metadata.output", "response"})
    if (const auto file = wire::at(root, place).text_of("responsesFile"); wire::is_path(file))
      out.files = {std::string(file)};
  return out;
}

// The entries of a file as the list that a call has inline.
std::string inlined(std::string_view entries) {
  std::string out;
  while (!entries.empty()) {
    const std::size_t end = std::min(entries.find('\n'), entries.size());
    const std::string_view line = entries.substr(0, end);
    entries.remove_prefix(std::min(end + 1, entries.size()));
    const std::size_t id_end = line.find(kRequest);
    if (!line.starts_with(kKey) || id_end == line.npos) continue;
    const std::string_view id = line.substr(kKey.size(), id_end - kKey.size());
    std::string_view request = line.substr(id_end + kRequest.size());
    request.remove_suffix(1);
    out += fmt::format(R"({}{{"request":{},"metadata":{{"key":"{}"}}}})", out.empty() ? "" : ",",
                       request, id);
  }
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
  explicit GeminiBatches(Endpoint endpoint)
      : base_url_(endpoint.base_url), version_(endpoint.version), model_(endpoint.model) {
    if (version_.empty()) endpoint.version = version_ = "v1beta";
    url_ = fmt::format("{}/{}", base_url_, version_);
    provider_ = make_gemini(std::move(endpoint));
  }

  BatchLimits limits() const override { return {50'000, 2'000'000'000}; }

  std::string entry(std::string_view id, const ChatRequest& request) const override {
    return fmt::format("{}{}{}{}}}\n", kKey, id, kRequest, provider_->encode(request).body);
  }

  std::optional<http::Request> upload(std::string_view name,
                                      std::string_view entries) const override {
    if (entries.size() <= kMostInline) return std::nullopt;
    http::Headers headers = wire::headers_of(*provider_);
    headers.emplace_back("X-Goog-Upload-Protocol", "resumable");
    headers.emplace_back("X-Goog-Upload-Command", "start");
    headers.emplace_back("X-Goog-Upload-Header-Content-Length", std::to_string(entries.size()));
    headers.emplace_back("X-Goog-Upload-Header-Content-Type", "application/jsonl");
    return wire::post(fmt::format("{}/upload/{}/files", base_url_, version_), std::move(headers),
                      fmt::format(R"({{"file":{{"displayName":{}}}}})", json::quote(name)));
  }
  FromBatch<std::optional<http::Request>> upload_rest(const http::Response& answer,
                                                      std::string_view entries) const override {
    if (answer.status != 200) return tl::unexpected(provider_->decode(answer).error());
    const std::string_view where = answer.header("x-goog-upload-url");
    // The key and what is asked go to no other host.
    if (!where.starts_with(base_url_ + "/"))
      return tl::unexpected(
          wire::unreadable(answer, "the place for the file is not one of the provider's"));
    http::Headers headers = wire::headers_of(*provider_);
    for (auto& [name, value] : headers)
      if (name == "content-type") value = "application/jsonl";
    headers.emplace_back("X-Goog-Upload-Offset", "0");
    headers.emplace_back("X-Goog-Upload-Command", "upload, finalize");
    return wire::post(std::string(where), std::move(headers), std::string(entries));
  }
  FromBatch<std::string> decode_upload(const http::Response& response) const override {
    const auto document = wire::read_json(response, *provider_);
    if (!document) return tl::unexpected(document.error());
    const std::string_view file = wire::at(document->root(), "file").text_of("name");
    if (!wire::is_path(file))
      return tl::unexpected(wire::unreadable(response, "the uploaded file has no usable `name`"));
    return std::string(file);
  }

  http::Request create(std::string_view name, std::string_view entries,
                       std::string_view file) const override {
    const std::string input =
        file.empty() ? fmt::format(R"("requests":{{"requests":[{}]}})", inlined(entries))
                     : fmt::format(R"("fileName":{})", json::quote(file));
    return wire::post(fmt::format("{}/models/{}:batchGenerateContent", url_, model_),
                      wire::headers_of(*provider_),
                      fmt::format(R"({{"batch":{{"displayName":{},"inputConfig":{{{}}}}}}})",
                                  json::quote(name), input));
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
    if (batch.files.empty()) return {look(batch.id)};
    return {wire::get(fmt::format("{}/download/{}/{}:download?alt=media", base_url_, version_,
                                  batch.files.front()),
                      wire::headers_of(*provider_))};
  }
  FromBatch<std::vector<BatchResult>> decode_results(
      const http::Response& response) const override {
    if (response.status != 200) return tl::unexpected(provider_->decode(response).error());
    const auto document = json::Document::parse(response.body);
    if (!document || document->root().find("key"))  // a file
      return wire::read_lines(response, [this](json::Value line) {
        return read_result(line, line.text_of("key"));
      });
    const json::Value list = results_of(document->root());
    std::vector<BatchResult> out;
    for (std::size_t i = 0; i < list.size(); ++i)
      out.push_back(read_result(list.at(i), wire::at(list.at(i), "metadata").text_of("key")));
    return out;
  }

 private:
  BatchResult read_result(json::Value result, std::string_view id) const {
    const json::Value error = wire::at(result, "error");
    if (!error.is_object())
      return wire::result(id, 200, wire::at(result, "response").raw(), *provider_);
    const int status = status_of(wire::number_of(wire::at(error, "code")));
    if (status == kCanceled) return wire::not_done(id, error.text_of("message", "canceled"));
    return wire::result(id, status, fmt::format("{{\"error\":{}}}", error.raw()), *provider_);
  }

  std::string base_url_, version_, url_, model_;
  std::unique_ptr<Provider> provider_;
};

}  // namespace

std::unique_ptr<BatchProvider> make_gemini_batches(Endpoint endpoint) {
  return std::make_unique<GeminiBatches>(std::move(endpoint));
}

}  // namespace generator
