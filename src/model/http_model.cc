// A call is with the provider (on the wire), waits for a place or a limit (waiting_), or backs off
// (its timer runs). Those that back off give their place to others, so that a server that refuses
// one request in five has four fifths of its answers at the full rate; only where nearly all are
// refused is everything held. `advance` is the one place where a request leaves.
#include "model/http_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/files.h"
#include "model/limit_headers.h"
#include "model/retry_hint.h"
#include "model/secrets.h"

namespace generator {
namespace {

using Kind = CallError::Kind;

constexpr std::int64_t kLongestSleepMs = 60'000;  // then the clocks are looked at again
constexpr std::int64_t kWorthTellingMs = 2'000;
constexpr std::int64_t kLookEveryMs = 1'000;  // for requests that got stuck

constexpr std::string_view kNobodyThere =
    "; nobody answers there: start the server or correct its address (`base_url` in config.yaml)";

bool is_refusal(const CallError& error) {
  return error.kind == Kind::kRateLimited ||
         (error.kind == Kind::kOverloaded && (error.status == 503 || error.status == 529));
}

}  // namespace

HttpModel::HttpModel(std::string identity, std::unique_ptr<Provider> provider,
                     std::unique_ptr<http::Transport> transport, Loop& loop, const Clock& clock,
                     HttpModelOptions options)
    : identity_(std::move(identity)),
      provider_(std::move(provider)),
      transport_(std::move(transport)),
      loop_(loop),
      clock_(clock),
      options_(std::move(options)),
      concurrency_(options_.concurrency),
      quota_(options_.quota, loop.monotonic_ms()),
      patience_(options_.patience),
      random_(options_.seed, identity_) {
  if (options_.spelling_path.empty()) return;
  if (const auto learned = read_file(options_.spelling_path)) provider_->recall(*learned);
}

HttpModel::~HttpModel() { abandon(); }

void HttpModel::complete_counting(const ChatRequest& request, OnDone on_done, OnLost on_lost) {
  auto owned = std::make_unique<Call>();
  Call& call = *owned;
  call.request = {request.messages, request.tools, request.schema,
                  request.sampling, request.task,  {}};
  call.on_done = std::move(on_done);
  call.on_lost = std::move(on_lost);
  call.size = size_of(request);
  calls_.emplace(&call, std::move(owned));
  waiting_.push_back(&call);
  ask_first();
  advance();
}

void HttpModel::ask_first() {
  if (std::exchange(asked_first_, true)) return;
  auto question = provider_->first_question();
  if (!question) return;
  is_asking_first_ = true;
  transport_->send(std::move(*question), [this](auto response) {
    is_asking_first_ = false;
    if (response) health_.was_reached = true;
    if (response) provider_->hear(*response);
    make_room();
  });
}

Status HttpModel::remember_spelling() {
  return options_.spelling_path.empty() ? Status()
                                        : write_file(options_.spelling_path, provider_->learned());
}

/// Whether a request of that size may leave now.
HttpModel::Leave HttpModel::leave(const RequestSize& size) {
  if (held_until_ms_ > now()) return {Leave::Kind::kLater, held_until_ms_ - now(), 0, held_by_};
  if (is_asking_first_ ||
      on_wire_.size() + unkept_ >= static_cast<std::size_t>(concurrency_.level()))
    return {Leave::Kind::kLater, 0, 0, ""};  // until a place is free
  return quota_.ask(size, now(), clock_.unix_ms());
}

bool HttpModel::has_room(const ChatRequest& request) {
  if (stopping_ || !waiting_.empty()) return false;
  return !must_wait(leave(size_of(request)));
}

std::vector<Digest> HttpModel::written_fronts(const ChatRequest& request) const {
  std::vector<Digest> out;
  for (const SharedFront& front : provider_->written_fronts(request))
    out.push_back(name_of(request, front));
  return out;
}

/// Sees to it that what must wait is not forgotten.
bool HttpModel::must_wait(const Leave& leave) {
  if (leave.kind != Leave::Kind::kLater) return false;
  if (leave.wait_ms > 0) wake_in(leave.wait_ms);
  if (leave.wait_ms >= kWorthTellingMs)
    limit_wait_ = Wait{fmt::format("{}: {}", identity_, leave.limit), now() + leave.wait_ms};
  return true;
}

void HttpModel::wake_in(std::int64_t ms) {
  const std::int64_t at = now() + std::min(ms, kLongestSleepMs);
  if (wake_ != 0 && wake_ms_ <= at) return;
  loop_.cancel(wake_);
  wake_ms_ = at;
  wake_ = loop_.after(at - now(), [this] {
    wake_ = 0;
    make_room();
  });
}

/// Something has changed: those who wait here go first.
void HttpModel::make_room() {
  advance();
  if (waiting_.empty() && on_room_) on_room_();
}

/// Sends what waits, as far as it may.
void HttpModel::advance() {
  while (!waiting_.empty()) {
    Call& call = *waiting_.front();
    const Leave leave = this->leave(call.size);
    if (must_wait(leave)) return;
    waiting_.pop_front();
    if (leave.kind == Leave::Kind::kNow) {
      send(call);
    } else if (leave.kind == Leave::Kind::kNotToday) {
      day_is_over(call, fmt::format("the limit of {} is used up", leave.limit),
                  now() + leave.ends_unix_ms - clock_.unix_ms());
    } else {
      end(call,
          fail(ErrorKind::kTooLarge,
               fmt::format("the request counts more tokens than the limit of {}", leave.limit)));
    }
  }
}

void HttpModel::send(Call& call) {
  call.state = State::kOnWire;
  call.number = concurrency_.sent();
  on_wire_.emplace(call.number, &call);
  const Result<std::uint64_t> ticket = quota_.take(call.size, now(), clock_.unix_ms());
  if (!ticket) return end(call, tl::unexpected(ticket.error()));
  call.ticket = *ticket;
  call.sent_ms = now();
  if (call.tries.sent++ == 0)
    call.tries.first_sent_ms = call.sent_ms;
  else
    ++retries_;
  limit_wait_.reset();
  if (look_ == 0) look_ = loop_.after(kLookEveryMs, [this] { look_for_lost(); });
  call.spelling = provider_->spelling();
  http::Request request = provider_->encode(call.request);
  if (headers_ != request.headers) headers_ = request.headers;
  call.is_given_up = false;
  call.way = transport_->send(std::move(request), [this, &call](auto response) {
    answered(call, std::move(response));
    if (!on_room_) advance();  // else when what came was kept
  });
}

/// Whoever was not answered for longer than any like it is asked anew.
void HttpModel::look_for_lost() {
  look_ = 0;
  for (const auto& [number, call] : on_wire_) {
    if (now() - call->sent_ms < patience_.wait_ms(call->request.task, call->tries.lost)) continue;
    call->is_given_up = true;
    transport_->cancel(call->way);
  }
  if (!on_wire_.empty()) look_ = loop_.after(kLookEveryMs, [this] { look_for_lost(); });
}

void HttpModel::answered(Call& call, tl::expected<http::Response, http::TransportError> response) {
  if (response || !response.error().is_unreachable) health_.was_reached = true;
  if (!response) {
    CallError error;
    error.kind = response.error().is_permanent ? Kind::kInvalidRequest : Kind::kTransport;
    error.message = without_keys(response.error().message, headers_);
    error.never_sent = response.error().is_unreachable;
    error.is_silence = call.is_given_up;
    return failed(call, std::move(error));
  }
  quota_.learn(read_limit_headers(*response), now(), clock_.unix_ms());
  Decoded decoded = provider_->decode(*response);
  if (decoded) return served(call, std::move(*decoded));
  if (provider_->learn(call.request, call.spelling, *response)) {
    if (const Status kept = remember_spelling(); !kept)
      return end(call, tl::unexpected(kept.error()));
    leave_wire(call);
    --call.tries.sent;
    return send(call);
  }
  CallError error = std::move(decoded.error());
  error.message = without_keys(std::move(error.message), headers_);
  if (const auto hint = retry_after_ms(*response, clock_.unix_ms())) error.retry_after_ms = hint;
  failed(call, std::move(error));
}

void HttpModel::served(Call& call, Completion completion) {
  const bool was_full = on_wire_.size() + unkept_ >= static_cast<std::size_t>(concurrency_.level());
  const double work = static_cast<double>(std::max<std::int64_t>(1, completion.usage.output));
  concurrency_.ended(call.number, Concurrency::End::kServed, now() - call.sent_ms, now(), work,
                     was_full);
  patience_.answered(call.request.task, now() - call.sent_ms);
  quota_.settle(call.ticket, call.size, completion.usage);
  health_.served_ms = now();
  wait_.reset();
  completion.unix_ms = clock_.unix_ms();
  end(call, std::move(completion));
}

void HttpModel::leave_wire(Call& call) {
  if (call.state == State::kOnWire) on_wire_.erase(call.number);
  call.state = State::kWaiting;
}

/// Whoever is called back may do anything but destroy this.
void HttpModel::end(Call& call, Result<Completion> result) {
  leave_wire(call);
  if (on_room_) ++unkept_;
  const std::unique_ptr<Call> ended = std::move(calls_.extract(&call).mapped());
  ended->on_done(std::move(result));
}

void HttpModel::kept() {
  if (unkept_ > 0) --unkept_;
  make_room();
}

void HttpModel::failed(Call& call, CallError error) {
  concurrency_.ended(call.number,
                     is_refusal(error) ? Concurrency::End::kRefused : Concurrency::End::kOther,
                     now() - call.sent_ms, now(), 1, false);
  if (error.wants_fewer) concurrency_.slow_down(call.number);
  if (error.passed.any()) quota_.learn(error.passed);
  if (error.kind == Kind::kRateLimited) ++call.tries.refused;
  if (error.is_silence) {
    ++call.tries.lost;
    patience_.lost(call.request.task);
  }
  if (error.kind == Kind::kContextTooLong)
    return end(call, fail(ErrorKind::kTooLarge, error.message));
  if (error.kind == Kind::kContentFilter) {
    Completion filtered;
    filtered.message.role = Role::kAssistant;
    filtered.message.content = error.message;
    filtered.stop_reason = StopReason::kContentFilter;
    filtered.unix_ms = clock_.unix_ms();
    return end(call, std::move(filtered));
  }
  const std::int64_t hint = error.retry_after_ms.value_or(0);
  const bool is_for_long = is_retryable(error.kind) && hint > options_.retries.longest_hint_ms;
  if (error.kind == Kind::kDailyQuota || is_for_long) {
    const std::int64_t today = end_of_day(clock_.unix_ms(), options_.quota.day) - clock_.unix_ms();
    return day_is_over(call, error.message, now() + (hint > 0 ? hint : today));
  }
  bool again = !stopping_ && may_try_again(options_.retries, call.tries, error, health_);
  if (call.on_lost && may_be_billed(error)) again = call.on_lost(error.message, again) && again;
  again ? try_again(call, error) : give_up(call, error);
}

void HttpModel::give_up(Call& call, const CallError& error) {
  const std::string tries = tries_text(call.tries);
  if (is_of_one_call(error, call.tries, health_))
    return end(call, fail(ErrorKind::kInvalidInput,
                          fmt::format("{}: {}{}", identity_, error.message, tries)));
  end(call, fail(ErrorKind::kUnavailable,
                 fmt::format("{}: {}{}{}", identity_, error.message, tries,
                             health_.was_reached ? stop_remedy(error.kind) : kNobodyThere)));
}

void HttpModel::try_again(Call& call, const CallError& error) {
  const std::int64_t delay = retry_delay_ms(options_.retries, call.tries, error, health_, random_);
  const auto few = static_cast<std::size_t>(std::min(10, concurrency_.level()));
  if (is_refusal(error) && concurrency_.refuses_all(few) && now() + delay > held_until_ms_) {
    held_until_ms_ = now() + delay;
    held_by_ = error.message;
  }
  wait_ = Wait{error.message, now() + delay};
  leave_wire(call);
  call.state = State::kBackingOff;
  ++backing_off_;
  call.back_off = loop_.after(delay, [this, &call] {
    --backing_off_;
    call.state = State::kWaiting;
    waiting_.push_front(&call);
    make_room();
  });
  make_room();
}

/// Nothing more is to be had before `until_ms`.
void HttpModel::day_is_over(Call& call, const std::string& message, std::int64_t until_ms) {
  if (!options_.waits_for_quota) {
    const std::int64_t wait = std::max<std::int64_t>(0, until_ms - now());
    return end(call,
               fail(ErrorKind::kUnavailable,
                    fmt::format("{}: {}; there is more at {}, in {}: what was bought is kept, the "
                                "same command goes on then, or with --wait sleeps until then",
                                identity_, message, iso_time(clock_.unix_ms() + wait),
                                duration_text(wait))));
  }
  held_until_ms_ = std::max(held_until_ms_, until_ms);
  held_by_ = message;
  leave_wire(call);
  waiting_.push_front(&call);
  wake_in(held_until_ms_ - now());
}

std::optional<Wait> HttpModel::wait() const {
  if (held_until_ms_ > now())
    return Wait{fmt::format("{}: {}", identity_, held_by_), held_until_ms_};
  return limit_wait_ && limit_wait_->until_ms > now() ? limit_wait_ : wait_;
}

std::size_t HttpModel::forget_idle() {
  stopping_ = true;
  std::size_t forgotten = 0;
  for (auto call = calls_.begin(); call != calls_.end();) {
    if (call->second->state == State::kOnWire) {
      ++call;
      continue;
    }
    loop_.cancel(call->second->back_off);
    call = calls_.erase(call);
    ++forgotten;
  }
  waiting_.clear();
  backing_off_ = 0;
  return forgotten;
}

void HttpModel::abandon() {
  transport_->abandon();
  loop_.cancel(std::exchange(wake_, 0));
  loop_.cancel(std::exchange(look_, 0));
  for (const auto& [address, call] : calls_) loop_.cancel(call->back_off);
  waiting_.clear();
  calls_.clear();
  if (std::exchange(is_asking_first_, false)) asked_first_ = false;
  on_wire_.clear();
  backing_off_ = unkept_ = 0;
  stopping_ = false;
}

}  // namespace generator
