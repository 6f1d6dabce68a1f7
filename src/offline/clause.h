// A main clause found by its finite verb: what is asked about, and how it is turned into a
// question.
//
// A chunk of English is not parsed; a clause is found only where nothing stands in the way (no
// comma or relative clause inside the subject), and everything else is left alone.
#pragma once

#include <optional>
#include <string>

#include "offline/sentence.h"

namespace generator::offline {

/// Half-open range of words.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin >= end; }
  std::size_t size() const { return empty() ? 0 : end - begin; }
};

struct Clause {
  enum class Finite : unsigned char { kBe, kModal, kHave, kDo, kLexical };
  Range subject;
  std::size_t verb = 0;  // the finite verb's word
  Finite finite = Finite::kLexical;
  bool plural = false;         // of a lexical verb, `have` or `do`: agrees with a plural subject
  bool negated = false;        // "not" right behind the verb, or "cannot"
  Range rest;                  // behind verb and "not"
  const Verb* main = nullptr;  // lexical verb, or the participle or base form behind the auxiliary
  bool passive = false;        // be (or modal be) and a participle
  bool negated_later = false;  // "should generally not be"
};

/// Finds the clause that begins at `begin` and ends before `end`. Nothing where that is not
/// certain.
std::optional<Clause> find_clause(const Sentence& sentence, std::size_t begin, std::size_t end);

/// First word of the imperative "call `f`", "then use ..." at `begin`: its verb; else nothing.
const Verb* imperative(const Sentence& sentence, std::size_t begin);

/// Where the words from `begin` on reach the mark `,` (also ';', ':' and the end), as the index
/// behind it.
std::size_t clause_end(const Sentence& sentence, std::size_t begin, std::string_view marks = ";:.");

}  // namespace generator::offline
