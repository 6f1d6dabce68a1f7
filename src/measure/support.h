// How far a passage supports an answer: without a model, sentence by sentence.
//
// Each sentence of the answer is aligned with the one to three units of the passage that say most of
// its words of content. It is supported where they say enough of them, and where nothing that a
// rewording may not change differs: its numbers with their units, identifiers, flags, commands, paths
// and names stand there too, and what is denied here is denied there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "measure/facts.h"
#include "measure/passage.h"

namespace generator::measure {

/// Of a sentence's words of content, so many have to stand in the units it is aligned with.
inline constexpr double kSupportedShare = 0.5;

/// A sentence, list item, code block or table row of an answer.
struct SentenceSupport {
  Span bytes;                  // of the answer
  std::vector<Span> source;    // of the passage, ascending; empty: nothing there says any of it
  double words = 0;            // its words of content, each weighted by how rare it is there
  double share = 0;            // of these, that stand in `source`; 1 where it is copied
  bool is_verbatim = false;    // copied but for white space, mark-up and capitals
  std::vector<Fact> missing;   // what `source` does not say
  std::string conflict;        // "" or what is turned round: "`not` is not in the source"
  bool is_supported() const {
    return is_verbatim || (share >= kSupportedShare && missing.empty() && conflict.empty());
  }
};

struct Support {
  std::vector<SentenceSupport> sentences;
  /// The weighted share of the answer's words that stands in supported sentences, 0 to 1; 1 for an
  /// answer without words of content.
  double share = 1;
  /// The same where every sentence counts by its own share: finer, for ranking passages.
  double overlap = 1;
};

struct SupportOptions {
  /// What a reader was told already (the question, the headings): its words and facts need no
  /// support.
  std::string_view known;
  /// Answer and passage are in different languages: facts alone are compared.
  bool facts_only = false;
};

/// Support of `answer` (Markdown) by `passage`. Linear in the product of their sentences.
Support support(std::string_view answer, const Passage& passage, const SupportOptions& options);

/// Numbers, identifiers and the like that no sentence's source says, and what is turned round, for
/// messages: "number `64 MB`; `not` is not in the source". "" where there is none.
std::string unsupported_text(const Support& support);

/// Whether a fact of this kind, where the source does not have it, refutes a sentence: all but
/// names of things, which a rewording may bring in from a heading or leave at the begin of a
/// sentence.
bool is_hard(FactKind kind);

}  // namespace generator::measure
