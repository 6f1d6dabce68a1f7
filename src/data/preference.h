// Two answers to one question, of which one is better: what preference tuning trains on.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "data/example.h"

namespace generator {

/// Where the worse answer comes from.
enum class Origin : std::uint8_t {
  kRefusedRewrite,  // a model wrote it in place of another, and the checks refused it
  kLowRated,        // the judge rated it, and rated the other higher
  kPlantedFault,    // the better answer with one thing in it turned wrong
};
inline constexpr std::array<std::string_view, 3> kOriginNames = {"refused_rewrite", "low_rated",
                                                                 "planted_fault"};
constexpr std::string_view to_text(Origin origin) {
  return kOriginNames[static_cast<std::size_t>(origin)];
}

/// Both rows are one but for last answer, its reasoning, and rating.
struct Preference {
  Example chosen;
  Example rejected;
  Origin origin = Origin::kPlantedFault;
  std::string difference;  // what is worse, in words: "number: `64 KB` became `32 KB`"
};

/// What of a row is weighed: the pair, or the last turn of a conversation.
inline QaPair& last_turn(Example& example) { return example.turns().back(); }
inline const QaPair& last_turn(const Example& example) { return example.turns().back(); }
inline std::string& last_answer(Example& example) { return last_turn(example).answer; }
inline const std::string& last_answer(const Example& example) { return last_turn(example).answer; }
/// All that was said before that answer, a paragraph each: of a pair its question.
std::string said_before(const Example& example);

/// {"origin","difference","chosen","rejected"}, the rows as `write_example` writes them.
void write_preference(json::Writer& out, const Preference& pair);
/// Errors: kInvalidInput, as `read_example`; an origin that is none.
Result<Preference> read_preference(json::Value row);

}  // namespace generator
