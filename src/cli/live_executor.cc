#include "cli/live_executor.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/json.h"
#include "run/record.h"

namespace generator::cli {
namespace {

constexpr std::string_view kTask = "tool_session";

bool is_same(const std::vector<ToolCall>& a, const std::vector<ToolCall>& b) {
  return std::ranges::equal(a, b, [](const ToolCall& x, const ToolCall& y) {
    return x.name == y.name && x.arguments == y.arguments;
  });
}

std::string text_of(const std::vector<CallResult>& results) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const CallResult& result : results)
    writer.begin_object()
        .field("content", result.content)
        .key("is_error")
        .boolean(result.is_error)
        .end_object();
  writer.end_array();
  return out;
}

Result<std::vector<CallResult>> results_in(std::string_view text) {
  TRY(const json::Document document, json::Document::parse(text));
  std::vector<CallResult> out;
  for (std::size_t i = 0; i < document.root().size(); ++i) {
    const json::Value value = document.root().at(i);
    const auto is_error = value.find("is_error");
    out.push_back({std::string(value.text_of("content")), is_error && is_error->boolean() == true});
  }
  return out;
}

/// On a pool thread. A runner that could not be asked stands nobody knows where.
Result<std::vector<CallResult>> run(ToolRunner& runner, bool is_there, const Act& act) {
  if (!is_there) {
    CHECK_OK(runner.reset());
    for (const ToolCall& call : act.before) {
      TRY(const CallResult known, runner.call(call));
      static_cast<void>(known);  // the dialogue has it already
    }
  }
  std::vector<CallResult> out;
  for (const ToolCall& call : act.calls) {
    TRY(CallResult result, runner.call(call));
    out.push_back(std::move(result));
  }
  return out;
}

}  // namespace

LiveExecutor::LiveExecutor(Loop& loop, Ledger& ledger, const Clock& clock, Options options,
                           MakeRunner make)
    : loop_(loop),
      ledger_(ledger),
      clock_(clock),
      options_(std::move(options)),
      make_(std::move(make)) {}

LiveExecutor::~LiveExecutor() { *is_alive_ = false; }

Digest LiveExecutor::key_of(const Act& act) const {
  Hasher hasher;
  hasher.add(kTask).add(options_.identity).add(static_cast<std::uint64_t>(act.before.size()));
  for (const auto* calls : {&act.before, &act.calls})
    for (const ToolCall& call : *calls) hasher.add(call.name).add(call.arguments);
  return hasher.finish();
}

void LiveExecutor::carry_out(Act act, OnSeen on_seen) {
  auto job = std::make_shared<Job>();
  job->key = key_of(act);
  job->act = std::move(act);
  job->on_seen = std::move(on_seen);
  const auto known = ledger_.find(job->key);
  if (!known) return job->on_seen(tl::unexpected<Error>(known.error()));
  if (*known) return job->on_seen(results_in((*known)->message.content));
  if (options_.replay)
    return job->on_seen(fail(ErrorKind::kNotFound,
                             "what a tool replied is not in the ledger, and --replay calls none"));
  waiting_.push_back(std::move(job));
  pump();
}

Result<std::vector<CallResult>> LiveExecutor::carry_out_now(Act act) {
  std::optional<Result<std::vector<CallResult>>> out;
  carry_out(std::move(act), [&](Result<std::vector<CallResult>> seen) { out = std::move(seen); });
  loop_.run_until([&] { return out.has_value(); });
  return std::move(*out);
}

void LiveExecutor::pump() {
  while (!waiting_.empty() && !is_abandoned_) {
    Place* place = place_for(*waiting_.front());
    if (place == nullptr) return;
    std::shared_ptr<Job> job = std::move(waiting_.front());
    waiting_.pop_front();
    start(*place, std::move(job));
  }
}

/// One that stands where the session goes on, else a new one, else any that is free.
LiveExecutor::Place* LiveExecutor::place_for(const Job& job) {
  Place* free = nullptr;
  for (const auto& place : places_) {
    if (place->is_busy) continue;
    if (place->is_known && is_same(place->done, job.act.before)) return place.get();
    free = place.get();
  }
  if (places_.size() < options_.runners) {
    places_.push_back(std::make_unique<Place>());
    places_.back()->runner = make_();
    return places_.back().get();
  }
  return free;
}

void LiveExecutor::start(Place& place, std::shared_ptr<Job> job) {
  const bool is_there = place.is_known && is_same(place.done, job->act.before);
  place.is_busy = true;
  place.is_known = false;
  ++busy_;
  loop_.work([&place, job, is_there] { job->results = run(*place.runner, is_there, job->act); },
             [this, &place, job, alive = is_alive_] {
               if (*alive) finished(place, *job);
             });
}

void LiveExecutor::finished(Place& place, Job& job) {
  --busy_;
  place.is_busy = false;
  if (is_abandoned_) return;
  if (!job.results) return job.on_seen(tl::unexpected<Error>(job.results.error()));
  called_ += static_cast<std::int64_t>(job.act.calls.size());
  place.is_known = true;
  place.done = job.act.before;
  place.done.insert(place.done.end(), job.act.calls.begin(), job.act.calls.end());
  Completion completion;
  completion.message.role = Role::kTool;
  completion.message.content = text_of(*job.results);
  completion.model = "tools";
  completion.unix_ms = clock_.unix_ms();
  Record record = answer_record(job.key, kTask, std::move(completion));
  record.payment.priced = true;
  ledger_.append(record, [on_seen = std::move(job.on_seen), results = std::move(job.results),
                          alive = is_alive_, this](const Status& status) {
    if (!*alive || is_abandoned_) return;
    status ? on_seen(results) : on_seen(tl::unexpected<Error>(status.error()));
  });
  pump();
}

void LiveExecutor::abandon() {
  is_abandoned_ = true;
  waiting_.clear();
  loop_.run_until([this] { return busy_ == 0; });
  is_abandoned_ = false;
}

}  // namespace generator::cli
