#include "model/quota.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "model/quota_file.h"

namespace generator {
namespace {

constexpr Measure kAll[] = {Measure::kRequests, Measure::kTokens, Measure::kOutput};

std::string_view name_of(Measure measure) {
  switch (measure) {
    case Measure::kRequests:
      return "requests";
    case Measure::kTokens:
      return "tokens";
    case Measure::kOutput:
      return "output tokens";
  }
  return "";
}

std::int64_t chosen(std::int64_t configured, std::int64_t learned, std::int64_t preset) {
  if (configured > 0 && learned > 0) return std::min(configured, learned);
  if (configured > 0) return configured;
  return learned > 0 ? learned : preset;
}

std::int64_t chosen_line(std::int64_t known, const LimitReport::Line& line) {
  return line.limit > 0 ? line.limit : known;
}

}  // namespace

Limits limits_in_force(const QuotaOptions& options, const Limits& learned) {
  Limits out;
  for (const Measure measure : kAll)
    out.per_minute[measure] =
        chosen(options.configured.per_minute[measure], learned.per_minute[measure],
               options.preset.per_minute[measure]);
  out.requests_per_day = chosen(options.configured.requests_per_day, learned.requests_per_day,
                                options.preset.requests_per_day);
  return out;
}

Quota::Quota(QuotaOptions options, std::int64_t now_ms)
    : options_(std::move(options)), now_ms_(now_ms) {
  if (!options_.path.empty()) read(now_ms);
  combine();
}

Quota::~Quota() {
  // Where this fails, the file still says what was leased: the next process waits, and no limit is
  // passed.
  if (!options_.path.empty() && limits_.any()) static_cast<void>(write({}));
}

void Quota::combine() {
  limits_ = limits_in_force(options_, learned_);
  limiter_.set(limits_.per_minute);
}

void Quota::turn_day(std::int64_t unix_ms) {
  if (unix_ms < day_ends_unix_ms_) return;
  day_requests_ = 0;
  day_ends_unix_ms_ = end_of_day(unix_ms, options_.day);
}

Quota::Leave Quota::ask(const RequestSize& size, std::int64_t now_ms, std::int64_t unix_ms) {
  if (!limits_.any()) return {};
  now_ms_ = now_ms;
  turn_day(unix_ms);
  if (limits_.requests_per_day > 0 && day_requests_ >= limits_.requests_per_day)
    return {Leave::Kind::kNotToday, 0, day_ends_unix_ms_,
            text::counted(limits_.requests_per_day, "request") + " a day"};
  const Amounts cost = estimate_.before(size, options_.rule);
  const bool fits = limiter_.fits(cost);
  const std::int64_t wait = fits ? limiter_.wait_ms(cost, now_ms) : 0;
  if (fits && wait == 0) return {};
  Leave out;
  out.kind = fits ? Leave::Kind::kLater : Leave::Kind::kNever;
  out.wait_ms = wait;
  Measure tightest = Measure::kRequests;
  double fullest = 0;
  for (const Measure measure : kAll) {
    const std::int64_t limit = limits_.per_minute[measure];
    if (limit == 0) continue;
    const double share =
        static_cast<double>((fits ? limiter_.used(now_ms)[measure] : 0) + cost[measure]) /
        static_cast<double>(limit);
    if (share <= fullest) continue;
    fullest = share;
    tightest = measure;
  }
  out.limit = fmt::format("{} {} a minute", text::with_commas(limits_.per_minute[tightest]),
                          name_of(tightest));
  return out;
}

/// What may be sent before the file is written again.
Amounts Quota::ahead() const {
  Amounts out;
  for (const Measure measure : kAll) out[measure] = limits_.per_minute[measure] / 50;
  return out;
}

Result<std::uint64_t> Quota::take(const RequestSize& size, std::int64_t now_ms,
                                  std::int64_t unix_ms) {
  if (!limits_.any()) {
    // Counted all the same: the first response may bring limits.
    return limiter_.reserve(estimate_.before(size, options_.rule), now_ms);
  }
  now_ms_ = now_ms;
  turn_day(unix_ms);
  const Amounts cost = estimate_.before(size, options_.rule);
  const std::uint64_t ticket = limiter_.reserve(cost, now_ms);
  ++day_requests_;
  if (options_.path.empty()) return ticket;
  bool is_leased = true;
  for (const Measure measure : kAll) {
    unwritten_[measure] += cost[measure];
    if (limits_.per_minute[measure] > 0 && unwritten_[measure] > leased_[measure])
      is_leased = false;
  }
  if (limits_.requests_per_day > 0 && unwritten_[Measure::kRequests] > leased_[Measure::kRequests])
    is_leased = false;
  if (!is_leased) CHECK_OK(write(ahead()));
  return ticket;
}

void Quota::settle(std::uint64_t ticket, const RequestSize& size, const Usage& usage) {
  estimate_.learn(size, usage);
  if (usage.input > 0) limiter_.settle(ticket, TokenEstimate::after(size, options_.rule, usage));
}

void Quota::learn(const LimitReport& report, std::int64_t now_ms, std::int64_t unix_ms) {
  now_ms_ = now_ms;
  const Limits before = learned_;
  for (const Measure measure : kAll)
    learned_.per_minute[measure] = chosen_line(learned_.per_minute[measure], report[measure]);
  learned_.requests_per_day = chosen_line(learned_.requests_per_day, report.requests_per_day);
  if (learned_ != before) combine();
  turn_day(unix_ms);
  if (report.requests_per_day.remaining >= 0)
    day_requests_ =
        std::max(day_requests_, report.requests_per_day.limit - report.requests_per_day.remaining);
  Amounts others;
  for (const Measure measure : kAll) {
    const LimitReport::Line& line = report[measure];
    if (line.remaining < 0) continue;
    const std::int64_t used = line.limit - line.remaining - line.rounding;
    others[measure] = std::max<std::int64_t>(0, used - limiter_.used(now_ms)[measure]);
  }
  if (others != Amounts{}) limiter_.reserve(others, now_ms);
}

void Quota::learn(const Limits& limits) {
  for (const Measure measure : kAll)
    if (limits.per_minute[measure] > 0) learned_.per_minute[measure] = limits.per_minute[measure];
  if (limits.requests_per_day > 0) learned_.requests_per_day = limits.requests_per_day;
  combine();
}

void Quota::read(std::int64_t now_ms) {
  const QuotaFile file = read_quota_file(options_.path);
  learned_ = file.learned;
  day_requests_ = file.day_requests;
  day_ends_unix_ms_ = file.day_ends_unix_ms;
  if (file.written_ms > now_ms) return;  // the machine was started anew since
  for (const Limiter::Spent& spent : file.window)
    if (spent.ms <= now_ms) limiter_.reserve(spent.cost, spent.ms);
  limiter_.reserve(file.ahead, now_ms);
  day_requests_ += file.ahead[Measure::kRequests];
}

Status Quota::write(const Amounts& ahead) {
  QuotaFile file;
  file.learned = learned_;
  file.written_ms = now_ms_;
  file.ahead = ahead;
  file.day_requests = day_requests_;
  file.day_ends_unix_ms = day_ends_unix_ms_;
  limiter_.used(now_ms_);  // forgets what is over
  for (const Limiter::Spent& spent : limiter_.window()) {
    // A second is told by its end, which is later than what was sent in it.
    const std::int64_t second = std::min(now_ms_, (spent.ms / 1000 + 1) * 1000);
    if (file.window.empty() || file.window.back().ms != second) file.window.push_back({second, {}});
    for (const Measure measure : kAll) file.window.back().cost[measure] += spent.cost[measure];
  }
  CHECK_OK(write_quota_file(options_.path, file));
  unwritten_ = {};
  leased_ = ahead;
  return {};
}

}  // namespace generator
