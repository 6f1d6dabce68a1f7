// Anthropic's Message Batches. Fields as in anthropic 2.12, November 2026.
#include <fmt/format.h>

#include "support/endpoint/batches.h"
#include "support/endpoint/reading.h"

namespace generator::endpoint {
namespace {

using End = BatchItem::End;
constexpr std::size_t kMostRequests = 100'000;
constexpr std::string_view kPath = "/v1/messages/batches";

Json told(const Batch& batch, const Received& received) {
  const bool is_over = batch.has_ended;
  const auto count = [&](End end) { return is_over ? batch.count(end) : 0; };
  const std::string created = time_text(batch.created_unix_s);
  return {{"id", batch.id},
          {"type", "message_batch"},
          {"processing_status", is_over             ? "ended"
                                : batch.is_canceled ? "canceling"
                                                    : "in_progress"},
          {"request_counts",
           {{"processing", is_over ? 0 : batch.items.size()},
            {"succeeded", count(End::kAnswered)},
            {"errored", count(End::kErrored) + count(End::kRefused)},
            {"canceled", count(End::kCanceled)},
            {"expired", count(End::kExpired)}}},
          {"created_at", created},
          {"expires_at", time_text(batch.created_unix_s + 86'400)},
          {"ended_at", is_over ? Json(created) : Json(nullptr)},
          {"archived_at", nullptr},
          {"cancel_initiated_at", batch.is_canceled ? Json(created) : Json(nullptr)},
          {"results_url", is_over ? Json(fmt::format("http://{}/anthropic{}/{}/results",
                                                     received.header("host"), kPath, batch.id))
                                  : Json(nullptr)}};
}

Served begin(const Protocol& protocol, const Received& received, BatchDesk& desk,
             const AnswerItem& answer_item) {
  static const Json shape =
      Json::parse(R"({"requests!": [{"custom_id!": "string", "params!": "object"}]})");
  Json body;
  std::string fault = read_body(received, shape, body);
  if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
  if (desk.injects(BatchFault::kBeginBusy))
    return turn_away(protocol.error(429, "Too many requests are being processed"));
  std::vector<BatchItem> items;
  for (const Json& request : body["requests"])
    items.push_back(answer_item(request["custom_id"], "", request["params"]));
  if (items.size() > kMostRequests) fault = "requests: at most 100,000";
  if (fault.empty()) fault = fault_of_ids(items);
  if (!fault.empty()) return refuse(protocol, 400, std::move(fault));
  Batch& batch = desk.begin("anthropic", "", "", std::move(items));
  batch.has_expired = desk.injects(BatchFault::kExpires);
  if (desk.injects(BatchFault::kBeginLost))
    return turn_away(protocol.error(500, "Internal server error"));
  return answer(told(batch, received));
}

Served list(const Protocol& protocol, const Received& received, BatchDesk& desk) {
  if (desk.injects(BatchFault::kListFails)) return turn_away(protocol.error(500, "try again"));
  const std::string limit = query_of(received, "limit");
  bool has_more = false;
  const auto page =
      desk.page("anthropic", query_of(received, "after_id"),
                limit.empty() ? 20 : static_cast<std::size_t>(std::stoul(limit)), has_more);
  Json data = Json::array();
  for (const Batch* batch : page) data.push_back(told(*batch, received));
  return answer({{"data", data},
                 {"has_more", has_more},
                 {"first_id", page.empty() ? Json(nullptr) : Json(page.front()->id)},
                 {"last_id", page.empty() ? Json(nullptr) : Json(page.back()->id)}});
}

// A line a request, in no order.
Served results(const Protocol& protocol, const Batch& batch, BatchDesk& desk) {
  if (!batch.has_ended) return refuse(protocol, 400, "the batch has not ended");
  Served out;
  out.answer.type = "application/x-jsonl";
  for (auto item = batch.items.rbegin(); item != batch.items.rend(); ++item) {
    Json result = {{"type", item->end == End::kExpired ? "expired" : "canceled"}};
    if (item->end == End::kAnswered)
      result = {{"type", "succeeded"}, {"message", Json::parse(item->reply)}};
    if (item->end == End::kRefused)
      result = {{"type", "errored"}, {"error", Json::parse(item->reply)}};
    if (item->end == End::kErrored)
      result = {{"type", "errored"},
                {"error", Json::parse(protocol.error(500, "Internal server error").body)}};
    out.answer.body += Json{{"custom_id", item->id}, {"result", result}}.dump() + "\n";
  }
  out.is_cut = desk.injects(BatchFault::kResultsCut);
  return out;
}

}  // namespace

std::optional<Served> serve_anthropic_batch(const Protocol& protocol, const Received& received,
                                            std::string_view path, BatchDesk& desk,
                                            const AnswerItem& answer_item) {
  if (!path.starts_with(kPath)) return std::nullopt;
  path.remove_prefix(kPath.size());
  const bool is_post = received.method == "POST";
  if (path.empty())
    return is_post ? begin(protocol, received, desk, answer_item) : list(protocol, received, desk);
  path.remove_prefix(1);
  const std::size_t slash = path.find('/');
  const std::string_view what = slash == path.npos ? "" : path.substr(slash + 1);
  Batch* batch = desk.find("anthropic", path.substr(0, slash));
  if (batch == nullptr) return refuse(protocol, 404, "no such batch");
  if ((what == "cancel") != is_post)
    return refuse(protocol, 405, "the method does not go with the path");
  if (what == "results") return results(protocol, *batch, desk);
  if (what == "cancel") {
    desk.cancel(*batch);
  } else {
    if (desk.injects(BatchFault::kLookFails)) return turn_away(protocol.error(500, "try again"));
    desk.advance(*batch);
  }
  return answer(told(*batch, received));
}

}  // namespace generator::endpoint
