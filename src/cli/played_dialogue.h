// A dialogue played out without asking anybody: for estimates of what it would ask.
#pragma once

#include <functional>
#include <string>

#include "run/dialogue.h"
#include "run/executor.h"

namespace generator::cli {

/// Hears of each request, and what the rules replied to it; "" where they had no reply.
using OnPlayed = std::function<void(const Ask& ask, const std::string& reply)>;

/// The rules of `offline` answer, each request once; `executor` carries the calls out, and has to
/// answer at once. A reply that the dialogue cannot use ends it, as if all attempts were used up.
Finished play(Dialogue& dialogue, Executor* executor, const OnPlayed& on_played);

}  // namespace generator::cli
