// A job on libuv's pool costs some ten microseconds of hand-over, a rule some two hundred: a few
// requests share a job, so that the hand-over vanishes, but few enough that all cores have work
// when little is left.
#include "model/pure_model.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "http/outlast.h"

namespace generator {
namespace {

constexpr std::size_t kLargestBatch = 16;

}  // namespace

PureModel::~PureModel() {
  abandon();
  static_cast<void>(outlast(loop_, [this] { return running_ == 0 && !posted_; }));
}

void PureModel::complete(const ChatRequest& request, OnDone on_done) {
  waiting_.push_back({request, std::move(on_done), {}});
  if (posted_ || running_ >= loop_.cores()) return;
  posted_ = true;
  loop_.post([this] {
    posted_ = false;
    start_jobs();
  });
}

void PureModel::start_jobs() {
  while (!waiting_.empty() && running_ < loop_.cores()) {
    const auto free = static_cast<std::size_t>(loop_.cores() - running_);
    const std::size_t share = (waiting_.size() + free - 1) / free;
    const std::size_t count = std::min(share, kLargestBatch);
    // std::function wants something copyable; the batch is owned by the last copy of the closure.
    auto batch = std::make_shared<Batch>();
    batch->calls.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      batch->calls.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    ++running_;
    loop_.work(
        [this, batch] {
          try {
            for (Call& call : batch->calls) call.completion = answer_(call.request);
          } catch (...) {
            batch->thrown = std::current_exception();
          }
        },
        [this, batch, epoch = epoch_] { deliver(*batch, epoch); });
  }
}

void PureModel::deliver(Batch& batch, std::uint64_t epoch) {
  --running_;
  if (batch.thrown) std::rethrow_exception(batch.thrown);
  start_jobs();  // first, so that the cores work while the answers are used
  for (Call& call : batch.calls) {
    if (epoch != epoch_) return;
    call.completion.unix_ms = clock_.unix_ms();
    call.on_done(std::move(call.completion));
  }
}

void PureModel::abandon() {
  ++epoch_;
  waiting_.clear();
}

}  // namespace generator
