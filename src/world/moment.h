// One call in the world as it is: what it names, what is open, what it wants to hear of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "world/kinds.h"
#include "world/world.h"

namespace generator::world {

inline constexpr std::string_view kCell = "cell";  // the kind of cells of a grid

struct Session {
  std::map<std::string, Thing, std::less<>> open;  // kind → what is open, with how it was opened
  std::map<std::string, std::string, std::less<>>
      current;                   // kind → key of what was last made or chosen
  std::set<std::size_t> called;  // tools that succeeded
};

/// Things are copies: the world may have changed when the reply is written.
struct Moment {
  const Understanding& known;
  const Plan& plan;
  json::Value arguments;
  const World& world;
  const Session& session;
  std::uint64_t seed = 0;
  std::optional<Thing> subject = std::nullopt;     // what the call is about
  std::vector<Thing> named = {};                   // all that its arguments name, in their order
  std::optional<std::string> part = std::nullopt;  // JSON of the part of the subject that it names
  bool is_empty_handed = false;                    // nothing is open, and the tool says so itself

  /// nullptr: the call does not give it.
  std::optional<json::Value> argument(std::string_view name) const;
  /// The argument by that name or by one that means the same; null is not given.
  std::optional<json::Value> argument_like(std::string_view plain) const;
  /// What is named or open of that kind.
  const Thing* at_hand(std::string_view kind) const;

  /// The things of `kind`, or of any where that is "", that the call speaks of: in what it names or
  /// has open, as its other arguments want them; `total` receives how many before its limit.
  std::vector<Thing> listed(std::string_view kind, std::size_t* total = nullptr) const;
  /// The cell that the call's coordinates name, as "2,3"; "" where it names none.
  std::string cell() const;
  /// JSON of what was put into a cell; nullptr: nothing was.
  const std::string* in_cell(const std::string& cell) const;
  /// All things that lie in what is open, or anywhere where nothing can be.
  std::vector<Thing> in_reach() const;
  bool is_in_reach(const Thing& thing) const;
};

/// What the thing's field is: its own, else one that fits `schema` by seed.
std::string field_value(const Moment& moment, const Thing& thing, std::string_view name,
                        json::Value schema);

}  // namespace generator::world
