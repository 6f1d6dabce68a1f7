#include "support/endpoint/batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "base/random.h"
#include "base/text.h"

namespace generator::endpoint {
namespace {

using End = BatchItem::End;

constexpr int kMostOfOne = 2;  // times that one request is not answered by chance

// The second half was not done when the batch ended.
void leave_half(Batch& batch, End end) {
  for (std::size_t i = batch.items.size() / 2; i < batch.items.size(); ++i)
    if (batch.items[i].end == End::kAnswered) batch.items[i].end = end;
}

}  // namespace

bool BatchDesk::injects(BatchFault fault) {
  const auto found = std::find(faults_.begin(), faults_.end(), fault);
  if (found == faults_.end()) return false;
  faults_.erase(found);
  return true;
}

Batch& BatchDesk::begin(std::string_view vendor, std::string name, std::string model,
                        std::vector<BatchItem> items) {
  Batch& out = batches_.emplace_back();
  out.vendor = vendor;
  out.id = fmt::format("{}batch_{:04}", vendor == "gemini" ? "batches/" : "", batches_.size());
  out.name = std::move(name);
  out.model = std::move(model);
  out.created_unix_s = std::time(nullptr);
  out.items = std::move(items);
  for (BatchItem& item : out.items) {
    const int times = ++taken[item.id];
    Random random(options_.seed, fmt::format("{} {}", item.id, times));
    const bool is_unlucky = times <= kMostOfOne && random.unit() < options_.unanswered;
    if (item.end == End::kAnswered && is_unlucky)
      item.end = random.below(2) == 0 ? End::kErrored : End::kExpired;
  }
  return out;
}

Batch* BatchDesk::find(std::string_view vendor, std::string_view id) {
  for (Batch& batch : batches_)
    if (batch.vendor == vendor && batch.id == id) return &batch;
  return nullptr;
}

void BatchDesk::advance(Batch& batch) const {
  if (!batch.has_ended && ++batch.looks >= options_.looks) batch.has_ended = true;
  if (batch.has_ended && batch.has_expired) leave_half(batch, End::kExpired);
}

void BatchDesk::cancel(Batch& batch) const {
  if (batch.has_ended) return;
  batch.is_canceled = true;
  leave_half(batch, End::kCanceled);
}

std::vector<const Batch*> BatchDesk::page(std::string_view vendor, std::string_view after,
                                          std::size_t most, bool& has_more) const {
  std::vector<const Batch*> out;
  has_more = false;
  bool is_behind = after.empty();
  for (auto batch = batches_.rbegin(); batch != batches_.rend(); ++batch) {
    if (batch->vendor != vendor) continue;
    if (is_behind && out.size() == most) {
      has_more = true;
      break;
    }
    if (is_behind) out.push_back(&*batch);
    is_behind = is_behind || batch->id == after;
  }
  return out;
}

std::string query_of(const Received& received, std::string_view name) {
  for (const std::string_view field : text::split(received.query, '&'))
    if (field.size() > name.size() && field.starts_with(name) && field[name.size()] == '=')
      return std::string(field.substr(name.size() + 1));
  return "";
}

std::string time_text(std::int64_t unix_s) {
  const std::time_t time = unix_s;
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  char out[32];
  std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return out;
}

std::string fault_of_ids(const std::vector<BatchItem>& items) {
  std::set<std::string> seen;
  for (const BatchItem& item : items) {
    if (item.id.empty() || item.id.size() > 64 ||
        item.id.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") !=
            std::string::npos)
      return fmt::format("custom_id: `{}` must match [a-zA-Z0-9_-]{{1,64}}", item.id);
    if (!seen.insert(item.id).second) return fmt::format("custom_id: `{}` is there twice", item.id);
  }
  return items.empty() ? "a batch needs a request" : "";
}

}  // namespace generator::endpoint
