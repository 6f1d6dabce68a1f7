// Whoever carries out the tool calls of a run's dialogues.
#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "data/message.h"
#include "run/dialogue.h"

namespace generator {

/// A branch of a search goes back to an earlier state by an Act with fewer calls `before`: they are
/// carried out again from the known state, and what is told is what `calls` replied.
class Executor {
 public:
  /// One result a call, in their order. Errors: the tools could not be asked at all.
  using OnSeen = std::function<void(Result<std::vector<CallResult>>)>;

  virtual ~Executor() = default;
  /// `on_seen` is called once, on the loop's thread, at once or later.
  virtual void carry_out(Act act, OnSeen on_seen) = 0;
  /// Ends what is carried out; nobody is called back.
  virtual void abandon() {}
};

}  // namespace generator
