// Whether a model is up to its task, judged by its first replies.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "run/dialogue.h"

namespace generator {

/// A model that is too small for a task writes replies of which few can be used; asked on and on it
/// would cost hours for nothing. Pure.
class Trial {
 public:
  /// Judges by the first `replies`, also those that an earlier run paid for; 0: never. `remedy` is
  /// what the user may do, as it ends the error's message.
  Trial(std::uint64_t replies, std::string task, std::string remedy)
      : wanted_(replies), task_(std::move(task)), remedy_(std::move(remedy)) {}

  /// `replies` more, that could be used, or not for the reason `problem`.
  /// Errors: kUnavailable, once, when the first replies are in and fewer than half could be used.
  Status heard(std::uint64_t replies, bool usable, std::string_view problem = "");

 private:
  std::uint64_t wanted_;
  std::string task_, remedy_;
  std::uint64_t replies_ = 0, usable_ = 0;
};

/// The code of the reason why what replies came to was all refused, or the form that was asked for;
/// "" where something of them stays, or where they say that there is nothing to ask. Replies can be
/// read and be useless all the same: a grammar makes every model write good JSON. Points into
/// `turn`.
std::string_view useless(const Turn& turn);

}  // namespace generator
