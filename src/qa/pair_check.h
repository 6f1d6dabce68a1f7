// From a proposed pair to an example, or the reason why it is none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"
#include "data/example.h"
#include "measure/passage.h"
#include "model/chat.h"
#include "qa/answer.h"
#include "qa/fault.h"
#include "qa/generate.h"
#include "qa/pair_reply.h"

namespace generator::qa {

/// The language that questions about the chunk should be in; "" where that cannot be told.
std::string_view wanted_language(const Style& style, const Chunk& chunk);

/// All rules for question and answer together. `language` is what `wanted_language` says of the
/// chunk; `completion` gives model and time. `earlier`: what was said in the turns before, on which
/// the question may lean (qa/follow_up.h); "": it has to stand alone.
Checked<Example> make_example(const GenerateOptions& options, const Chunk& chunk,
                              const measure::Passage& passage, std::string_view language,
                              const ProposedPair& pair, const Completion& completion,
                              std::string_view earlier = "");

/// An answer with where it was found.
struct FoundAnswer {
  std::string text;
  std::vector<Evidence> evidence;
  // What its question may be qualified with (qa/stand_alone.h):
  HeadingPath headings;
  std::string_view passage;
  bool is_code = false;
  std::string_view earlier{};  // what the turns before said; "": there are none
};

/// The rules that do not ask how many passages there are: all but those for units and support.
Checked<Example> as_example(const GenerateOptions& options, const Chunk& chunk,
                            std::string_view language, const ProposedPair& pair,
                            const Completion& completion, FoundAnswer answer);

/// The headings over the first unit of the answer.
HeadingPath headings_of(const measure::Passage& passage, const Answer& answer);

/// answer_too_short or answer_too_long.
std::optional<Fault> length_fault(std::string_view answer, const Style& style);

/// The answer in the model's words, without what points elsewhere. Refusal: dangling_reference.
Checked<std::string> written_answer(const ProposedPair& pair);

/// More than two thirds of the answer's words of content stand in the question already.
bool gives_answer_away(std::string_view question, std::string_view answer);

}  // namespace generator::qa
