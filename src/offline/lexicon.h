// What a word can be: its classes as bits, and the verb it is a form of.
#pragma once

#include <cstdint>
#include <string_view>

#include "offline/verbs.h"

namespace generator::offline {

enum WordClass : std::uint32_t {
  kArticle = 1u << 0,        // a, an, the
  kDeterminer = 1u << 1,     // articles, each, any, some, no, its, your, numbers to ten, ...
  kDemonstrative = 1u << 2,  // this, that, these, those, such
  kPronoun = 1u << 3,        // it, they, them, itself, ... (not "you")
  kPossessive = 1u << 4,     // its, their
  kSelf = 1u << 5,           // we, our, us, I
  kPreposition = 1u << 6,
  kConjunction = 1u << 7,   // and, or, but, nor
  kSubordinator = 1u << 8,  // if, when, because, which, ...
  kModal = 1u << 9,
  kBe = 1u << 10,    // is, are, was, were
  kHave = 1u << 11,  // has, have, had
  kDo = 1u << 12,    // do, does, did
  kNot = 1u << 13,
  kAdverb = 1u << 14,
  kConnective = 1u << 15,      // however, therefore, also: may be left out of a question
  kPointer = 1u << 16,         // above, below, following, here: points at the page
  kLooseAdjective = 1u << 17,  // same, new, other, given: "the new file" is no name for anything
  kPageNoun = 1u << 18,        // figure, example, section, chapter: parts of a page
  kVerbBase = 1u << 19,
  kVerbThird = 1u << 20,
  kVerbPast = 1u << 21,
  kParticiple = 1u << 22,
  kGerund = 1u << 23,
  kNounToo = 1u << 24,       // the verb form is a common noun, too
  kRole = 1u << 25,          // application, user, caller: "the user" is as good as "a user"
  kClear = 1u << 26,         // operating system, command line: clear as "the ..." anywhere
  kPlural = 1u << 27,        // irregular plurals: data, criteria, children
  kLooseOrdinal = 1u << 28,  // second, fourth: "the fourth field" is counted on a page
  kPointing = 1u << 29,      // see, shown, listed: with it a sentence may point at the page
};

struct Entry {
  std::uint32_t classes = 0;
  const Verb* verb = nullptr;
};

/// Looks up a lower-case word; an unknown word has no class (taken for a noun or an adjective).
/// Unknown words in -ly count as adverbs.
Entry look_up(std::string_view lower);

/// "datasets" and "data": true; "class", "its", "is": false.
bool is_plural(std::string_view lower);
/// "entries" → "entry", "boxes" → "box", "files" → "file"; a word that is no plural comes back as
/// it is.
std::string singular(std::string_view lower);
/// "a" or "an" before `word`, by its sound as far as letters tell: "an HDF5 file", "a user".
std::string_view indefinite_article(std::string_view word);

}  // namespace generator::offline
