// Instruction backtranslation: questions to which the text is the answer.
//
// After Self-Alignment with Instruction Backtranslation (arXiv 2308.06259): the model writes the
// question, a human has written the answer. We narrow it: the passage is shown as numbered units
// (measure/passage.h), the reply names the units that answer, and the program copies them, so
// nothing can be invented and replies are short.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"
#include "measure/passage.h"
#include "model/chat.h"
#include "prompt/library.h"
#include "qa/numbered.h"
#include "qa/question_mix.h"
#include "qa/seeds.h"
#include "qa/style.h"
#include "run/dialogue.h"

namespace generator::qa {

enum class Mode : std::uint8_t { kBacktranslation, kWrite };

/// "backtranslation" or "write". Errors: kWrongUse.
Result<Mode> read_mode(std::string_view text);

struct GenerateOptions {
  Style style;
  Sampling sampling;
  Mode mode = Mode::kBacktranslation;
  std::vector<std::string> personas;  // who asks, in turn; empty: nobody in particular
  Seeds seeds;
  QuestionMix mix;
  bool from_inputs = false;  // who answers reads the inputs alone: no prompt is written
};

/// A chunk, or two of them, and what is wanted.
struct GenerateItem {
  Chunk chunk;
  std::int64_t n_pairs = 3;
  std::uint64_t position = 0;        // among the chunks: turns personas and seeds
  std::vector<std::string> asked{};  // questions of earlier rounds, not to be asked again

  std::optional<Chunk> second{};     // questions are to need this one too

  std::optional<measure::Passage> read{}, second_read{};  // see `passage`

  /// The chunk's units, read at the first call; the reference is good until the item moves.
  const measure::Passage& passage();
  const measure::Passage& second_passage();
  /// The chunk's id, or both.
  std::string name() const { return passage_name(chunk.id, second ? second->id : ""); }
};

/// The stage: settings that all its dialogues share. `library` must outlive it, and it its
/// dialogues.
///
/// With the full prompts a chunk is one request (task "generate"; inputs chunk, n_pairs, mode,
/// min_words, max_words, language, audience, domain, tone, persona) and its reply
/// {"pairs":[{"question","kind","units":[n, …]}, …]}, in mode write with "answer". With the small
/// prompts the program chooses n_pairs passages out of the chunk itself, shows the sentence that
/// each opens with, and asks for one question: plain text or {"question"}; for each that may not
/// stand it goes on to the next passage, four for a pair at most. In mode write it then asks for
/// the answer to each question that may stand: plain text or {"answer"}.
///
/// Two chunks are one request with either set, as a small model that is shown one sentence has
/// nothing to join (task "generate", with the other chunk as input second; prompt
/// generate_multi_hop): the units of the second go on with the numbers of the first.
///
/// With a style of several turns a chunk is asked for n_pairs conversations, with either set (task
/// "generate", with turns as input; prompt generate_conversation): {"conversations":[{"turns":[
/// {"question","kind","units"}, …]}, …]}. How many turns, inside the style's bounds, the chunk's id
/// decides: not every conversation is to be as long as it may be.
///
/// A dialogue ends in examples (id, question, answer, kind, answer_form "verbatim" or "written",
/// evidence, provenance) and rejects (with the refused pair as `row`). A reply without readable
/// pairs is an error: asked for again.
class Generation {
 public:
  /// Errors: kInvalidInput where a template wants a hole that is not offered, kNotFound where the
  /// library has no prompt of that name.
  static Result<std::unique_ptr<Generation>> make(const prompt::Library& library, prompt::Set set,
                                                  GenerateOptions options);
  Generation(const Generation&) = delete;
  Generation& operator=(const Generation&) = delete;

  Result<std::unique_ptr<Dialogue>> begin(GenerateItem item) const;

  /// The requests with which the dialogue of `item` opens, for `prompts try`.
  Result<std::vector<Ask>> asks(GenerateItem item) const;
  /// With the full prompts: the request that asks about `passage`, which is the item's or a part.
  Result<ChatRequest> ask_of(const GenerateItem& item, const measure::Passage& passage) const;
  /// The request that asks about both passages of the item, which are its own or parts.
  Result<ChatRequest> ask_of_both(const GenerateItem& item, const measure::Passage& first,
                                  const measure::Passage& second) const;
  /// The request that asks for conversations about `passage`, which is the item's or a part.
  Result<ChatRequest> ask_conversation(const GenerateItem& item,
                                       const measure::Passage& passage) const;
  /// With the small prompts: asks for the question that `candidate` answers, and then for an answer
  /// to it in the model's words.
  Result<ChatRequest> ask_question(const GenerateItem& item, const Candidate& candidate) const;
  Result<ChatRequest> ask_answer(const GenerateItem& item, const Candidate& candidate,
                                 const std::string& question) const;
  /// The holes that are offered to the templates of this set.
  static std::vector<prompt::Hole> holes(prompt::Set set);

  const GenerateOptions& options() const { return options_; }

 private:
  struct Prompt {
    const prompt::Template* text;
    Schema schema;
  };
  Generation(prompt::Set set, GenerateOptions options);
  const Prompt& prompt_for(const Chunk& chunk) const;
  Result<Prompt> find_prompt(const prompt::Library& library, const std::string& name) const;
  struct Shown {
    std::string passage, sentence, question;  // values of the holes
  };
  Result<ChatRequest> request(const GenerateItem& item, const Prompt& prompt, Shown shown) const;
  static prompt::Values values_of(const GenerateOptions& options, const GenerateItem& item,
                                  Shown shown);

  Prompt text_, code_, multi_hop_, conversation_;
  Prompt text_answer_, code_answer_;  // of the small set in mode write, which asks twice
  prompt::Set set_;
  GenerateOptions options_;
};

/// Drops from `finished` the examples whose question was kept before, as rejects
/// `repeated_question`. Called in output order.
Finished without_repeats(Finished finished, KeptQuestions& kept);

/// In how many rows of two passages each chunk is, and each place that is evidence; rows must come
/// in output order.
class JoinedPassages {
 public:
  static constexpr int kMostOfAPlace = 2;  // rows that say the same half
  /// False, and not counted, where one of the row's chunks is in `most_of_a_chunk` rows already, or
  /// a place of its evidence in `kMostOfAPlace`.
  bool add(const Example& example, int most_of_a_chunk);

 private:
  std::map<std::string, int> chunks_;                            // by id
  std::map<std::pair<std::string, std::int64_t>, int> places_;  // by chunk and first byte
};

/// Drops the multi-hop examples for which that says no, as rejects `surplus`.
Finished without_overused(Finished finished, JoinedPassages& joined, int most_of_a_chunk);

/// Drops the examples beyond the first `most`, as rejects `surplus`.
Finished at_most(Finished finished, std::int64_t most);

}  // namespace generator::qa
