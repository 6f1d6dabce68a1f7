// The rules of asking again are HttpModel's. What differs is the means: a process in place of a
// connection, few at once, and a queue here, because the runner may have more in flight.
#include "model/claude_model.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string_view>
#include <utility>

#include "model/retry.h"

namespace generator {
namespace {

using Kind = CallError::Kind;

std::string_view remedy(Kind kind) {
  switch (kind) {
    case Kind::kBadKey:
      return "; log in by running `claude`, or set ANTHROPIC_API_KEY";
    case Kind::kInvalidRequest:
      return "; did you mean `anthropic`?";
    default:
      return stop_remedy(kind);
  }
}

}  // namespace

std::string claude_is_missing(const std::string& program) {
  return fmt::format(
      "provider `claude` is the Claude command-line program, and there is no `{}` in PATH: install "
      "it (npm install -g @anthropic-ai/claude-code), or did you mean `anthropic`?",
      program);
}

ClaudeModel::ClaudeModel(ClaudeOptions options, SystemLoop& loop, const Clock& clock)
    : options_(std::move(options)),
      loop_(loop),
      clock_(clock),
      children_(loop, options_.limits),
      random_(0, identity()) {}

ClaudeModel::~ClaudeModel() {
  abandon();
  std::error_code ignored;  // a folder that stays behind in the temporary folder harms nobody
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void ClaudeModel::complete(const ChatRequest& request, OnDone on_done) {
  auto command = encode_claude(request, options_.model);
  auto owned = std::make_unique<Call>();
  Call& call = *owned;
  call.on_done = std::move(on_done);
  calls_.emplace(&call, std::move(owned));
  if (!command) return failed(call, command.error());
  call.command = std::move(*command);
  waiting_.push_back(&call);
  start_waiting();
}

void ClaudeModel::start_waiting() {
  if (waiting_.empty() || timer_ != 0) return;
  const std::int64_t wait = not_before_ms_ - loop_.monotonic_ms();
  if (wait > 0) {
    timer_ = loop_.after(wait, [this] {
      timer_ = 0;
      start_waiting();
    });
    return;
  }
  while (!waiting_.empty() && running_ < options_.most) {
    Call& call = *waiting_.front();
    waiting_.pop_front();
    start(call);
  }
}

Status ClaudeModel::make_folder() {
  if (!folder_.empty()) return {};
  std::error_code error;
  std::string pattern =
      (std::filesystem::temp_directory_path(error) / "generator-claude-XXXXXX").string();
  if (error || ::mkdtemp(pattern.data()) == nullptr)
    return fail(ErrorKind::kIo, fmt::format("cannot make a temporary folder `{}`", pattern));
  folder_ = pattern;
  return {};
}

void ClaudeModel::start(Call& call) {
  ++running_;
  ++call.tries;
  call.retry = 0;
  if (const Status made = make_folder(); !made) {
    call.retry =
        loop_.after(0, [this, &call, error = made.error()] { ended(call, tl::unexpected(error)); });
    return;
  }
  http::ChildCommand command;
  command.words = {options_.program};
  command.words.insert(command.words.end(), call.command.arguments.begin(),
                       call.command.arguments.end());
  command.folder = folder_;
  command.input = call.command.input;
  children_.run(std::move(command), [this, &call](Result<http::ChildOutput> output) {
    ended(call, std::move(output));
  });
}

void ClaudeModel::ended(Call& call, Result<http::ChildOutput> output) {
  --running_;
  if (!output) {
    if (output.error().kind == ErrorKind::kNotFound)
      return end(call, fail(ErrorKind::kUnavailable, claude_is_missing(options_.program)));
    if (output.error().kind == ErrorKind::kIo)
      return end(call, fail(ErrorKind::kUnavailable, output.error().message));
    CallError error;
    error.message = output.error().message;
    return failed(call, error);
  }
  Decoded decoded =
      decode_claude(output->output, output->complaints, options_.model, clock_.unix_ms());
  if (!decoded) {
    if (output->output.empty() && output->complaints.empty())
      decoded.error().message += fmt::format(" (exit code {})", output->exit_code);
    return failed(call, decoded.error());
  }
  decoded->unix_ms = clock_.unix_ms();
  end(call, std::move(*decoded));
}

void ClaudeModel::end(Call& call, Result<Completion> result) {
  const std::unique_ptr<Call> ended = std::move(calls_.extract(&call).mapped());
  start_waiting();  // first, so that a process starts while the answer is used
  ended->on_done(std::move(result));
}

std::int64_t ClaudeModel::delay_ms(const CallError& error, int tries) {
  if (error.retry_after_ms) return *error.retry_after_ms;
  const RetryOptions& retries = options_.retries;
  const double backoff = static_cast<double>(retries.first_ms) * std::pow(2.0, tries - 1);
  return static_cast<std::int64_t>(std::min(backoff, static_cast<double>(retries.longest_ms)) *
                                   (1 - 0.25 * random_.unit()));
}

void ClaudeModel::failed(Call& call, const CallError& error) {
  if (error.kind == Kind::kContextTooLong || error.kind == Kind::kContentFilter)
    return end(call, fail(error.kind == Kind::kContextTooLong ? ErrorKind::kTooLarge
                                                              : ErrorKind::kInvalidInput,
                          error.message));
  const bool waits_too_long = error.retry_after_ms.value_or(0) > options_.retries.longest_hint_ms;
  if (!is_retryable(error.kind) || call.tries > options_.retries.most || waits_too_long) {
    const std::string tries = call.tries > 1 ? fmt::format(" (after {} tries)", call.tries) : "";
    const std::string wait =
        waits_too_long ? fmt::format("; the limit ends in {}", duration_text(*error.retry_after_ms))
                       : "";
    return end(call,
               fail(ErrorKind::kUnavailable, fmt::format("{}: {}{}{}{}", identity(), error.message,
                                                         tries, wait, remedy(error.kind))));
  }
  const std::int64_t delay = delay_ms(error, call.tries);
  if (error.kind == Kind::kRateLimited || error.kind == Kind::kOverloaded) {
    not_before_ms_ = std::max(not_before_ms_, loop_.monotonic_ms() + delay);
    waiting_.push_front(&call);
    return start_waiting();
  }
  call.retry = loop_.after(delay, [this, &call] {
    call.retry = 0;
    waiting_.push_front(&call);
    start_waiting();
  });
  start_waiting();
}

void ClaudeModel::abandon() {
  children_.abandon();
  loop_.cancel(std::exchange(timer_, 0));
  for (const auto& [address, call] : calls_) loop_.cancel(call->retry);
  waiting_.clear();
  calls_.clear();
  running_ = 0;
}

}  // namespace generator
