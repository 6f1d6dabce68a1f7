// Whoever answers a ChatRequest: an HTTP endpoint, a child process, or the offline rules.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "model/chat.h"

namespace generator {

/// Single-threaded: called, and calls back, on the loop's thread. `complete` may call back before it returns.
class Model {
 public:
  virtual ~Model() = default;
  using OnDone = std::function<void(Result<Completion>)>;
  /// Errors reach `on_done`: kUnavailable after the model's own retries are used up.
  virtual void complete(const ChatRequest& request, OnDone on_done) = 0;
  /// Provider and model (and host where it is not the vendor's own): part of the ledger's key.
  /// For the offline rules: their version.
  virtual std::string identity() const = 0;
  /// True where the answer depends on task and inputs alone, not on the wording of the prompt.
  virtual bool answers_from_inputs() const { return false; }
  /// Forgets every call in flight: their `on_done` is never called.
  virtual void abandon() {}
};

}  // namespace generator
