#include "qa/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/substring_set.h"
#include "base/text.h"
#include "data/reasons.h"
#include "qa/answer.h"

namespace generator::qa {
namespace {

__extension__ using Wide = __int128;  // planned × seen may pass 64 bits

constexpr std::int64_t kWordsOfText = 60;
constexpr std::int64_t kWordsOfCode = 90;
constexpr std::int64_t kMostPairs = 12;

// Words of licences and copyright notices; two of them in one unit make it one.
bool speaks_of_rights(std::string_view text) {
  static constexpr std::string_view kMarks[] = {"all rights reserved",
                                                "permission is hereby granted",
                                                "redistribution and use in source",
                                                "without warranty",
                                                "licensed under the",
                                                "copyright",
                                                "licence",
                                                "license",
                                                "warranties or conditions of any kind",
                                                "this software is provided",
                                                "in no event shall"};
  static const SubstringSet marks(kMarks);
  return marks.count_in(text::to_lower(text), 2) == 2;
}

// A licence, and beside it too little to ask about.
bool is_licence(const measure::Passage& passage, std::int64_t least) {
  if (!speaks_of_rights(passage.text)) return false;  // then no unit does
  bool found = false;
  std::int64_t others = 0;
  for (const auto& unit : passage.units) {
    const std::string_view words = passage.text_of(unit);
    const bool is_rights = speaks_of_rights(words);
    found = found || is_rights;
    // A whole file is one unit where nothing divides it: then its size tells.
    if (!is_rights || count_words(words) > 600) others += count_words(words);
  }
  return found && others < least;
}

// Most of the lines are imports, includes or links.
bool is_list_of_names(const Chunk& chunk) {
  std::int64_t lines = 0, names = 0;
  for (const auto line : text::lines(chunk.text)) {
    const std::string_view trimmed = text::trim(line);
    const bool is_comment = trimmed.starts_with('#') && !trimmed.starts_with("#include");
    if (trimmed.empty() || is_comment) continue;
    ++lines;
    for (const std::string_view start :
         {"#include", "import ", "from ", "use ", "using ", "package ", "require("})
      if (trimmed.substr(0, start.size()) == start) {
        ++names;
        break;
      }
  }
  return lines > 0 && chunk.kind == ChunkKind::kCode && names * 10 >= lines * 8;
}

// A list of contents: nearly every unit is a list item of a few words without an end.
bool is_contents(const measure::Passage& passage) {
  std::size_t short_items = 0;
  for (const auto& unit : passage.units) {
    if (unit.kind != measure::UnitKind::kListItem) continue;
    const std::string_view item = text::trim_right(passage.text_of(unit));
    const bool ends =
        !item.empty() && (item.back() == '.' || item.back() == ';' || item.back() == ':');
    if (!ends && count_words(item) <= 6) ++short_items;
  }
  return passage.units.size() >= 8 && short_items * 10 >= passage.units.size() * 9;
}

}  // namespace

Bearing bearing(const Chunk& chunk, const Style& style) {
  return bearing(chunk, measure::read_passage(chunk), style);
}

Bearing bearing(const Chunk& chunk, const measure::Passage& passage, const Style& style) {
  if (text::trim(chunk.text).empty()) return {0, reasons::kShortChunk, "the chunk is empty"};
  std::int64_t words = 0;
  for (const auto& unit : passage.units) words += count_words(passage.text_of(unit));
  const std::int64_t least = std::min<std::int64_t>(style.min_words, kWordsOfText);
  if (words < least)
    return {0, reasons::kShortChunk,
            fmt::format("{}; an answer has at least {}", text::counted(words, "word"), least)};
  if (is_licence(passage, least)) return {0, reasons::kBoilerplateChunk, "a licence"};
  if (is_list_of_names(chunk)) return {0, reasons::kBoilerplateChunk, "imports"};
  if (is_contents(passage)) return {0, reasons::kBoilerplateChunk, "a table of contents"};
  const std::int64_t pace = chunk.kind == ChunkKind::kCode ? kWordsOfCode : kWordsOfText;
  const std::int64_t pairs = std::clamp<std::int64_t>(words / pace, 1, kMostPairs);
  if (!style.has_conversations()) return {pairs, "", ""};
  if (pairs < style.min_turns)
    return {0, reasons::kShortChunk,
            fmt::format("it bears {} of the {} turns that a conversation has at least", pairs,
                        style.min_turns)};
  return {std::max<std::int64_t>(1, pairs / style.max_turns), "", ""};
}

std::int64_t TargetPlan::share(const Bearing& chunk) {
  // What is due up to and including this chunk, rounded down; the shares add up exactly.
  seen_ += chunk.pairs;
  if (possible_ == 0) return 0;
  const auto due = static_cast<std::int64_t>(static_cast<Wide>(planned()) * seen_ / possible_);
  const std::int64_t share = due - given_;
  given_ = due;
  return share;
}

}  // namespace generator::qa
