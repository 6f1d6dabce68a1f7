#include "qa/generate_dialogues.h"

#include <utility>

#include "data/reasons.h"
#include "measure/halves.h"
#include "qa/pair_reply.h"
#include "qa/sifting.h"

namespace generator::qa {
namespace {

using measure::Passage;

// The whole chunk in one request; where that is too long for the model, its halves in one each.
class ChunkDialogue final : public Dialogue {
 public:
  ChunkDialogue(const Generation& generation, GenerateItem item, ChatRequest request)
      : generation_(generation), item_(std::move(item)), request_(std::move(request)) {}

  Turn open() override { return std::vector<Ask>{{request_, 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (parts_.empty() && is_too_long(outcomes[0])) {
      TRY(std::vector<Ask> asks, in_parts());
      if (!asks.empty()) return asks;
    }
    Finished finished;
    unusable_.clear();
    std::string problem;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (const Status read = hear_one(outcomes[i], i, finished); !read) {
        unusable_.push_back(i);
        problem = read.error().message;
      }
    }
    if (!unusable_.empty()) return fail(ErrorKind::kInvalidInput, std::move(problem));
    say_if_nothing(item_.chunk, finished);
    return finished;
  }

  std::vector<std::size_t> unusable() const override { return unusable_; }

 private:
  static bool is_too_long(const Outcome& outcome) {
    const auto* failure = std::get_if<Failure>(&outcome);
    return failure != nullptr && failure->kind == Failure::Kind::kTooLong;
  }

  // The wanted pairs are shared out; a half of which none is wanted is not asked for. None where
  // the passage has no place to cut it.
  Result<std::vector<Ask>> in_parts() {
    std::vector<Ask> asks;
    std::vector<Passage> parts = measure::halves(item_.passage());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      GenerateItem half = item_;
      half.n_pairs = (item_.n_pairs + 1 - static_cast<std::int64_t>(i)) / 2;
      if (half.n_pairs == 0) continue;
      TRY(ChatRequest request, generation_.ask_of(half, parts[i]));
      asks.push_back({std::move(request), 0});
    }
    parts_ = std::move(parts);
    return asks;
  }

  Status hear_one(const Outcome& outcome, std::size_t part, Finished& finished) {
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
      finished.rejects.push_back(failure_of(*failure, item_.chunk));
      return {};
    }
    const Completion& completion = std::get<Completion>(outcome);
    const GenerateOptions& options = generation_.options();
    TRY(const ProposedPairs read,
        read_pairs(completion.message.content, options.mode == Mode::kWrite));
    sift(options, item_, parts_.empty() ? item_.passage() : parts_[part], read.pairs, completion,
         finished);
    for (const auto& [row, why] : read.unreadable)
      finished.rejects.push_back(
          {std::string(reasons::kUnreadableReply), why, item_.chunk.id, row});
    return {};
  }

  const Generation& generation_;
  GenerateItem item_;
  ChatRequest request_;
  std::vector<Passage> parts_;         // of the item's passage, where that was too long
  std::vector<std::size_t> unusable_;  // replies at the last hearing
};

}  // namespace

std::unique_ptr<Dialogue> chunk_dialogue(const Generation& generation, GenerateItem item,
                                         ChatRequest request) {
  return std::make_unique<ChunkDialogue>(generation, std::move(item), std::move(request));
}

}  // namespace generator::qa
