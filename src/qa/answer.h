// An answer copied out of a passage, unit by unit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"
#include "measure/passage.h"
#include "qa/fault.h"

namespace generator::qa {

struct AnswerWords {
  std::int64_t least = 30;
  std::int64_t most = 250;
};

struct Answer {
  std::string text;            // Markdown
  std::vector<Span> evidence;  // of the chunk's text, ascending, units that touch merged
  std::vector<int> units;      // those that stand in it, ascending, from 1
  std::int64_t words = 0;
};

/// The answer that `units` (numbers from 1, any order) make: sentences of one paragraph joined by
/// spaces, list items a line each with their markers, table rows under their header, code fenced,
/// paragraphs apart. Words are the passage's own; what is left out or added:
/// - captions, and sentences that only point elsewhere, are left out; pointers to what is not in
///   the answer are cut where grammar allows ("(see Figure 3)", "as shown below", "As stated
///   above, …");
/// - what a sentence that ends in ":" introduces comes with it, and a list's introduction with its
///   items; a sentence before one that begins with "This" or "It" comes with that;
/// - link targets and images are left out.
/// Refusals: unknown_unit, dangling_reference, answer_too_short, answer_too_long.
Checked<Answer> assemble(const measure::Passage& passage, std::vector<int> units,
                         std::string_view code_language, AnswerWords words);

/// Words as a reader counts them: runs with a letter or digit; two characters of Chinese, Japanese
/// or Korean are a word; list markers and table bars are none.
std::int64_t count_words(std::string_view text);

}  // namespace generator::qa
