// Whoever answers a ChatRequest: an HTTP endpoint, a child process, or the offline rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "model/chat.h"
#include "model/price.h"

namespace generator {

/// Why a model is not answering just now, and when it is asked again.
struct Wait {
  std::string reason;         // host and what went wrong: "127.0.0.1:8000: Connection refused"
  std::int64_t until_ms = 0;  // of the next try, on the loop's monotonic clock
};

/// Single-threaded: called, and calls back, on the loop's thread. `complete` may call back before
/// it returns.
class Model {
 public:
  virtual ~Model() = default;
  using OnDone = std::function<void(Result<Completion>)>;
  /// Errors reach `on_done`. Of this request only: kTooLarge (it does not fit the context or a
  /// limit), kInvalidInput (all tries failed, while others are served). Of all: the others, after
  /// the model's own retries are used up.
  virtual void complete(const ChatRequest& request, OnDone on_done) = 0;
  /// Told when a try ended without a usable reply although it may have been billed: its connection
  /// was cut, it took too long, its reply was no reply. `again`: the model would send the request
  /// once more; false forbids that, and the call ends with its error.
  using OnLost = std::function<bool(const std::string& why, bool again)>;
  /// `complete` of a model that asks again by itself. `on_lost` is not called after `on_done`.
  virtual void complete_counting(const ChatRequest& request, OnDone on_done,
                                 [[maybe_unused]] OnLost on_lost) {
    complete(request, std::move(on_done));
  }
  /// Provider and model (and host where it is not the vendor's own): part of the ledger's key.
  /// For the offline rules: their version.
  virtual std::string identity() const = 0;
  /// True where the answer depends on task and inputs alone, not on the wording of the prompt.
  virtual bool answers_from_inputs() const { return false; }
  /// The most tokens that one try of `request` can take, and be billed for.
  virtual TokenBound most_tokens(const ChatRequest& request) const { return token_bound(request); }
  /// Set from a failure that is tried again until the next answer, and while a limit is waited
  /// for: for the progress display.
  virtual std::optional<Wait> wait() const { return std::nullopt; }
  /// Forgets every call in flight: their `on_done` is never called.
  virtual void abandon() {}

  /// Names of the fronts of `request` that the provider keeps in its prompt cache and bills the
  /// writing of, the shortest first: while one is being written, each request with it pays for
  /// writing it again.
  virtual std::vector<Digest> written_fronts(const ChatRequest& request) const {
    static_cast<void>(request);
    return {};
  }

  // What one who asks for many at once wants to know. A call takes a place while it is with the
  // provider, and until its reply was kept.

  /// Whether `request` would be sent at once, if it were given now.
  virtual bool has_room(const ChatRequest&) { return true; }
  /// `action` is called when `has_room` may have become true. While one is set, the place of an
  /// ended call is taken until `kept`. Empty: nobody is called, and places are free at the end.
  virtual void on_room(std::function<void()> action) { static_cast<void>(action); }
  /// What came of one ended call was kept.
  virtual void kept() {}
  /// Calls that take no place: they wait for a limit, or to be tried again.
  virtual std::size_t idle() const { return 0; }
  /// Forgets the idle calls, as `abandon` does, and tries no call again until `abandon`. Returns
  /// how many were forgotten.
  virtual std::size_t forget_idle() { return 0; }
  /// Requests that were sent anew after a failure, since the beginning.
  virtual std::uint64_t retries() const { return 0; }
};

}  // namespace generator
