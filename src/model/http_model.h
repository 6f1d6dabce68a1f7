// A model behind an HTTP endpoint: encodes, sends when a limit and the number in flight allow it,
// decodes, and asks again what may still succeed.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"
#include "model/concurrency.h"
#include "model/model.h"
#include "model/patience.h"
#include "model/provider.h"
#include "model/quota.h"
#include "model/retry.h"

namespace generator {

struct HttpModelOptions {
  RetryOptions retries;
  ConcurrencyOptions concurrency;
  QuotaOptions quota;
  PatienceOptions patience;
  /// A day's quota that is used up is slept through; else it stops the run.
  bool waits_for_quota = false;
  /// Where what the endpoint refused of our spelling is remembered for later runs; "": nowhere.
  std::string spelling_path;
  std::uint64_t seed = 0;  // of the chance in back-offs
};

/// One endpoint, one model. Single requests are sent at once; of more than the limits and the
/// concurrency allow, the rest waits here in order of coming.
class HttpModel final : public Model {
 public:
  /// `identity` is provider and model, and the host where it is not the vendor's own. `loop` and
  /// `clock` must outlive this.
  HttpModel(std::string identity, std::unique_ptr<Provider> provider,
            std::unique_ptr<http::Transport> transport, Loop& loop, const Clock& clock,
            HttpModelOptions options = {});
  ~HttpModel() override;

  /// Errors that stop the run are kUnavailable, with the remedy; kIo where the quota's or the
  /// spelling's file cannot be written. What the provider's filter stops is a completion with that
  /// stop reason.
  void complete(const ChatRequest& request, OnDone on_done) override {
    complete_counting(request, std::move(on_done), {});
  }
  void complete_counting(const ChatRequest& request, OnDone on_done, OnLost on_lost) override;
  std::string identity() const override { return identity_; }
  std::optional<Wait> wait() const override;
  void abandon() override;

  bool has_room(const ChatRequest& request) override;
  void on_room(std::function<void()> action) override { on_room_ = std::move(action); }
  void kept() override;
  std::size_t idle() const override { return waiting_.size() + backing_off_; }
  std::size_t forget_idle() override;
  std::uint64_t retries() const override { return retries_; }
  std::vector<Digest> written_fronts(const ChatRequest& request) const override;

  int level() const { return concurrency_.level(); }  // of requests in flight, now

 private:
  enum class State : std::uint8_t { kWaiting, kOnWire, kBackingOff };
  struct Call {
    State state = State::kWaiting;
    ChatRequest request;  // without its inputs
    OnDone on_done;
    OnLost on_lost;
    RequestSize size;
    Tries tries;
    int spelling = 0;  // of the provider, when the request was last encoded
    std::int64_t sent_ms = 0;
    std::uint64_t number = 0;         // in the order of sending
    std::uint64_t ticket = 0;         // of the quota
    http::Transport::Ticket way = 0;  // of the transport
    bool is_given_up = false;         // no answer came for too long
    Loop::Timer back_off = 0;
  };
  using Leave = Quota::Leave;
  void ask_first();
  Status remember_spelling();

  Leave leave(const RequestSize& size);
  bool must_wait(const Leave& leave);
  void wake_in(std::int64_t ms);
  void advance();
  void make_room();
  void send(Call& call);
  void look_for_lost();
  void answered(Call& call, tl::expected<http::Response, http::TransportError> response);
  void served(Call& call, Completion completion);
  void failed(Call& call, CallError error);
  void try_again(Call& call, const CallError& error);
  void day_is_over(Call& call, const std::string& message, std::int64_t until_ms);
  void end(Call& call, Result<Completion> result);
  void give_up(Call& call, const CallError& error);
  void leave_wire(Call& call);
  std::int64_t now() const { return loop_.monotonic_ms(); }

  const std::string identity_;
  const std::unique_ptr<Provider> provider_;
  const std::unique_ptr<http::Transport> transport_;
  Loop& loop_;
  const Clock& clock_;
  const HttpModelOptions options_;
  http::Headers headers_;  // of the last request: their keys are taken out of messages
  Concurrency concurrency_;
  Quota quota_;
  Patience patience_;
  Random random_;
  EndpointHealth health_;
  std::function<void()> on_room_;

  std::unordered_map<const Call*, std::unique_ptr<Call>> calls_;
  std::deque<Call*> waiting_;               // for a place or a limit
  std::size_t backing_off_ = 0;             // calls whose timer runs
  std::map<std::uint64_t, Call*> on_wire_;  // by number: their request is with the provider
  bool asked_first_ = false;                // what the provider wants to know of the model
  bool is_asking_first_ = false;
  std::size_t unkept_ = 0;          // ended, and not yet kept
  bool stopping_ = false;           // nothing is tried again
  std::int64_t held_until_ms_ = 0;  // nothing is sent before
  std::string held_by_;             // why
  std::optional<Wait> wait_;
  std::optional<Wait> limit_wait_;
  Loop::Timer wake_ = 0;
  Loop::Timer look_ = 0;  // for requests that got stuck
  std::int64_t wake_ms_ = 0;
  std::uint64_t retries_ = 0;
};

}  // namespace generator
