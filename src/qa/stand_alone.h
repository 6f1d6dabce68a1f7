// Questions that make sense to somebody who has never seen the passage.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"
#include "qa/fault.h"
#include "qa/phrase.h"

namespace generator::qa {

/// Where a question comes from: what it may be qualified with.
struct QuestionPlace {
  HeadingPath headings;      // of the document down to the units that answer
  std::string_view passage;  // the chunk's text
  bool is_code = false;
};

/// The question, tidied and made to stand alone. Refused is what is no whole question
/// (malformed_question: empty, cut, several, over 40 words, Markdown left in it) and what cannot be
/// understood alone (not_stand_alone: "according to the text", "this function", "the experiment").
/// Before refusing it tries what is safe: "According to the passage, …" is cut off; "this function"
/// becomes the one function that the heading names; "In HDF5, …" is put before a question that
/// names nothing, where title or headings name one subject.
Checked<std::string> stand_alone(std::string_view question, const QuestionPlace& place);

/// Cuts off "According to the passage, …" and "… in this section?".
void detach(std::string& question);

/// Words that speak of the text a question was made from, as it says them: "the following", "the
/// author", "figure 3". `words` are those of `question`.
std::optional<std::string> words_about_source(std::string_view question,
                                              const std::vector<Word>& words);

/// The name that title and headings give to what they are about ("HDF5"), or "".
std::string subject_of(const QuestionPlace& place);

}  // namespace generator::qa
