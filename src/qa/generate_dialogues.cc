#include "qa/generate_dialogues.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/halves.h"
#include "prompt/reply.h"
#include "qa/about.h"
#include "qa/numbered.h"
#include "qa/pair_check.h"
#include "qa/pair_reply.h"

namespace generator::qa {
namespace {

using measure::Passage;

Reject reject_of(const Fault& fault, const Chunk& chunk, const ProposedPair& pair) {
  Reject reject{std::string(fault.code), fault.detail, chunk.id, ""};
  json::Writer row(reject.row);
  row.begin_object()
      .field("question", pair.question)
      .field("kind", pair.kind)
      .key("units")
      .begin_array();
  for (const int unit : pair.units) row.integer(unit);
  row.end_array();
  if (!pair.answer.empty()) row.field("answer", pair.answer);
  row.end_object();
  return reject;
}

Reject failure_of(const Failure& failure, const Chunk& chunk) {
  return {std::string(reason_of(failure.kind)), failure.message, chunk.id, "", true, failure.reply};
}

bool was_asked(const GenerateItem& item, std::string_view question) {
  return std::ranges::any_of(item.asked, [&](const std::string& earlier) {
    return question_key(earlier) == question_key(question);
  });
}

// Sorts proposed pairs into examples and rejects; more than the item wants are surplus. What an
// earlier round proposed was counted there. `passage` is what was shown: the item's, or a part.
void sift(const GenerateOptions& options, const GenerateItem& item, const Passage& passage,
          const std::vector<ProposedPair>& pairs, const Completion& completion,
          Finished& finished) {
  const Chunk& chunk = item.chunk;
  const std::int64_t most = item.n_pairs;
  const std::string_view language = wanted_language(options.style, chunk);
  for (const ProposedPair& pair : pairs) {
    if (was_asked(item, pair.question)) continue;
    auto example = make_example(options, chunk, passage, language, pair, completion);
    if (example && static_cast<std::int64_t>(finished.examples.size()) >= most)
      finished.rejects.push_back(
          reject_of({reasons::kSurplus, fmt::format("{} were asked for", most)}, chunk, pair));
    else if (example)
      finished.examples.push_back(std::move(*example));
    else
      finished.rejects.push_back(reject_of(example.error(), chunk, pair));
  }
}

void say_if_nothing(const Chunk& chunk, Finished& finished) {
  if (finished.examples.empty() && finished.rejects.empty())
    finished.rejects.push_back({std::string(reasons::kNothingToAsk), "", chunk.id, ""});
}

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

// One request a passage that the program has chosen.
class PassagesDialogue final : public Dialogue {
 public:
  PassagesDialogue(const GenerateOptions& options, GenerateItem item, std::vector<Ask> asks,
                   std::vector<std::vector<int>> units)
      : options_(options),
        item_(std::move(item)),
        asks_(std::move(asks)),
        units_(std::move(units)) {}

  Turn open() override {
    if (!asks_.empty()) return std::move(asks_);
    Finished finished;
    say_if_nothing(item_.chunk, finished);
    return finished;
  }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    Finished finished;
    bool readable = false, has_reply = false;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (const auto* failure = std::get_if<Failure>(&outcomes[i])) {
        finished.rejects.push_back(failure_of(*failure, item_.chunk));
        continue;
      }
      const Completion& completion = std::get<Completion>(outcomes[i]);
      has_reply = true;
      const auto pair = read_one(completion.message.content, units_[i]);
      readable = readable || pair.has_value();
      if (!pair)
        finished.rejects.push_back({std::string(reasons::kUnreadableReply), pair.error().message,
                                    item_.chunk.id, "", true, completion.message.content});
      else if (text::trim(pair->question).empty())
        finished.rejects.push_back({std::string(reasons::kNothingToAsk),
                                    "the model found no question", item_.chunk.id, ""});
      else if (auto fault = drift_of(*pair))
        finished.rejects.push_back(reject_of(*fault, item_.chunk, *pair));
      else
        sift(options_, item_, item_.passage(), {*pair}, completion, finished);
    }
    // Asking again asks all of them again, so it pays only where nothing could be read.
    if (!readable && finished.examples.empty() && has_reply)
      return fail(ErrorKind::kInvalidInput, finished.rejects.back().detail);
    return finished;
  }

 private:
  std::optional<Fault> drift_of(const ProposedPair& pair) {
    const std::string& language = options_.style.language;
    if (!language.empty() && language != "source") return std::nullopt;  // other words, then
    return drift(pair.question,
                 shown_answer(item_.passage(), pair.units, item_.chunk.language));
  }

  // {"question"} as JSON, or, from a model too small for that, the first line that ends like a
  // question.
  Result<ProposedPair> read_one(std::string_view reply, const std::vector<int>& units) const {
    ProposedPair pair;
    pair.units = units;
    bool read_as_object = false;
    if (const auto read = prompt::read_reply(reply);
        read && read->json.root().find("question") && !read->cut) {
      read_as_object = true;
      pair.question = read->json.root().text_of("question");
      pair.answer = read->json.root().text_of("answer");
    } else {
      for (const auto line : text::lines(prompt::without_thinking(reply)))
        if (pair.question.empty() && !text::trim(line).empty() && text::trim(line).back() == '?')
          pair.question = text::trim(line);
    }
    const bool says_none = read_as_object && pair.question.empty() && pair.answer.empty();
    if (says_none) return pair;
    if (pair.question.empty()) return fail(ErrorKind::kInvalidInput, "the reply has no question");
    // Small models go on asking; the first question is the one that was wanted.
    if (const std::size_t end = pair.question.find("? "); end != std::string::npos)
      pair.question.resize(end + 1);
    pair.kind = kind_of(pair.question);
    if (options_.mode == Mode::kWrite && pair.answer.empty())
      return fail(ErrorKind::kInvalidInput, "the reply has no `answer`");
    return pair;
  }

  const GenerateOptions& options_;
  GenerateItem item_;
  std::vector<Ask> asks_;
  std::vector<std::vector<int>> units_;
};

}  // namespace

std::unique_ptr<Dialogue> chunk_dialogue(const Generation& generation, GenerateItem item,
                                         ChatRequest request) {
  return std::make_unique<ChunkDialogue>(generation, std::move(item), std::move(request));
}

std::unique_ptr<Dialogue> passages_dialogue(const GenerateOptions& options, GenerateItem item,
                                            std::vector<Ask> asks,
                                            std::vector<std::vector<int>> units) {
  return std::make_unique<PassagesDialogue>(options, std::move(item), std::move(asks),
                                            std::move(units));
}

}  // namespace generator::qa
