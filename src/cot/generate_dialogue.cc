#include "cot/generate_dialogue.h"

#include <fmt/format.h>

#include <deque>
#include <utility>

#include "cot/track.h"
#include "data/reasons.h"
#include "measure/halves.h"
#include "qa/sifting.h"

namespace generator::cot {
namespace {

class GenerateDialogue final : public Dialogue {
 public:
  GenerateDialogue(const GenerateCot& stage, qa::GenerateItem item, ChatRequest request)
      : stage_(stage), item_(std::move(item)), requests_{std::move(request)} {}

  Turn open() override { return opening(); }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    unusable_.clear();
    if (!has_pairs_) {
      if (!is_halved_ && is_too_long(outcomes[0])) {
        TRY(const bool is_shorter, halve());
        if (is_shorter) return Turn(opening());
      }
      CHECK_OK(hear_pairs(outcomes));
    } else {
      CHECK_OK(hear_tracks(outcomes));
    }
    return next();
  }

  std::vector<std::size_t> unusable() const override { return unusable_; }

 private:
  static bool is_too_long(const Outcome& outcome) {
    const auto* failure = std::get_if<Failure>(&outcome);
    return failure != nullptr && failure->kind == Failure::Kind::kTooLong;
  }

  std::vector<Ask> opening() const {
    std::vector<Ask> out;
    for (const ChatRequest& request : requests_) out.push_back({request, 0});
    return out;
  }

  Result<bool> halve() {
    is_halved_ = true;
    std::vector<ChatRequest> requests;
    for (const measure::Passage& part : measure::halves(item_.passage())) {
      qa::GenerateItem half = item_;
      half.n_pairs = (item_.n_pairs + 1 - static_cast<std::int64_t>(requests.size())) / 2;
      if (half.n_pairs == 0) continue;
      std::vector<Span> bytes;
      for (const measure::Unit& unit : part.units) bytes.push_back(unit.bytes);
      auto chunk = measure::half_around(item_.chunk, bytes);
      if (!chunk) return false;
      TRY(ChatRequest request, stage_.ask(half, *chunk));
      requests.push_back(std::move(request));
    }
    if (requests.empty()) return false;
    requests_ = std::move(requests);
    return true;
  }

  Status hear_pairs(std::span<const Outcome> outcomes) {
    std::vector<std::optional<ProposedThoughts>> read(outcomes.size());
    std::string problem;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto* completion = std::get_if<Completion>(&outcomes[i]);
      if (completion == nullptr) continue;
      auto pairs = read_thoughts(completion->message.content);
      if (pairs) {
        read[i] = std::move(*pairs);
        continue;
      }
      unusable_.push_back(i);
      problem = pairs.error().message;
    }
    if (!unusable_.empty()) return fail(ErrorKind::kInvalidInput, std::move(problem));
    has_pairs_ = true;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (read[i])
        take(*read[i], i, std::get<Completion>(outcomes[i]));
      else
        finished_.rejects.push_back(qa::failure_of(std::get<Failure>(outcomes[i]), item_.chunk));
    }
    return {};
  }

  void take(const ProposedThoughts& read, std::size_t part, const Completion& completion) {
    for (const Thought& pair : read.pairs) {
      if (qa::was_asked(item_, pair.question)) continue;
      if (static_cast<std::int64_t>(tracks_.size()) >= item_.n_pairs) {
        finished_.rejects.push_back({std::string(reasons::kSurplus),
                                     fmt::format("{} were asked for", item_.n_pairs),
                                     item_.chunk.id, row_text(pair)});
        continue;
      }
      // Model and time of the row are those of the reply that it came from.
      Completion from;
      from.model = completion.model;
      from.unix_ms = completion.unix_ms;
      tracks_.emplace_back(
          stage_.thinking(), item_.chunk, pair, requests_[part], completion.message.content,
          [](const Completion& again) -> Result<Thought> {
            TRY(ProposedThoughts read_again, read_thoughts(again.message.content));
            if (read_again.pairs.empty())
              return fail(ErrorKind::kInvalidInput, "the reply has no pair");
            return std::move(read_again.pairs[0]);
          },
          [this, from](const Thought& thought) { return stage_.row_of(item_, thought, from); });
    }
    for (const auto& [row, why] : read.unreadable)
      finished_.rejects.push_back(
          {std::string(reasons::kUnreadableReply), why, item_.chunk.id, row});
  }

  static std::string row_text(const Thought& pair) {
    Example example;
    example.pair() = {pair.question, pair.steps, pair.answer};
    return example_text(example);
  }

  Status hear_tracks(std::span<const Outcome> outcomes) {
    std::vector<std::vector<Track::Heard>> heard;
    std::size_t at = 0;
    std::string problem;
    for (const auto& [track, count] : asked_) {
      std::vector<Track::Heard> its;
      for (std::size_t i = 0; i < count; ++i, ++at) {
        auto one = tracks_[track].read(outcomes.subspan(at, 1));
        if (one) {
          its.push_back(std::move((*one)[0]));
          continue;
        }
        unusable_.push_back(at);
        problem = one.error().message;
      }
      heard.push_back(std::move(its));
    }
    if (!unusable_.empty()) return fail(ErrorKind::kInvalidInput, std::move(problem));
    for (std::size_t i = 0; i < asked_.size(); ++i)
      tracks_[asked_[i].first].hear(std::move(heard[i]));
    return {};
  }

  Result<Turn> next() {
    asked_.clear();
    std::vector<Ask> asks;
    for (std::size_t i = 0; i < tracks_.size(); ++i) {
      TRY(std::vector<Ask> its, tracks_[i].asks());
      if (its.empty()) continue;
      asked_.emplace_back(i, its.size());
      asks.insert(asks.end(), std::make_move_iterator(its.begin()),
                  std::make_move_iterator(its.end()));
    }
    if (!asks.empty()) return Turn(std::move(asks));
    for (const Track& track : tracks_) track.finish(finished_);
    qa::say_if_nothing(item_.chunk, finished_);
    return Turn(std::move(finished_));
  }

  const GenerateCot& stage_;
  qa::GenerateItem item_;
  std::vector<ChatRequest> requests_;  // about the chunk, or its halves
  std::deque<Track> tracks_;
  std::vector<std::pair<std::size_t, std::size_t>> asked_;  // track, and how many asks it has now
  std::vector<std::size_t> unusable_;
  Finished finished_;
  bool has_pairs_ = false, is_halved_ = false;
};

}  // namespace

std::unique_ptr<Dialogue> generate_dialogue(const GenerateCot& stage, qa::GenerateItem item,
                                            ChatRequest request) {
  return std::make_unique<GenerateDialogue>(stage, std::move(item), std::move(request));
}

}  // namespace generator::cot
