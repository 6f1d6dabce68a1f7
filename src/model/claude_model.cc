// The rules of asking again are HttpModel's. What differs is the means: a process in place of a
// connection, few at once, and a queue here, because the runner may have more in flight.
#include "model/claude_model.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

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

ClaudeLimits ClaudeModel::limits_of(const ChatRequest& request) const {
  if (options_.capped == nullptr) return {};
  const auto most = worst_case(*options_.capped, most_tokens(request), clock_.unix_ms());
  return {request.sampling.max_tokens, most.value_or(Usd{})};
}

void ClaudeModel::complete_counting(const ChatRequest& request, OnDone on_done, OnLost on_lost) {
  auto command = encode_claude(request, options_.model, limits_of(request));
  auto owned = std::make_unique<Call>();
  Call& call = *owned;
  call.on_done = std::move(on_done);
  call.on_lost = std::move(on_lost);
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
  if (call.tries.sent++ == 0)
    call.tries.first_sent_ms = loop_.monotonic_ms();
  else
    ++retries_;
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
  command.environment = call.command.environment;
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
  }
  health_.was_reached = true;
  if (!output) {
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
  health_.served_ms = loop_.monotonic_ms();
  end(call, std::move(*decoded));
}

void ClaudeModel::end(Call& call, Result<Completion> result) {
  const std::unique_ptr<Call> ended = std::move(calls_.extract(&call).mapped());
  start_waiting();  // first, so that a process starts while the answer is used
  ended->on_done(std::move(result));
}

void ClaudeModel::failed(Call& call, const CallError& error) {
  if (error.kind == Kind::kContextTooLong || error.kind == Kind::kContentFilter)
    return end(call, fail(error.kind == Kind::kContextTooLong ? ErrorKind::kTooLarge
                                                              : ErrorKind::kInvalidInput,
                          error.message));
  if (error.kind == Kind::kRateLimited) ++call.tries.refused;
  bool again = error.retry_after_ms.value_or(0) <= options_.retries.longest_hint_ms &&
               may_try_again(options_.retries, call.tries, error, health_);
  if (call.on_lost && may_be_billed(error)) again = call.on_lost(error.message, again) && again;
  again ? try_again(call, error) : give_up(call, error);
}

void ClaudeModel::give_up(Call& call, const CallError& error) {
  const std::string tries = tries_text(call.tries);
  const std::int64_t hint = error.retry_after_ms.value_or(0);
  const bool waits_too_long = hint > options_.retries.longest_hint_ms;
  if (is_of_one_call(error, call.tries, health_) && !waits_too_long)
    return end(call, fail(ErrorKind::kInvalidInput,
                          fmt::format("{}: {}{}", identity(), error.message, tries)));
  const std::string wait =
      waits_too_long ? fmt::format("; the limit ends in {}", duration_text(hint)) : "";
  end(call, fail(ErrorKind::kUnavailable, fmt::format("{}: {}{}{}{}", identity(), error.message,
                                                      tries, wait, remedy(error.kind))));
}

void ClaudeModel::try_again(Call& call, const CallError& error) {
  const std::int64_t delay = retry_delay_ms(options_.retries, call.tries, error, health_, random_);
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
