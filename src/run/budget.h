// A cap on spending that holds with any number of calls in flight: what a call can cost at most is
// set aside before it is sent, and what it did cost is counted when it ends.
#pragma once

#include <fmt/format.h>

#include <algorithm>

#include "base/result.h"
#include "base/usd.h"

namespace generator {

/// spent + leased never rises above the cap by leasing. It can by a provider that bills more than
/// the request can cost by its own limits; from then on every lease is larger in proportion.
class Budget {
 public:
  /// `spent`: what the ledger counts as spent already, unsettled leases of earlier runs included.
  Budget(Usd cap, Usd spent) : cap_(cap), spent_(spent) {}

  /// What to set aside for a try whose worst case is `worst`.
  Usd margin(Usd worst) const { return stretched(worst, stretch_); }
  /// Sets `amount` aside; false where it does not fit.
  bool lease(Usd amount) {
    if (amount > left()) return false;
    leased_ += amount;
    return true;
  }
  /// Gives `leased` back and counts `spent` in its place.
  void settle(Usd leased, Usd spent) {
    leased_ = leased_ - leased;
    spent_ += spent;
    if (spent > leased && leased.pico > 0)
      stretch_ = std::max(stretch_, spent.dollars() / leased.dollars() * stretch_);
  }

  /// What counts as spent because an earlier run set it aside is set aside again: its end is known
  /// soon.
  void take_up(Usd leased) {
    spent_ = spent_ - leased;
    leased_ += leased;
  }

  Usd cap() const { return cap_; }
  Usd spent() const { return spent_; }
  Usd leased() const { return leased_; }
  Usd left() const { return cap_ - spent_ - leased_; }

 private:
  Usd cap_, spent_, leased_;
  double stretch_ = 1;
};

/// That a call does not fit any more.
inline Error over_budget(const Budget& budget, Usd next) {
  return {ErrorKind::kOverBudget,
          fmt::format("the budget of {} USD is reached: {} USD are spent, and the next call may "
                      "cost {} USD",
                      to_text(budget.cap()), to_text(budget.spent()), to_text(next))};
}

}  // namespace generator
