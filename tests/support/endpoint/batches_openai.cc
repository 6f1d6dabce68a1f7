// OpenAI's files and batches. Fields as in openai 3.54, November 2026.
#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "support/endpoint/batches.h"
#include "support/endpoint/reading.h"
#include "support/endpoint/shape.h"

namespace generator::endpoint {
namespace {

using End = BatchItem::End;
constexpr std::size_t kMostLines = 50'000;
constexpr std::size_t kMostBytes = 200'000'000;

struct Form {
  std::string purpose, file_name, file;
};

// A multipart/form-data body; the fault where it is none, or has another field.
std::string read_form(const Received& received, Form& form) {
  const std::string_view type = received.header("content-type");
  const std::size_t at = type.find("boundary=");
  if (!type.starts_with("multipart/form-data") || at == type.npos)
    return "content-type must be multipart/form-data with a boundary";
  std::string_view name = type.substr(at + 9);
  if (name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
  const std::string boundary = "--" + std::string(name);
  std::string_view rest = received.body;
  if (!rest.starts_with(boundary)) return "the body does not begin with its boundary";
  rest.remove_prefix(boundary.size());
  while (rest.starts_with("\r\n")) {
    const std::size_t head_end = rest.find("\r\n\r\n");
    const std::size_t end = rest.find("\r\n" + boundary);
    if (head_end == rest.npos || end == rest.npos) return "a part of the form has no end";
    const std::string_view head = rest.substr(0, head_end);
    const std::string_view value = rest.substr(head_end + 4, end - head_end - 4);
    const auto quoted = [&](std::string_view field) {
      const std::size_t from = head.find(std::string(field) + "=\"");
      if (from == head.npos) return std::string();
      const std::size_t begin = from + field.size() + 2;
      return std::string(head.substr(begin, head.find('"', begin) - begin));
    };
    const std::string field = quoted(" name");
    if (field == "purpose") {
      form.purpose = value;
    } else if (field == "file") {
      form.file = value;
      form.file_name = quoted("filename");
    } else {
      return fmt::format("{}: is no field of this form", field);
    }
    rest.remove_prefix(end + 2 + boundary.size());
  }
  return rest.starts_with("--") ? "" : "the form has no end";
}

Served take_file(const Protocol& protocol, const Received& received, BatchDesk& desk) {
  Form form;
  std::string fault = read_form(received, form);
  if (fault.empty() && form.purpose != "batch") fault = "purpose: must be batch";
  if (fault.empty() && !form.file_name.ends_with(".jsonl")) fault = "file: must be a .jsonl file";
  if (fault.empty() && form.file.size() > kMostBytes) fault = "file: is larger than 200 MB";
  if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
  const std::string id = fmt::format("file-{:04}", desk.files.size() + 1);
  desk.files[id] = form.file;
  return answer({{"id", id},
                 {"object", "file"},
                 {"bytes", form.file.size()},
                 {"created_at", 1'790'000'000},
                 {"filename", form.file_name},
                 {"purpose", "batch"},
                 {"status", "processed"}});
}

// The lines of a file as items; the fault of the first that is wrong.
std::string read_lines(std::string_view file, const AnswerItem& answer_item,
                       std::vector<BatchItem>& items, std::string& model) {
  static const Json shape = Json::parse(
      R"({"custom_id!": "string", "method!": "'POST'", "url!": "'/v1/chat/completions'", "body!": "object"})");
  for (const std::string_view line : text::lines(file)) {
    const Json entry = Json::parse(line, nullptr, false);
    if (entry.is_discarded()) return fmt::format("line {} is no JSON", items.size() + 1);
    if (std::string fault = fault_of(shape, entry); !fault.empty()) return fault;
    const std::string asked = entry["body"].value("model", "");
    if (model.empty()) model = asked;
    if (asked != model) return "a batch has one model; the file has several";
    items.push_back(answer_item(entry["custom_id"], model, entry["body"]));
  }
  if (items.size() > kMostLines) return "a batch has at most 50,000 requests";
  return fault_of_ids(items);
}

// The files of an ended batch: answers in one, the rest in the other; neither in order.
void write_files(const Batch& batch, BatchDesk& desk) {
  std::string output, errors;
  for (auto item = batch.items.rbegin(); item != batch.items.rend(); ++item) {
    Json line = {{"id", "batch_req_" + item->id}, {"custom_id", item->id}};
    const bool was_asked = item->end == End::kAnswered || item->end == End::kRefused;
    if (was_asked || item->end == End::kErrored) {
      const Json body = was_asked ? Json::parse(item->reply)
                                  : Json{{"error",
                                          {{"message", "The server had an error"},
                                           {"type", "server_error"},
                                           {"param", nullptr},
                                           {"code", nullptr}}}};
      line["response"] = {{"status_code", was_asked ? item->status : 500},
                          {"request_id", "req_" + item->id},
                          {"body", body}};
      line["error"] = nullptr;
    } else {
      const bool is_expired = item->end == End::kExpired;
      line["response"] = nullptr;
      line["error"] = {{"code", is_expired ? "batch_expired" : "batch_cancelled"},
                       {"message", is_expired ? "This request could not be executed before the "
                                                "completion window expired."
                                              : "This request was cancelled."}};
    }
    (item->end == End::kAnswered ? output : errors) += line.dump() + "\n";
  }
  if (!output.empty()) desk.files["output-" + batch.id] = output;
  if (!errors.empty()) desk.files["errors-" + batch.id] = errors;
}

Json told(const Batch& batch, BatchDesk& desk) {
  std::string state = batch.is_canceled  ? "cancelling"
                      : batch.looks == 0 ? "validating"
                                         : "in_progress";
  if (batch.has_ended)
    state = batch.has_failed    ? "failed"
            : batch.is_canceled ? "cancelled"
            : batch.has_expired ? "expired"
                                : "completed";
  const bool has_results = batch.has_ended && !batch.has_failed;
  if (has_results) write_files(batch, desk);
  const auto file = [&](const std::string& name) {
    return has_results && desk.files.count(name) > 0 ? Json(name) : Json(nullptr);
  };
  const std::size_t completed = has_results ? batch.count(End::kAnswered) : 0;
  Json out = {{"id", batch.id},
              {"object", "batch"},
              {"endpoint", "/v1/chat/completions"},
              {"model", batch.model},
              {"errors", nullptr},
              {"input_file_id", "file-0001"},
              {"completion_window", "24h"},
              {"status", state},
              {"output_file_id", file("output-" + batch.id)},
              {"error_file_id", file("errors-" + batch.id)},
              {"created_at", batch.created_unix_s},
              {"expires_at", batch.created_unix_s + 86'400},
              {"request_counts",
               {{"total", batch.items.size()},
                {"completed", completed},
                {"failed", has_results ? batch.items.size() - completed : 0}}},
              {"metadata", {{"generator_batch", batch.name}}}};
  if (batch.has_failed)
    out["errors"] = {{"object", "list"},
                     {"data",
                      {{{"code", "invalid_json_line"},
                        {"line", 1},
                        {"message", "This line is not parseable as valid JSON."},
                        {"param", nullptr}}}}};
  return out;
}

Served begin(const Protocol& protocol, const Received& received, BatchDesk& desk,
             const AnswerItem& answer_item) {
  static const Json shape = Json::parse(R"({
    "input_file_id!": "string", "endpoint!": "'/v1/chat/completions'|'/v1/responses'|'/v1/embeddings'",
    "completion_window!": "'24h'", "metadata": {"*": "string"}
  })");
  Json body;
  std::string fault = read_body(received, shape, body);
  if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
  const auto file = desk.files.find(body["input_file_id"].get<std::string>());
  if (file == desk.files.end())
    return refuse(protocol, 400, "input_file_id: there is no such file");
  if (desk.injects(BatchFault::kBeginBusy))
    return turn_away(protocol.error(429, "Rate limit reached for batches"));
  std::vector<BatchItem> items;
  std::string model;
  fault = read_lines(file->second, answer_item, items, model);
  if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
  const Json metadata = body.value("metadata", Json::object());
  Batch& batch =
      desk.begin("openai", metadata.value("generator_batch", ""), model, std::move(items));
  batch.has_expired = desk.injects(BatchFault::kExpires);
  batch.has_failed = desk.injects(BatchFault::kFails);
  if (desk.injects(BatchFault::kBeginLost))
    return turn_away(protocol.error(500, "The server had an error"));
  return answer(told(batch, desk));
}

Served list(const Protocol& protocol, const Received& received, BatchDesk& desk) {
  if (desk.injects(BatchFault::kListFails)) return turn_away(protocol.error(500, "try again"));
  const std::string limit = query_of(received, "limit");
  bool has_more = false;
  const auto page =
      desk.page("openai", query_of(received, "after"),
                limit.empty() ? 20 : static_cast<std::size_t>(std::stoul(limit)), has_more);
  Json data = Json::array();
  for (const Batch* batch : page) data.push_back(told(*batch, desk));
  Json out = {{"object", "list"}, {"data", data}, {"has_more", has_more}};
  if (!page.empty()) out["first_id"] = page.front()->id, out["last_id"] = page.back()->id;
  return answer(out);
}

Served content(const Protocol& protocol, std::string_view id, BatchDesk& desk) {
  const auto file = desk.files.find(id);
  if (file == desk.files.end()) return refuse(protocol, 404, "there is no such file");
  Served out;
  out.answer.type = "application/octet-stream";
  out.answer.body = file->second;
  out.is_cut = desk.injects(BatchFault::kResultsCut);
  return out;
}

}  // namespace

std::optional<Served> serve_openai_batch(const Protocol& protocol, const Received& received,
                                         std::string_view path, BatchDesk& desk,
                                         const AnswerItem& answer_item) {
  const bool is_post = received.method == "POST";
  if (path == "/v1/files" && is_post) return take_file(protocol, received, desk);
  if (path == "/v1/batches")
    return is_post ? begin(protocol, received, desk, answer_item) : list(protocol, received, desk);
  if (path.starts_with("/v1/files/") && path.ends_with("/content") && !is_post)
    return content(protocol, path.substr(10, path.size() - 18), desk);
  if (!path.starts_with("/v1/batches/")) return std::nullopt;
  path.remove_prefix(12);
  const bool is_cancel = path.ends_with("/cancel");
  if (is_cancel) path.remove_suffix(7);
  Batch* batch = desk.find("openai", path);
  if (batch == nullptr) return refuse(protocol, 404, "No batch found with that id");
  if (is_cancel != is_post) return refuse(protocol, 405, "the method does not go with the path");
  if (is_cancel) {
    desk.cancel(*batch);
  } else {
    if (desk.injects(BatchFault::kLookFails)) return turn_away(protocol.error(500, "try again"));
    desk.advance(*batch);
  }
  return answer(told(*batch, desk));
}

}  // namespace generator::endpoint
