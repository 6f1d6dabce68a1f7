// Twenty replies tell a model that fails most of the time from one that fails now and then: of a
// model of which 7 in 10 replies can be used, fewer than 10 of 20 can in 2 of 100 runs.
#include "run/trial.h"

#include <fmt/format.h>

namespace generator {

Status Trial::heard(std::uint64_t replies, bool usable, std::string_view problem) {
  if (replies_ >= wanted_) return {};
  replies_ += replies;
  if (usable) usable_ += replies;
  if (replies_ < wanted_ || 2 * usable_ >= replies_) return {};
  return fail(ErrorKind::kUnavailable,
              fmt::format("only {} of the first {} replies could be used{}{}: the model may be too "
                          "small for `{}`; {}",
                          usable_, replies_, problem.empty() ? "" : ", the last one not because ",
                          problem, task_, remedy_));
}

std::string_view useless(const Turn& turn) {
  const auto* finished = std::get_if<Finished>(&turn);
  if (finished == nullptr || finished->rejects.empty()) return {};
  const Reject& last = finished->rejects.back();
  const bool has_row = finished->rows() > 0;
  if (last.code == reasons::kNothingToAsk || (has_row && last.dropped)) return {};
  return last.code;
}

}  // namespace generator
