// A model behind an HTTP endpoint: encodes, sends, decodes, and asks again what may still succeed.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/random.h"
#include "http/client.h"
#include "model/model.h"
#include "model/provider.h"

namespace generator {

struct RetryOptions {
  int most = 8;  // further tries of one request, after time-outs, 429s, 5xx, cut connections
  int most_unreached = 2;                  // where nobody was there from the beginning
  std::int64_t first_ms = 500;             // doubles each time, less a quarter of it by chance
  std::int64_t longest_ms = 60'000;        // without a word of the server
  std::int64_t longest_hint_ms = 600'000;  // a server that says to wait longer stops the run
};

/// One endpoint, one model. What the server says of when to come back holds for all requests: none
/// is sent before.
class HttpModel final : public Model {
 public:
  /// `identity` is provider and model, and the host where it is not the vendor's own. `loop` and
  /// `clock` must outlive this.
  HttpModel(std::string identity, std::unique_ptr<Provider> provider, SystemLoop& loop,
            const Clock& clock, RetryOptions retries = {}, http::ClientOptions client = {});
  ~HttpModel() override;

  /// Errors: kInvalidInput for this request only (too long, filtered); kUnavailable, which stops
  /// the run, with the remedy.
  void complete(const ChatRequest& request, OnDone on_done) override {
    complete_counting(request, std::move(on_done), {});
  }
  void complete_counting(const ChatRequest& request, OnDone on_done, OnLost on_lost) override;
  std::string identity() const override { return identity_; }
  std::optional<Wait> wait() const override { return wait_; }
  void abandon() override;

 private:
  struct Call {
    ChatRequest request;  // without its inputs
    OnDone on_done;
    OnLost on_lost;
    int tries = 0;
    int spelling = 0;  // of the provider, when the request was last encoded
    Loop::Timer retry = 0;
  };
  void ask_first();
  void send_waiting();
  void send(Call& call);
  void answered(Call& call, tl::expected<http::Response, http::TransportError> response);
  void failed(Call& call, CallError error);
  void end(Call& call, Result<Completion> result);
  bool may_try_again(const Call& call, CallError::Kind kind) const;
  std::int64_t delay_ms(const CallError& error, int tries);

  std::string identity_;
  std::unique_ptr<Provider> provider_;
  SystemLoop& loop_;
  const Clock& clock_;
  RetryOptions retries_;
  http::Client client_;
  http::Headers headers_;  // of the last request: their keys are taken out of messages
  Random random_;
  std::unordered_map<const Call*, std::unique_ptr<Call>> calls_;
  std::deque<Call*> waiting_;  // for `not_before_ms_`
  bool asked_first_ = false;   // what the provider wants to know of the model
  bool is_asking_first_ = false;
  std::int64_t not_before_ms_ = 0;  // on the monotonic clock
  Loop::Timer timer_ = 0;
  bool was_reached_ = false;  // somebody took a request, in this run
  std::optional<Wait> wait_;
};

}  // namespace generator
