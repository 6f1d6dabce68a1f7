// Two passages, one request.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "data/reasons.h"
#include "measure/content_words.h"
#include "measure/halves.h"
#include "measure/plain.h"
#include "qa/generate_dialogues.h"
#include "qa/multi_hop_check.h"
#include "qa/pair_reply.h"
#include "qa/sifting.h"

namespace generator::qa {
namespace {

using measure::Passage;

std::set<std::string> stems_of(const Passage& part) {
  std::set<std::string> out;
  for (const measure::Unit& unit : part.units)
    for (auto& word :
         measure::content_words(measure::PlainText(part.text_of(unit)).text()))
      if (!word.is_empty) out.insert(std::move(word.stem));
  return out;
}

// Of two passages the halves that have most words in common: what joins them stands there.
std::pair<Passage, Passage> nearest_halves(const Passage& first, const Passage& second) {
  const auto of = [](const Passage& passage) {
    std::vector<Passage> out = measure::halves(passage);
    if (out.empty()) out.push_back(passage);
    return out;
  };
  const std::vector<Passage> ones = of(first), others = of(second);
  std::pair<std::size_t, std::size_t> best;
  std::ptrdiff_t most = -1;
  for (std::size_t i = 0; i < ones.size(); ++i)
    for (std::size_t j = 0; j < others.size(); ++j) {
      const auto words = stems_of(ones[i]);
      const auto shared = std::ranges::count_if(
          stems_of(others[j]), [&](const std::string& word) { return words.contains(word); });
      if (shared <= most) continue;
      most = shared;
      best = {i, j};
    }
  return {ones[best.first], others[best.second]};
}

class MultiHopDialogue final : public Dialogue {
 public:
  MultiHopDialogue(const Generation& generation, GenerateItem item, ChatRequest request)
      : generation_(generation), item_(std::move(item)), request_(std::move(request)) {
    first_ = item_.passage();
    second_ = item_.second_passage();
  }

  Turn open() override { return std::vector<Ask>{{request_, 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    Finished finished;
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) {
      if (failure->kind == Failure::Kind::kTooLong && !std::exchange(is_halved_, true)) {
        TRY(ChatRequest request, halved());
        return std::vector<Ask>{{std::move(request), 0}};
      }
      finished.rejects.push_back(failure_of(*failure, item_.chunk));
    } else {
      CHECK_OK(read(std::get<Completion>(outcomes[0]), finished));
    }
    say_if_nothing(item_.chunk, finished);
    for (Reject& reject : finished.rejects) reject.item = item_.name();
    return finished;
  }

 private:
  Result<ChatRequest> halved() {
    std::tie(first_, second_) = nearest_halves(first_, second_);
    return generation_.ask_of_both(item_, first_, second_);
  }

  Status read(const Completion& completion, Finished& finished) const {
    const GenerateOptions& options = generation_.options();
    TRY(const ProposedPairs read,
        read_pairs(completion.message.content, options.mode == Mode::kWrite));
    for (const ProposedPair& pair : read.pairs) {
      if (was_asked(item_, pair.question)) continue;
      auto example = make_multi_hop_example(options, item_, first_, second_, pair, completion);
      if (example && std::ssize(finished.examples) < item_.n_pairs)
        finished.examples.push_back(std::move(*example));
      else
        finished.rejects.push_back(reject_of(
            example ? Fault{reasons::kSurplus, fmt::format("{} were asked for", item_.n_pairs)}
                    : example.error(),
            item_.chunk, pair));
    }
    for (const auto& [row, why] : read.unreadable)
      finished.rejects.push_back({std::string(reasons::kUnreadableReply), why, "", row});
    return {};
  }

  const Generation& generation_;
  GenerateItem item_;
  ChatRequest request_;
  Passage first_, second_;  // as they were shown
  bool is_halved_ = false;
};

}  // namespace

std::unique_ptr<Dialogue> multi_hop_dialogue(const Generation& generation, GenerateItem item,
                                             ChatRequest request) {
  return std::make_unique<MultiHopDialogue>(generation, std::move(item), std::move(request));
}

}  // namespace generator::qa
