// The retries are those of the vendors' own SDKs: 408, 409, 429, 5xx and lost connections,
// exponentially with jitter, the server's hint first. What cannot get better by asking again (key,
// credit, quota, model) stops the run at once.
#include "model/http_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/retry_hint.h"
#include "model/secrets.h"

namespace generator {
namespace {

std::string remedy(CallError::Kind kind) {
  using Kind = CallError::Kind;
  switch (kind) {
    case Kind::kBadKey:
      return "; check the key";
    case Kind::kNoCredit:
      return "; the account has no credit or reached its spend limit; what was bought is kept, the "
             "same command goes on";
    case Kind::kDailyQuota:
      return "; the day's quota is used up; what was bought is kept, the same command goes on "
             "tomorrow";
    case Kind::kNoSuchModel:
      return "; check --model";
    case Kind::kInvalidRequest:
      return "; the endpoint does not take such requests";
    default:
      return "; what was bought is kept, the same command goes on";
  }
}

constexpr std::string_view kNobodyThere =
    "; nobody answers there: start the server or correct its address (`base_url` in config.yaml)";

}  // namespace

HttpModel::HttpModel(std::string identity, std::unique_ptr<Provider> provider, SystemLoop& loop,
                     const Clock& clock, RetryOptions retries, http::ClientOptions client)
    : identity_(std::move(identity)),
      provider_(std::move(provider)),
      loop_(loop),
      clock_(clock),
      retries_(retries),
      client_(loop, client),
      random_(0, identity_) {}

HttpModel::~HttpModel() { abandon(); }

void HttpModel::complete_counting(const ChatRequest& request, OnDone on_done, OnLost on_lost) {
  auto owned = std::make_unique<Call>();
  Call& call = *owned;
  call.request = {request.messages, request.tools, request.schema,
                  request.sampling, request.task,  {}};
  call.on_done = std::move(on_done);
  call.on_lost = std::move(on_lost);
  calls_.emplace(&call, std::move(owned));
  waiting_.push_back(&call);
  ask_first();
  send_waiting();
}

void HttpModel::ask_first() {
  if (std::exchange(asked_first_, true)) return;
  auto question = provider_->first_question();
  if (!question) return;
  is_asking_first_ = true;
  client_.send(std::move(*question), [this](auto response) {
    is_asking_first_ = false;
    if (response) was_reached_ = true;
    if (response) provider_->hear(*response);
    send_waiting();
  });
}

void HttpModel::send_waiting() {
  if (waiting_.empty() || timer_ != 0 || is_asking_first_) return;
  const std::int64_t wait = not_before_ms_ - loop_.monotonic_ms();
  if (wait > 0) {
    timer_ = loop_.after(wait, [this] {
      timer_ = 0;
      send_waiting();
    });
    return;
  }
  while (!waiting_.empty()) {
    Call& call = *waiting_.front();
    waiting_.pop_front();
    send(call);
  }
}

void HttpModel::send(Call& call) {
  ++call.tries;
  call.retry = 0;
  call.spelling = provider_->spelling();
  http::Request request = provider_->encode(call.request);
  if (headers_ != request.headers) headers_ = request.headers;
  client_.send(std::move(request),
               [this, &call](auto response) { answered(call, std::move(response)); });
}

void HttpModel::answered(Call& call, tl::expected<http::Response, http::TransportError> response) {
  if (response || !response.error().is_unreachable) was_reached_ = true;
  if (!response) {
    CallError error;
    error.kind = response.error().is_permanent ? CallError::Kind::kInvalidRequest
                                               : CallError::Kind::kTransport;
    error.message = without_keys(response.error().message, headers_);
    error.never_sent = response.error().is_unreachable;
    return failed(call, std::move(error));
  }
  Decoded decoded = provider_->decode(*response);
  if (decoded) {
    wait_.reset();
    decoded->unix_ms = clock_.unix_ms();
    return end(call, std::move(*decoded));
  }
  if (provider_->learn(call.request, call.spelling, *response)) {
    --call.tries;
    return send(call);
  }
  CallError error = std::move(decoded.error());
  error.message = without_keys(std::move(error.message), headers_);
  if (!error.retry_after_ms) error.retry_after_ms = retry_after_ms(*response, clock_.unix_ms());
  failed(call, std::move(error));
}

void HttpModel::end(Call& call, Result<Completion> result) {
  const std::unique_ptr<Call> ended = std::move(calls_.extract(&call).mapped());
  ended->on_done(std::move(result));
}

std::int64_t HttpModel::delay_ms(const CallError& error, int tries) {
  if (error.retry_after_ms) return *error.retry_after_ms;
  const double backoff = static_cast<double>(retries_.first_ms) * std::pow(2.0, tries - 1);
  return static_cast<std::int64_t>(std::min(backoff, static_cast<double>(retries_.longest_ms)) *
                                   (1 - 0.25 * random_.unit()));
}

// A server that dies in the middle may come back; one that was never there is told at once.
bool HttpModel::may_try_again(const Call& call, CallError::Kind kind) const {
  return is_retryable(kind) &&
         call.tries <= (was_reached_ ? retries_.most : retries_.most_unreached);
}

void HttpModel::failed(Call& call, CallError error) {
  using Kind = CallError::Kind;
  if (error.kind == Kind::kContextTooLong || error.kind == Kind::kContentFilter)
    return end(call, fail(ErrorKind::kInvalidInput, error.message));
  const bool waits_too_long = error.retry_after_ms.value_or(0) > retries_.longest_hint_ms;
  bool again = may_try_again(call, error.kind) && !waits_too_long;
  if (call.on_lost && may_be_billed(error)) again = call.on_lost(error.message, again) && again;
  if (!again) {
    const std::string tries = call.tries > 1 ? fmt::format(" (after {} tries)", call.tries) : "";
    const std::string wait = waits_too_long ? fmt::format("; the server says to come back in {}",
                                                          duration_text(*error.retry_after_ms))
                                            : "";
    return end(call, fail(ErrorKind::kUnavailable,
                          fmt::format("{}: {}{}{}{}", identity_, error.message, tries, wait,
                                      was_reached_ ? remedy(error.kind) : kNobodyThere)));
  }
  const std::int64_t delay = delay_ms(error, call.tries);
  wait_ = Wait{error.message, loop_.monotonic_ms() + delay};
  const bool concerns_all = error.kind == Kind::kRateLimited || error.kind == Kind::kOverloaded;
  if (concerns_all) {
    not_before_ms_ = std::max(not_before_ms_, loop_.monotonic_ms() + delay);
    waiting_.push_front(&call);
    return send_waiting();
  }
  call.retry = loop_.after(delay, [this, &call] { send(call); });
}

void HttpModel::abandon() {
  client_.abandon();
  loop_.cancel(std::exchange(timer_, 0));
  for (const auto& [address, call] : calls_) loop_.cancel(call->retry);
  waiting_.clear();
  calls_.clear();
  if (std::exchange(is_asking_first_, false)) asked_first_ = false;
}

}  // namespace generator
