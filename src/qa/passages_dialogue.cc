// One request a passage that the program has chosen, and in mode write a second one a question.
// Each asks one thing and takes it as plain text too: models that cannot write JSON can write a
// question.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/facts.h"
#include "prompt/reply.h"
#include "qa/about.h"
#include "qa/generate_dialogues.h"
#include "qa/pair_reply.h"
#include "qa/question_form.h"
#include "qa/question_type.h"
#include "qa/sifting.h"

namespace generator::qa {
namespace {

// The text under `field` where the reply is an object; nothing where it is none.
std::optional<std::string> field_of(std::string_view reply, std::string_view field) {
  const auto read = prompt::read_reply(reply);
  if (!read || read->cut || !read->json.root().find(field)) return std::nullopt;
  return std::string(text::trim(read->json.root().text_of(field)));
}

// "" where the model says that there is nothing to ask. Of plain text the first line that ends like
// a question; small models go on asking, and the first one is the one that was wanted.
Result<std::string> read_question(std::string_view reply) {
  std::string question;
  if (auto field = field_of(reply, "question")) {
    question = std::move(*field);
    if (question.empty()) return question;
  } else {
    for (const auto line : text::lines(prompt::without_thinking(reply)))
      if (question.empty() && text::trim(line).ends_with('?')) question = text::trim(line);
  }
  if (question.empty()) return fail(ErrorKind::kInvalidInput, "the reply has no question");
  if (const std::size_t end = question.find("? "); end != std::string::npos)
    question.resize(end + 1);
  return question;
}

Result<std::string> read_answer(std::string_view reply) {
  auto field = field_of(reply, "answer");
  std::string answer =
      field ? std::move(*field) : std::string(text::trim(prompt::without_thinking(reply)));
  if (answer.empty()) return fail(ErrorKind::kInvalidInput, "the reply has no answer");
  return answer;
}

// For each pair that is wanted at most so many passages are asked about.
constexpr std::int64_t kTries = 4;

class PassagesDialogue final : public Dialogue {
 public:
  PassagesDialogue(const Generation& generation, GenerateItem item, std::vector<Ask> asks,
                   std::vector<Candidate> candidates)
      : generation_(generation),
        item_(std::move(item)),
        asks_(std::move(asks)),
        candidates_(std::move(candidates)),
        left_(kTries * item_.n_pairs + static_cast<std::int64_t>(item_.asked.size())),
        asked_(asks_.size()) {}

  Turn open() override {
    if (!asks_.empty()) return std::move(asks_);
    return ended({});
  }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    return is_answered_ ? hear_answers(outcomes) : hear_questions(outcomes);
  }

 private:
  struct Heard {
    Finished finished;
    std::vector<ProposedPair> questions;  // that may stand, in mode write
  };
  const GenerateOptions& options() const { return generation_.options(); }

  // Asking again asks all of them again, so it pays only where nothing could be read.
  static bool is_useless(std::span<const Outcome> outcomes, std::size_t unreadable) {
    const auto replies = static_cast<std::size_t>(
        std::count_if(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
          return std::holds_alternative<Completion>(outcome);
        }));
    return unreadable > 0 && unreadable == replies;
  }

  Result<Turn> hear_questions(std::span<const Outcome> outcomes) {
    Heard heard = heard_;
    std::size_t unreadable = 0;
    const std::size_t first = asked_ - outcomes.size();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (const auto* failure = std::get_if<Failure>(&outcomes[i]))
        heard.finished.rejects.push_back(failure_of(*failure, item_.chunk));
      else if (!hear_question(candidates_[first + i], std::get<Completion>(outcomes[i]), heard))
        ++unreadable;
    }
    if (is_useless(outcomes, unreadable))
      return fail(ErrorKind::kInvalidInput, heard.finished.rejects.back().detail);
    TRY(std::vector<Ask> asks, asks_for_more(heard));
    if (!asks.empty()) asked_ += asks.size();
    const bool writes = asks.empty() && !heard.questions.empty();
    if (writes) {
      TRY(asks, asks_for_answers(heard.questions));
    }
    is_answered_ = writes;
    heard_ = std::move(heard);
    if (asks.empty()) return ended(std::move(heard_.finished));
    return asks;
  }

  // False where the reply has no question.
  bool hear_question(const Candidate& candidate, const Completion& completion, Heard& heard) {
    auto question = read_question(completion.message.content);
    if (!question) {
      heard.finished.rejects.push_back(unread(question.error(), completion));
      return false;
    }
    if (question->empty()) {
      heard.finished.rejects.push_back({std::string(reasons::kNothingToAsk),
                                        "the model found no question", item_.chunk.id, ""});
      return true;
    }
    if (was_asked(item_, *question)) return true;
    ProposedPair pair;
    pair.question = std::move(*question);
    pair.units = candidate.units;
    if (auto fault = fault_of(pair.question, candidate))
      heard.finished.rejects.push_back(reject_of(*fault, item_.chunk, pair));
    else if (options().mode == Mode::kWrite)
      heard.questions.push_back(std::move(pair));
    else
      sift(options(), item_, item_.passage(), {pair}, completion, heard.finished);
    return true;
  }

  // For each pair that is still wanted the next passage, where there is one.
  Result<std::vector<Ask>> asks_for_more(const Heard& heard) const {
    const auto have = std::ssize(heard.finished.examples) + std::ssize(heard.questions);
    const auto most = std::min(std::ssize(candidates_), left_);
    std::vector<Ask> asks;
    for (std::int64_t i = 0; i < item_.n_pairs - have; ++i) {
      const std::int64_t next = static_cast<std::int64_t>(asked_) + i;
      if (next >= most) break;
      TRY(ChatRequest request,
          generation_.ask_question(item_, candidates_[static_cast<std::size_t>(next)]));
      asks.push_back({std::move(request), 0});
    }
    return asks;
  }

  const Candidate& candidate_of(const ProposedPair& pair) const {
    return *std::find_if(candidates_.begin(), candidates_.end(), [&](const Candidate& candidate) {
      return candidate.units == pair.units;
    });
  }

  Result<std::vector<Ask>> asks_for_answers(const std::vector<ProposedPair>& questions) const {
    std::vector<Ask> asks;
    for (const ProposedPair& pair : questions) {
      TRY(ChatRequest request,
          generation_.ask_answer(item_, candidate_of(pair), pair.question));
      asks.push_back({std::move(request), 0});
    }
    return asks;
  }

  Result<Turn> hear_answers(std::span<const Outcome> outcomes) {
    Finished finished = heard_.finished;
    std::size_t unreadable = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (const auto* failure = std::get_if<Failure>(&outcomes[i])) {
        finished.rejects.push_back(failure_of(*failure, item_.chunk));
        continue;
      }
      const Completion& completion = std::get<Completion>(outcomes[i]);
      ProposedPair pair = heard_.questions[i];
      auto answer = read_answer(completion.message.content);
      if (answer) {
        pair.answer = std::move(*answer);
        if (auto fault = invention_of(pair))
          finished.rejects.push_back(reject_of(*fault, item_.chunk, pair));
        else
          sift(options(), item_, item_.passage(), {pair}, completion, finished);
      } else {
        ++unreadable;
        finished.rejects.push_back(unread(answer.error(), completion));
      }
    }
    if (is_useless(outcomes, unreadable))
      return fail(ErrorKind::kInvalidInput, finished.rejects.back().detail);
    return ended(std::move(finished));
  }

  // What stands elsewhere in the chunk the model cannot know: it was shown this passage alone.
  std::optional<Fault> invention_of(const ProposedPair& pair) const {
    const Candidate& candidate = candidate_of(pair);
    measure::KnownFacts known(candidate.headings + candidate.text);
    known.add(pair.question);
    const auto added = measure::added(known, pair.answer);
    if (added.empty()) return std::nullopt;
    return Fault{reasons::kLowSupport,
                 fmt::format("not in the text that was shown: {}", measure::to_text(added))};
  }

  Finished ended(Finished finished) const {
    say_if_nothing(item_.chunk, finished);
    return finished;
  }

  Reject unread(const Error& error, const Completion& completion) const {
    return {std::string(reasons::kUnreadableReply), error.message, item_.chunk.id, "", true,
            completion.message.content};
  }

  // What is looked at besides what every question has to be (qa/pair_check.h).
  std::optional<Fault> fault_of(std::string_view raw, const Candidate& candidate) const {
    const std::string& language = options().style.language;
    if (!language.empty() && language != "source") return std::nullopt;  // other words, then
    const auto question = well_formed(raw);
    if (!question) return question.error();
    if (auto fault = drift(*question, candidate.headings + candidate.lead)) return fault;
    if (auto fault = type_fault(*question, candidate.lead)) return fault;
    if (!gives_answer_away(*question, candidate.lead)) return std::nullopt;
    return Fault{reasons::kGivesAnswerAway, "the question says what the sentence says"};
  }

  const Generation& generation_;
  GenerateItem item_;
  std::vector<Ask> asks_;
  std::vector<Candidate> candidates_;
  std::int64_t left_;         // how many of them may be asked about
  std::size_t asked_;         // the first so many were
  bool is_answered_ = false;  // the questions are there, and their answers asked for
  Heard heard_;
};

}  // namespace

std::unique_ptr<Dialogue> passages_dialogue(const Generation& generation, GenerateItem item,
                                            std::vector<Ask> asks,
                                            std::vector<Candidate> candidates) {
  return std::make_unique<PassagesDialogue>(generation, std::move(item), std::move(asks),
                                            std::move(candidates));
}

}  // namespace generator::qa
