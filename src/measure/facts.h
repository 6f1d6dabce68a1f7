// What a text states that a rewording may not change: its numbers, names of things in code,
// commands, files.
//
// Everything is compared after normalisation, so that form is free and content is not: list
// markers, emphasis, links and typographic marks are no facts; "two" is 2, "64KB" is "64 KB" is "64
// kilobytes", "1,024" is "1024", `f()` is f, and capital letters count only where they are part of
// a name's spelling (`H5Dopen`, not "Dataset").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "data/chunk.h"

namespace generator::measure {

enum class FactKind : std::uint8_t {
  kNumber,      // with its unit: "64 KB", "0x1F", "the third", "2019-11-26"
  kVersion,     // "1.8.0", "v2.1.3"
  kIdentifier,  // snake_case, CamelCase, ALL_CAPS, a::b, a.b, f(), HDF5, UTF-8, a word in `code`
  kFlag,        // "--env", "-p"
  kCommand,     // several words in `code`, or a line of a code block
  kPath,        // paths and file names
  kUrl,
  kName,  // capitalised inside a sentence
};

std::string_view to_text(FactKind kind);  // "number", "version", ...

struct Fact {
  FactKind kind = FactKind::kNumber;
  std::string key;   // normalised: facts with equal kind and key say the same
  std::string text;  // as it stands
  Span bytes;        // of the text it was found in
};

/// The facts of `text` (Markdown or plain, valid UTF-8), in order of their begin; a command comes
/// before the facts inside it. Linear time: no input makes it slow. Names are not told in German,
/// where every noun has a capital.
std::vector<Fact> facts(std::string_view text);

/// What some texts say, for asking whether a fact of another is among it.
class KnownFacts {
 public:
  KnownFacts() = default;
  explicit KnownFacts(std::string_view text) { add(text); }
  void add(std::string_view text);

  /// Number: equal value, and equal unit where the fact has one ("64" is covered by "64 KB", not
  /// the other way). Flag, URL: equal. Identifier, path, command: its words stand somewhere in this
  /// order; a::b also where all its parts stand anywhere. Name: the word, in any case, singular or
  /// plural.
  bool covers(const Fact& fact) const;

 private:
  bool covers_word(std::string_view word) const;
  bool covers_words(std::string_view words) const;
  std::unordered_set<std::string> keys_;    // only asked for membership
  std::unordered_set<std::string> words_;   // as spelt
  std::unordered_set<std::string> folded_;  // lower case
  std::string running_ = " ";               // all words as spelt, a space around each
  std::string running_folded_ = " ";
};

/// Facts of `rewritten` that `original` does not cover, each key once. A command is named only
/// where no smaller fact inside it is.
std::vector<Fact> added(std::string_view original, std::string_view rewritten);
std::vector<Fact> added(const KnownFacts& known, std::string_view rewritten);
/// Facts of `original` that `rewritten` does not cover.
std::vector<Fact> lost(std::string_view original, std::string_view rewritten);

/// "number `64 KB`, flag `--env`": for messages. At most `limit`, then "and 3 more".
std::string to_text(const std::vector<Fact>& facts, std::size_t limit = 8);

}  // namespace generator::measure
