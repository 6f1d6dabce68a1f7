#include "cli/stage_estimate.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "cli/limits.h"
#include "cli/models.h"
#include "cli/network.h"
#include "model/quota_file.h"
#include "run/batch_run.h"
#include "run/request_key.h"

namespace generator::cli {
namespace {

const std::string kSomeId(64, '0');  // as long as those of a batch's entries

void add(const Load& one, double times, Load& sum) {
  sum.requests += times * one.requests;
  sum.tokens += times * one.tokens;
  sum.output += times * one.output;
}

}  // namespace

Range vocabulary(std::string_view provider, bool is_exact) {
  // Others cut the same text into fewer or more tokens than o200k_base.
  Range out = provider == "openai" ? Range{1, 1} : Range{0.8, 1.5};
  if (!is_exact) out = {out.low * 0.9, out.high * 1.1};
  return out;
}

StageEstimate::StageEstimate(std::string_view stage, const Session& session,
                             const Settings& settings, const KnownReplies& replies,
                             const std::string& ledger)
    : replies_(replies),
      identity_(model_identity(session.choice(stage), settings)),
      is_rules_(session.is_offline(stage)),
      is_paid_(session.tariff().is_paid(session.choice(stage))),
      price_(session.price(stage)),
      now_unix_ms_(session.clock().unix_ms()),
      concurrency_(session.concurrency(stage)) {
  const StageModel& choice = session.choice(stage);
  const bool is_vendor = destination(choice, settings) == Destination::kVendor;
  const QuotaOptions quota = quota_options(settings, choice, is_vendor, ledger);
  if (session.wants_batches() && (batch_form_ = batch_form(choice, settings)) != nullptr)
    batch_limits_ = most_of_a_batch(batch_options(settings, stage), batch_form_->limits());
  rule_ = quota.rule;
  limits_ =
      limits_in_force(quota, quota.path.empty() ? Limits{} : read_quota_file(quota.path).learned);
}

void StageEstimate::add(const ChatRequest& request, Range times, Range prompt, std::int64_t reply) {
  if (!first) first = request;
  const std::int64_t most = request.sampling.max_tokens;
  const Usage low{static_cast<std::int64_t>(prompt.low), std::min(reply, most), 0, 0, 0};
  const Usage high{static_cast<std::int64_t>(prompt.high), most, 0, 0, 0};
  const auto amount = [](std::int64_t tokens) { return static_cast<double>(tokens); };
  requests += times;
  input += {times.low * amount(low.input), times.high * amount(high.input)};
  output += {times.low * amount(low.output), times.high * amount(high.output)};
  generator::cli::add(load_of(rule_, amount(low.input), amount(low.output), amount(most)),
                      times.low, least_);
  generator::cli::add(load_of(rule_, amount(high.input), amount(high.output), amount(most)),
                      times.high, most_);
  if (batch_form_) {
    const auto bytes = amount(std::ssize(batch_form_->entry(kSomeId, request)));
    batch_bytes_ += {times.low * bytes, times.high * bytes};
  }
  const auto least = price_ == nullptr ? std::nullopt : cost(*price_, low, now_unix_ms_);
  const auto dearest = price_ == nullptr ? std::nullopt : cost(*price_, high, now_unix_ms_);
  priced = priced && least && dearest;
  if (least && dearest) usd += {times.low * least->dollars(), times.high * dearest->dollars()};
}

void StageEstimate::add(const Ask& ask, Range times, Range prompt, std::int64_t reply) {
  if (!first) first = ask.request;
  if (replies_.has(request_key(identity_, is_rules_, ask.request, ask.sample, 0)))
    ++known, times = {std::max(0.0, times.low - 1), std::max(0.0, times.high - 1)};
  if (times.high > 0) add(ask.request, times, prompt, reply);
}

Range StageEstimate::batches() const {
  const auto of = [&](double count, double bytes) {
    return std::max(std::ceil(count / static_cast<double>(batch_limits_.requests)),
                    std::ceil(bytes / static_cast<double>(batch_limits_.bytes)));
  };
  return {of(requests.low, batch_bytes_.low), of(requests.high, batch_bytes_.high)};
}

Range StageEstimate::seconds() const {
  const auto of = [&](const Load& load, double each) {
    return std::max(load.requests * each / concurrency_, seconds_at_limits(limits_, load));
  };
  return {of(least_, kQuickReply), of(most_, kSlowReply)};
}

}  // namespace generator::cli
