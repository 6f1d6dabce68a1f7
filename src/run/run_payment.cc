// What a call may cost, and what it did. With a budget no request leaves before its worst case is
// set aside and that is durable, so that a process that dies in the middle has forgotten nothing
// that may have been billed. A record that ends a call says by itself how much of what was set
// aside it settles: nothing has to be matched up when the ledger is read.
#include <fmt/format.h>

#include "run/run_state.h"

namespace generator {
/// Sets the worst case of the call's next try aside. False: it has to wait for calls in flight, or
/// the run is stopped.
bool Run::afford(Call& call) {
  if (options_.price == nullptr) return true;
  const auto worst = worst_case(*options_.price, model_.most_tokens(*call.request), clock_.unix_ms());
  call.worst = worst.value_or(Usd{});
  if (options_.budget == nullptr) return true;
  if (!worst) {
    stop_with({ErrorKind::kWrongUse,
               fmt::format("the price of `{}` is not known for {}: a budget cannot be kept",
                           options_.price->model, day_of(clock_.unix_ms()))});
    return false;
  }
  const Usd amount = options_.budget->margin(*worst);
  if (options_.budget->lease(amount)) {
    call.leased += amount;
    ++call.leases;
    return true;
  }
  if (in_flight_ == 0) stop_with(over_budget(*options_.budget, amount));
  return false;
}

void Run::leave(Call& call) {
  if (options_.budget == nullptr) return send(call);
  ++leasing_;
  ledger_.append_durably(lease_record(RecordKind::kSpendLease, call.key, call.request->task,
                                      clock_.unix_ms(), call.leased),
                         [this, &call](const Status& status) {
                           --leasing_;
                           if (!status) stop_with(status.error());
                           // What came meanwhile may have cost more than it could.
                           if (options_.budget->left() < Usd{}) stop_with(over_budget(*options_.budget, call.leased));
                           stopping_ ? give_back(call) : send(call);
                         });
}

void Run::send(Call& call) {
  model_.complete_counting(
      *call.request, [this, &call](Result<Completion> reply) { replied(call, std::move(reply)); },
      [this, &call](const std::string&, bool again) { return lost(call, again); });
}

/// A call that is not sent after all.
void Run::give_back(Call& call) {
  options_.budget->settle(call.leased, {});
  call.record = lease_record(RecordKind::kSpendSettled, call.key, call.request->task,
                             clock_.unix_ms(), call.leased, call.leases);
  --summary_.calls;
  ledger_.append(call.record, [this, &call](const Status& status) { recorded(call, status); });
}

/// A try may have been billed and brought no reply. True: it may be sent again.
bool Run::lost(Call& call, bool again) {
  ++summary_.tries_lost;
  call.lost += call.worst;
  if (!again || options_.budget == nullptr) return again;
  const Usd amount = options_.budget->margin(call.worst);
  if (!options_.budget->lease(amount)) {
    stop_with(over_budget(*options_.budget, amount));
    return false;
  }
  call.leased += amount;
  ++call.leases;
  // The model waits before it asks again, far longer than this takes to be on its way to the disk.
  ledger_.append_durably(
      lease_record(RecordKind::kSpendLease, call.key, call.request->task, clock_.unix_ms(), amount),
      [this](const Status& status) {
        if (!status) stop_with(status.error());
      });
  return true;
}

/// What the ended call cost, for its record, the summary and the budget.
Payment Run::pay(const Call& call, const Completion* reply) {
  Payment paid;
  paid.lost = call.lost;
  paid.leased = call.leased;
  paid.leases = call.leases;
  if (reply != nullptr && reply->told_cost) {
    paid.priced = true;
    paid.cost = *reply->told_cost;
  } else if (options_.price != nullptr && reply != nullptr) {
    const auto known = billed(*options_.price, *reply, call.worst);
    paid.priced = known.has_value();
    paid.cost = known.value_or(Usd{});
    paid.saved = saved_by_cache(*options_.price, reply->usage, reply->unix_ms);
  }
  summary_.cost += paid.cost;
  summary_.lost += paid.lost;
  summary_.saved += paid.saved;
  if (options_.budget != nullptr) options_.budget->settle(paid.leased, paid.cost + paid.lost);
  return paid;
}

}  // namespace generator
