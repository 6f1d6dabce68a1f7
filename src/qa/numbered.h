// A passage as it is shown to a model: its headings, and its units with their numbers.
#pragma once

#include <string>
#include <vector>

#include "measure/passage.h"

namespace generator::qa {

/// "# HDF5 > Groups\n[1] First sentence.\n[2] - an item\n..."; a section's heading before its first
/// unit. The first unit has the number `first`.
std::string numbered(const measure::Passage& passage, std::size_t first = 1);

/// An answer that a small model is asked about: runs of neighbouring units, and what it is shown.
struct Candidate {
  std::vector<int> units;
  std::string headings;  // over its first unit, with an empty line below; "" where there are none
  std::string lead;      // the sentence that it opens with, where it does with one, else its text
  std::string text;
};

/// Answers inside `least` to `most` words, none of a unit twice: first those that can best be asked
/// about (qa/lead.h), of equals the earlier ones. Code is one where it defines something and
/// something is said of it in words.
std::vector<Candidate> candidate_answers(const measure::Passage& passage,
                                         std::string_view code_language, std::int64_t least,
                                         std::int64_t most);

}  // namespace generator::qa
