// From requests to a batch, without paying twice: the ledger has the batch under a name of ours
// before the provider hears of it. Where the answer is lost, here or by a crash, the provider's
// list says whether the batch is there.
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "run/batch_state.h"

namespace generator {
namespace {

constexpr std::int64_t kClocksApartMs = 300'000;  // ours and the provider's, at most
constexpr int kLooksInList = 2;

std::string fresh_name() {
  std::random_device random;
  return fmt::format("generator-{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

}  // namespace

/// The batches of earlier runs: those that have ended bring their results.
Status BatchRun::take_up() {
  TRY(std::vector<KnownBatch> known, read_batches(ledger_.folder()));
  for (const KnownBatch& batch : known)
    if (!batch.id.empty()) known_ids_.insert(batch.id);
  for (KnownBatch& batch : known) {
    if (batch.has_ended || batch.identity != client_.identity()) continue;
    if (options_.budget != nullptr) options_.budget->take_up(batch.leased);
    if (batch.id.empty())
      CHECK_OK(find_again(std::move(batch)));
    else
      take_up(std::move(batch), false);
  }
  return open_.empty() ? Status() : look_at_all(true);
}

void BatchRun::take_up(KnownBatch batch, bool is_guessed) {
  Open& open = open_.emplace_back();
  open.batch = std::move(batch);
  open.is_guessed = is_guessed;
  open.told = "begun";
  for (const Digest& key : open.batch.keys) pending_.emplace(key, &open);
}

/// A batch of which it is not known whether it was begun.
Status BatchRun::find_again(KnownBatch batch) {
  FromBatch<std::optional<BatchStatus>> found = find(batch);
  CHECK_OK(interrupted());
  if (!found) return tl::unexpected(client_.explain(found.error()));
  if (!*found) return end(batch, "it was never begun");
  CHECK_OK(note_begun(batch, **found));
  take_up(std::move(batch), (*found)->name.empty());
  return {};
}

/// Looks for a batch in the provider's list: by its name, or, where the provider keeps none, by its
/// size among those that were begun since. One that was begun just now may not be listed yet.
FromBatch<std::optional<BatchStatus>> BatchRun::find(const KnownBatch& batch) {
  for (int look = 0; look < kLooksInList; ++look) {
    auto listed = client_.begun_since(batch.planned_unix_ms - kClocksApartMs);
    if (!listed) return tl::unexpected(std::move(listed.error()));
    std::optional<BatchStatus> oldest;
    for (BatchStatus& there : *listed) {
      if (there.name == batch.name) return std::optional(std::move(there));
      const bool may_be = there.name.empty() && known_ids_.count(there.id) == 0 &&
                          there.requests == static_cast<std::int64_t>(batch.requests);
      const bool is_older = !oldest || there.created_unix_ms <= oldest->created_unix_ms;
      if (may_be && is_older) oldest = std::move(there);
    }
    if (oldest) return oldest;
    if (look + 1 < kLooksInList) client_.sleep(batch_options_.listed_after_ms);
  }
  return std::nullopt;
}

/// As many of the waiting requests as one batch, and the budget, have room for.
BatchRun::Cut BatchRun::cut() {
  const BatchLimits most = most_of_a_batch(batch_options_, client_.provider().limits());
  Cut out;
  for (const RequestSpool::Entry& entry : spool_.waiting()) {
    const bool is_full = out.count == most.requests || out.bytes + entry.size > most.bytes;
    if (is_full && out.count > 0) break;
    const Usd worst =
        options_.budget == nullptr ? entry.worst : options_.budget->margin(entry.worst);
    if (options_.budget != nullptr && out.leased + worst > options_.budget->left()) {
      if (out.count == 0)
        no_room_ = over_budget(*options_.budget, worst);
      break;
    }
    ++out.count;
    out.bytes += entry.size;
    out.leased += worst;
  }
  return out;
}

/// Begins one batch; where that cannot be just now, `no_room_` says why.
Status BatchRun::hand_in() {
  const Cut cut = this->cut();
  if (cut.count == 0) return {};
  KnownBatch batch;
  batch.name = fresh_name();
  batch.identity = client_.identity();
  batch.task = batch_options_.task;
  batch.leased = cut.leased;
  batch.leases = static_cast<std::int64_t>(cut.count);
  batch.requests = cut.count;
  batch.planned_unix_ms = clock_.unix_ms();
  for (std::size_t i = 0; i < cut.count; ++i) batch.keys.push_back(spool_.waiting()[i].key);
  TRY(const std::string entries, spool_.read(cut.bytes));
  if (options_.budget != nullptr) options_.budget->lease(batch.leased);
  BatchNote note;
  note.name = batch.name;
  note.identity = batch.identity;
  note.keys = batch.keys;
  Record plan = batch_record(std::move(note), batch.task, batch.planned_unix_ms);
  plan.payment.leased = batch.leased;
  plan.payment.leases = batch.leases;
  append(plan);
  CHECK_OK(ledger_.sync());

  const FromBatch<std::string> file = client_.upload(batch.name, entries);
  CHECK_OK(interrupted());
  if (!file) {
    CHECK_OK(end(batch, "its file was not taken"));
    return tl::unexpected(client_.explain(file.error()));
  }
  const FromBatch<BatchStatus> begun = begin(batch, entries, *file);
  if (!begun && client_.is_interrupted()) {  // it may be there all the same
    take_up(std::move(batch), false);
    return interrupted();
  }
  if (!begun) {
    CHECK_OK(end(batch, "it was not begun"));
    const bool is_for_now = begun.error().kind == CallError::Kind::kRateLimited;
    no_room_ = client_.explain(begun.error());
    return is_for_now ? Status() : Status(tl::unexpected<Error>(*no_room_));
  }
  CHECK_OK(note_begun(batch, *begun));
  for (std::size_t i = 0; i < cut.count; ++i) spool_.pop();
  take_up(std::move(batch), begun->name.empty() && is_guessed_);
  open_.back().is_wanted = true;
  open_.back().spelling = spelling_;
  return {};
}

/// Where the provider may have begun the batch without our being told, it is looked for before
/// anything is sent again.
FromBatch<BatchStatus> BatchRun::begin(KnownBatch& batch, const std::string& entries,
                                       const std::string& file) {
  for (int sent = 1;; ++sent) {
    is_guessed_ = false;
    FromBatch<BatchStatus> begun = client_.begin(batch.name, entries, file);
    if (begun || client_.is_interrupted()) return begun;
    if (may_be_billed(begun.error())) {
      client_.sleep(batch_options_.listed_after_ms);
      FromBatch<std::optional<BatchStatus>> found = find(batch);
      if (client_.is_interrupted()) return begun;
      if (!found) return tl::unexpected(std::move(found.error()));
      is_guessed_ = true;
      if (*found) return std::move(**found);
    }
    if (!client_.may_begin_again(begun.error(), sent)) return begun;
  }
}

Status BatchRun::note_begun(KnownBatch& batch, const BatchStatus& begun) {
  batch.id = begun.id;
  batch.expires_unix_ms = begun.expires_unix_ms;
  known_ids_.insert(begun.id);
  BatchNote note;
  note.step = BatchNote::Step::kBegun;
  note.name = batch.name;
  note.id = begun.id;
  note.expires_unix_ms = begun.expires_unix_ms;
  append(batch_record(std::move(note), batch.task, clock_.unix_ms()));
  return ledger_.sync();
}

}  // namespace generator
