// Gemini's batch mode: requests and results inline, or as files. Fields as in google-genai 3.4, November 2026.
#include <fmt/format.h>

#include "base/text.h"
#include "support/endpoint/batches.h"
#include "support/endpoint/reading.h"
#include "support/endpoint/shape.h"

namespace generator::endpoint {
namespace {

using End = BatchItem::End;
constexpr std::size_t kMostBytes = 20u << 20;

// Errors inside of results have codes of google.rpc.Code.
Json result_of(const BatchItem& item) {
  Json out = {{"metadata", {{"key", item.id}}}};
  if (item.end == End::kAnswered) {
    out["response"] = Json::parse(item.reply);
  } else if (item.end == End::kRefused) {
    out["error"] = Json::parse(item.reply)["error"];
    out["error"]["code"] = 3;
  } else {
    out["error"] = {{"code", item.end == End::kErrored ? 13 : 1},
                    {"message", item.end == End::kErrored ? "Internal error" : "not done"}};
  }
  return out;
}

// The file that the batch's results are in; "" where it was begun inline.
std::string results_file(const Batch& batch) {
  return batch.is_of_file ? "files/results-" + std::string(batch.id.substr(batch.id.find('/') + 1))
                          : "";
}

Json told(const Batch& batch) {
  const bool has_results = batch.has_ended && !batch.has_failed;
  const std::string state = !batch.has_ended    ? (batch.looks == 0 ? "PENDING" : "RUNNING")
                            : batch.has_failed  ? "FAILED"
                            : batch.is_canceled ? "CANCELLED"
                            : batch.has_expired ? "EXPIRED"
                                                : "SUCCEEDED";
  const std::size_t good = has_results ? batch.count(End::kAnswered) : 0;
  Json metadata = {
      {"@type", "type.googleapis.com/google.ai.generativelanguage.v1main.GenerateContentBatch"},
      {"model", "models/" + batch.model},
      {"displayName", batch.name},
      {"state", "BATCH_STATE_" + state},
      {"createTime", time_text(batch.created_unix_s)},
      {"batchStats",
       {{"requestCount", std::to_string(batch.items.size())},
        {"successfulRequestCount", std::to_string(good)}}},
      {"name", batch.id}};
  Json out = {{"name", batch.id}};
  if (has_results) {
    Json responses = Json::array();
    for (const BatchItem& item : batch.items) responses.push_back(result_of(item));
    if (batch.is_of_file)
      metadata["output"] = {{"responsesFile", results_file(batch)}};
    else
      metadata["output"] = {{"inlinedResponses", {{"inlinedResponses", responses}}}};
    out["done"] = true;
  }
  if (batch.has_ended && batch.has_failed) {
    out["done"] = true;
    out["error"] = {{"code", 3}, {"message", "The batch could not be read."}};
  }
  out["metadata"] = metadata;
  return out;
}

Served begin(const Protocol& protocol, const Received& received, std::string_view model,
             BatchDesk& desk, const AnswerItem& answer_item) {
  static const Json shape = Json::parse(R"({"batch!": {
    "displayName!": "string", "priority": "string",
    "inputConfig!": ["|", {"fileName!": "string"}, {"requests!": {"requests!": [{"request!": "object", "metadata": {"key!": "string"}}]}}]
  }})");
  if (received.body.size() > kMostBytes) return refuse(protocol, 400, "inline requests: 20 MB");
  Json body;
  std::string fault = read_body(received, shape, body);
  if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
  if (desk.injects(BatchFault::kBeginBusy))
    return turn_away(protocol.error(429, "Too many batches"));
  std::vector<BatchItem> items;
  const Json& input = body["batch"]["inputConfig"];
  const bool is_of_file = input.contains("fileName");
  if (is_of_file) {
    const auto file = desk.files.find(input["fileName"].get<std::string>());
    if (file == desk.files.end()) return refuse(protocol, 404, "fileName: there is no such file");
    static const Json line_shape = Json::parse(R"({"key!": "string", "request!": "object"})");
    for (const std::string_view line : text::lines(file->second)) {
      const Json entry = Json::parse(line, nullptr, false);
      fault = entry.is_discarded() ? "a line of the file is no JSON" : fault_of(line_shape, entry);
      if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
      items.push_back(answer_item(entry["key"], model, entry["request"]));
    }
  } else {
    for (const Json& request : input["requests"]["requests"])
      items.push_back(answer_item(request["metadata"]["key"], model, request["request"]));
  }
  if (fault = fault_of_ids(items); !fault.empty()) return refuse(protocol, 400, std::move(fault));
  Batch& batch =
      desk.begin("gemini", body["batch"]["displayName"], std::string(model), std::move(items));
  batch.is_of_file = is_of_file;
  batch.has_expired = desk.injects(BatchFault::kExpires);
  batch.has_failed = desk.injects(BatchFault::kFails);
  if (desk.injects(BatchFault::kBeginLost))
    return turn_away(protocol.error(500, "Internal error encountered."));
  return answer(told(batch));
}

// The two steps of an upload: the first says what is to come, and is told where to.
Served take_file(const Protocol& protocol, const Received& received, std::string_view path,
                 BatchDesk& desk) {
  const std::string_view command = received.header("x-goog-upload-command");
  const std::string announced = query_of(received, "upload_id");
  if (command == "start") {
    static const Json shape = Json::parse(R"({"file": {"displayName": "string"}})");
    Json body;
    std::string fault = read_body(received, shape, body);
    if (received.header("x-goog-upload-protocol") != "resumable")
      fault = "X-Goog-Upload-Protocol: must be resumable";
    if (received.header("x-goog-upload-header-content-type") != "application/jsonl")
      fault = "X-Goog-Upload-Header-Content-Type: must be application/jsonl";
    if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
    Served out = answer(Json::object());
    out.answer.headers.emplace_back(
        "X-Goog-Upload-URL",
        fmt::format("http://{}/gemini{}?upload_id={}", received.header("host"), path,
                    received.header("x-goog-upload-header-content-length")));
    return out;
  }
  std::string fault;
  if (command != "upload, finalize") fault = "X-Goog-Upload-Command: must be upload, finalize";
  if (received.header("x-goog-upload-offset") != "0") fault = "X-Goog-Upload-Offset: must be 0";
  if (announced != std::to_string(received.body.size())) fault = "another size was announced";
  if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
  const std::string id = fmt::format("files/f{}", desk.files.size() + 1);
  desk.files[id] = received.body;
  return answer({{"file",
                  {{"name", id},
                   {"mimeType", "application/jsonl"},
                   {"sizeBytes", std::to_string(received.body.size())},
                   {"state", "ACTIVE"}}}});
}

Served give_file(const Protocol& protocol, const Received& received, std::string_view id,
                 BatchDesk& desk) {
  if (query_of(received, "alt") != "media") return refuse(protocol, 400, "alt: must be media");
  const auto file = desk.files.find(id);
  if (file == desk.files.end()) return refuse(protocol, 404, "there is no such file");
  Served out;
  out.answer.type = "application/octet-stream";
  out.answer.body = file->second;
  out.is_cut = desk.injects(BatchFault::kResultsCut);
  return out;
}

void write_results(const Batch& batch, BatchDesk& desk) {
  std::string lines;
  for (const BatchItem& item : batch.items) {
    Json line = {{"key", item.id}};
    Json result = result_of(item);
    result.erase("metadata");
    line.update(result);
    lines += line.dump() + "\n";
  }
  desk.files[results_file(batch)] = lines;
}

Served list(const Protocol& protocol, const Received& received, BatchDesk& desk) {
  if (desk.injects(BatchFault::kListFails)) return turn_away(protocol.error(500, "try again"));
  const std::string size = query_of(received, "pageSize");
  bool has_more = false;
  const auto page =
      desk.page("gemini", query_of(received, "pageToken"),
                size.empty() ? 50 : static_cast<std::size_t>(std::stoul(size)), has_more);
  Json out = Json::object();
  for (const Batch* batch : page) out["operations"].push_back(told(*batch));
  if (has_more) out["nextPageToken"] = page.back()->id;
  return answer(out);
}

}  // namespace

std::optional<Served> serve_gemini_batch(const Protocol& protocol, const Received& received,
                                         std::string_view path, BatchDesk& desk,
                                         const AnswerItem& answer_item) {
  const bool is_post = received.method == "POST";
  constexpr std::string_view kDownload = "/download/v1beta/", kEnd = ":download";
  if (path == "/upload/v1beta/files" && is_post)
    return take_file(protocol, received, path, desk);
  if (path.starts_with(kDownload) && path.ends_with(kEnd) && !is_post)
    return give_file(protocol, received,
                     path.substr(kDownload.size(), path.size() - kDownload.size() - kEnd.size()),
                     desk);
  path.remove_prefix(std::min(path.size(), path.find('/', 1)));  // the version
  constexpr std::string_view kBegin = ":batchGenerateContent";
  if (path.starts_with("/models/") && path.ends_with(kBegin) && is_post)
    return begin(protocol, received, path.substr(8, path.size() - 8 - kBegin.size()), desk,
                 answer_item);
  if (path == "/batches" && !is_post) return list(protocol, received, desk);
  if (!path.starts_with("/batches/")) return std::nullopt;
  path.remove_prefix(1);
  const bool is_cancel = path.ends_with(":cancel");
  if (is_cancel) path.remove_suffix(7);
  Batch* batch = desk.find("gemini", path);
  if (batch == nullptr) return refuse(protocol, 404, "Requested entity was not found.");
  if (is_cancel != is_post) return refuse(protocol, 405, "the method does not go with the path");
  if (is_cancel) {
    desk.cancel(*batch);
    return answer(Json::object());
  }
  if (desk.injects(BatchFault::kLookFails)) return turn_away(protocol.error(500, "try again"));
  desk.advance(*batch);
  if (batch->is_of_file && batch->has_ended && !batch->has_failed) write_results(*batch, desk);
  Served out = answer(told(*batch));
  out.is_cut = batch->has_ended && !batch->is_of_file && desk.injects(BatchFault::kResultsCut);
  return out;
}

}  // namespace generator::endpoint
