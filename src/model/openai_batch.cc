// OpenAI's Batch API: a JSONL file is uploaded, a batch begun on it, and its results are one or two
// files (answers and errors, unordered; an expired batch has what it got to).
// https://developers.openai.com/api/docs/guides/batch; field names as in openai 3.54, November
// 2026.
#include <fmt/format.h>

#include "base/text.h"
#include "model/batch_wire.h"
#include "model/wire.h"

namespace generator {
namespace {

constexpr std::string_view kPath = "/v1/chat/completions";  // of every entry
constexpr std::string_view kName = "generator_batch";       // of the metadata that we find ours by

// A form of a field and a file. The boundary is as long and as random as the batch's name.
http::Request file_form(std::string url, http::Headers headers, std::string_view name,
                        std::string_view content) {
  const std::string boundary = fmt::format("form-{}", name);
  for (auto& [key, value] : headers)
    if (key == "content-type") value = "multipart/form-data; boundary=" + boundary;
  std::string body = fmt::format(
      "--{0}\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
      "--{0}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{1}.jsonl\"\r\n"
      "content-type: application/jsonl\r\n\r\n",
      boundary, name);
  body.append(content).append(fmt::format("\r\n--{}--\r\n", boundary));
  return wire::post(std::move(url), std::move(headers), std::move(body));
}

// {"errors":{"data":[{"code","message","line"}]}}: why the file was not taken.
std::string problem_of(json::Value root) {
  const json::Value errors = wire::at(root, "errors.data");
  if (errors.size() == 0) return "the batch failed";
  const json::Value first = errors.at(0);
  const std::int64_t line = wire::count_at(first, "line");
  return fmt::format(
      "{}{}{}", text::prefix(first.text_of("message", "the batch failed"), 500),
      first.text_of("code").empty() ? "" : fmt::format(" ({})", first.text_of("code")),
      line > 0 ? fmt::format(" at line {}", line) : "");
}

BatchStatus read_status(json::Value root) {
  BatchStatus out;
  out.id = root.text_of("id");
  out.name = wire::at(root, "metadata").text_of(kName);
  out.state = root.text_of("status");
  for (const std::string_view last : {"completed", "expired", "cancelled", "failed"})
    if (out.state == last) out.has_ended = true;
  out.was_canceled = out.state == "cancelled" || out.state == "cancelling";
  if (out.state == "failed") out.problem = problem_of(root);
  out.requests = wire::count_at(root, "request_counts.total");
  out.answered = wire::count_at(root, "request_counts.completed");
  out.failed = wire::count_at(root, "request_counts.failed");
  out.created_unix_ms = 1000 * wire::count_at(root, "created_at");
  out.expires_unix_ms = 1000 * wire::count_at(root, "expires_at");
  for (const std::string_view file : {"output_file_id", "error_file_id"})
    if (const std::string_view id = root.text_of(file); wire::is_path(id))
      out.files.emplace_back(id);
  return out;
}

class OpenAiBatches final : public BatchProvider {
 public:
  explicit OpenAiBatches(Endpoint endpoint)
      : base_url_(endpoint.base_url), provider_(make_openai(std::move(endpoint))) {}

  BatchLimits limits() const override { return {50'000, 200'000'000}; }

  std::string entry(std::string_view id, const ChatRequest& request) const override {
    std::string out;
    json::Writer line(out);
    line.begin_object().field("custom_id", id).field("method", "POST").field("url", kPath);
    wire::raw_field(line, "body", provider_->encode(request).body);
    line.end_object();
    return out + '\n';
  }

  std::optional<http::Request> upload(std::string_view name,
                                      std::string_view entries) const override {
    return file_form(base_url_ + "/files", wire::headers_of(*provider_), name, entries);
  }
  FromBatch<std::string> decode_upload(const http::Response& response) const override {
    const auto document = wire::read_json(response, *provider_);
    if (!document) return tl::unexpected(document.error());
    const std::string_view id = document->root().text_of("id");
    if (!wire::is_path(id))
      return tl::unexpected(wire::unreadable(response, "the uploaded file has no usable `id`"));
    return std::string(id);
  }

  http::Request create(std::string_view name, std::string_view,
                       std::string_view file) const override {
    std::string body;
    json::Writer out(body);
    out.begin_object()
        .field("input_file_id", file)
        .field("endpoint", kPath)
        .field("completion_window", "24h");
    out.key("metadata").begin_object().field(kName, name).end_object().end_object();
    return wire::post(base_url_ + "/batches", wire::headers_of(*provider_), std::move(body));
  }

  http::Request look(std::string_view id) const override {
    return wire::get(fmt::format("{}/batches/{}", base_url_, id), wire::headers_of(*provider_));
  }
  http::Request cancel(std::string_view id) const override {
    return wire::post(fmt::format("{}/batches/{}/cancel", base_url_, id),
                      wire::headers_of(*provider_), "");
  }
  FromBatch<BatchStatus> decode(const http::Response& response) const override {
    return wire::read_batch(response, *provider_, "id", read_status);
  }

  http::Request list(std::string_view page) const override {
    return wire::get(fmt::format("{}/batches?limit=100{}{}", base_url_,
                                 page.empty() ? "" : "&after=", wire::escaped(page)),
                     wire::headers_of(*provider_));
  }
  FromBatch<BatchPage> decode_list(const http::Response& response) const override {
    return wire::read_page(response, *provider_, read_status);
  }

  std::vector<http::Request> results(const BatchStatus& batch) const override {
    std::vector<http::Request> out;
    for (const std::string& file : batch.files)
      out.push_back(wire::get(fmt::format("{}/files/{}/content", base_url_, file),
                              wire::headers_of(*provider_)));
    return out;
  }
  FromBatch<std::vector<BatchResult>> decode_results(
      const http::Response& response) const override {
    if (response.status != 200) return tl::unexpected(provider_->decode(response).error());
    return wire::read_lines(response, [this](json::Value line) {
      const std::string_view id = line.text_of("custom_id");
      const json::Value answer = wire::at(line, "response");
      if (answer.is_object())
        return wire::result(id, static_cast<int>(wire::count_at(answer, "status_code")),
                            wire::at(answer, "body").raw(), *provider_);
      const json::Value error = wire::at(line, "error");
      return wire::not_done(id, fmt::format("{} ({})", error.text_of("message", "no answer"),
                                            error.text_of("code", "unknown")));
    });
  }

  int spelling() const override { return provider_->spelling(); }
  bool learn(int spelling, const http::Response& refusal) override {
    // Of the request no more is known than that it was one of ours; almost all have a schema, and
    // a refusal names none where there was none.
    static const Schema kSome{"reply", "{}"};
    ChatRequest request;
    request.schema = &kSome;
    return provider_->learn(request, spelling, refusal);
  }
  std::string learned() const override { return provider_->learned(); }
  void recall(std::string_view learned) override { provider_->recall(learned); }

 private:
  std::string base_url_;
  std::unique_ptr<Provider> provider_;
};

}  // namespace

std::unique_ptr<BatchProvider> make_openai_batches(Endpoint endpoint) {
  return std::make_unique<OpenAiBatches>(std::move(endpoint));
}

}  // namespace generator
