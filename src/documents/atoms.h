// The smallest pieces that chunks are made of, and where they may part.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "data/chunk.h"
#include "data/interfaces.h"
#include "documents/chunk.h"

namespace generator::documents {

/// Atoms cover the text without gaps; each ends with the blank lines after it.
struct Atom {
  Span bytes;
  std::int64_t tokens = 0;  // with the blank lines after it
  int cost = 0;             // of beginning a chunk here: 0 before a chapter, high inside a block
  int path = 0;             // index into Atoms::paths
  int level = kNoHeading;   // of the heading that it begins with
  int depth = 0;            // level of the heading that it stands under
  static constexpr int kNoHeading = 99;
};

struct Atoms {
  std::vector<Atom> atoms;
  std::vector<HeadingPath> paths;
  std::vector<std::vector<std::string>> names;  // of code: what an atom defines; else empty
};

/// Costs of beginning a chunk, by place.
namespace cost {
inline constexpr int kChapter = 0;      // level 1
inline constexpr int kLevel = 30;       // more for every deeper level
inline constexpr int kParagraph = 200;  // between paragraphs
inline constexpr int kBlock = 260;      // before a list, table or listing that follows a paragraph
inline constexpr int kInside = 700;     // at an item, row or blank line of a block that must be cut
inline constexpr int kLine = 900;       // at any line of it
inline constexpr int kWord = 1500;
inline constexpr int kLeadIn = 2500;  // after a caption, or a sentence that ends in ':'
inline constexpr int kOrphan = 6000;  // after a heading
}  // namespace cost

Atoms text_atoms(const Cleaned& document, std::int64_t max, const TokenCounter& tokens);
Atoms code_atoms(const Cleaned& document, std::int64_t max, const TokenCounter& tokens,
                 const SourceOutline* outline);

/// Adds `bytes` as atoms of at most `max` tokens: whole where it fits, else cut at the best places
/// there are. `first` is the cost of its beginning.
void add_atoms(Atoms& out, std::string_view text, Span bytes, int first, int path, std::int64_t max,
               const TokenCounter& tokens);

}  // namespace generator::documents
