// Whether a source supports an answer that a model wrote, and where it says it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "data/example.h"
#include "measure/passage.h"
#include "qa/fault.h"
#include "qa/style.h"

namespace generator::qa {

/// How far a passage supports an answer (measure/support.h).
struct SupportCheck {
  double share = 1;          // of the answer, that is supported
  std::vector<Span> source;  // of the passage: what says it; ascending, apart from each other
  std::vector<Span> second_source;  // the same of the other passage, where there are two
  bool facts_only = false;   // they are in different languages: only facts were compared
  /// low_support: `share` is below `style.min_support`, or a number, an identifier or the like
  /// stands in the answer that its source does not have, or it denies what that says; what has no
  /// support is named.
  std::optional<Fault> fault;
};

/// Facts of the question and of `headings` are the reader's already.
SupportCheck check_support(std::string_view question, std::string_view answer,
                           const measure::Passage& passage, const HeadingPath& headings,
                           const Style& style);

/// The same of two passages together.
SupportCheck check_support(std::string_view question, std::string_view answer,
                           const measure::Passage& first, const measure::Passage& second,
                           const HeadingPath& headings, const Style& style);

/// The same of an answer in the place of the row's: its source is the passage where it is known, or
/// both of a multi-hop row, else the row's answer. Of a conversation `turn` says in whose place; a
/// reader knows what the turns before it asked.
SupportCheck check_support(const SourcedExample& item, std::string_view answer, const Style& style,
                           std::size_t turn = 0);

/// Puts into the row what was found about its answer: the share, and as evidence in chunk
/// `chunk_id` what says it. Evidence that is required, or of another chunk, stays; all of it stays
/// where only facts were compared or nothing was found.
/// Of a conversation's later `turn`: the row's share is that of the turn that has the least.
void note_support(const SupportCheck& check, std::string_view chunk_id, Example& example,
                  std::size_t turn = 0);
/// The same for the chunks of `item`, which has one at least.
void note_support(const SupportCheck& check, const SourcedExample& item, Example& example,
                  std::size_t turn = 0);

/// The titles over one and over the other.
HeadingPath headings_of_both(const Chunk& first, const Chunk& second);

}  // namespace generator::qa
