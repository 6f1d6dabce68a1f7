// What two texts speak of alike, by the stems of their content words.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace generator::offline {

using Stems = std::set<std::string>;

/// Those of `text` that are not empty words.
Stems stems_of(std::string_view text);
std::size_t in_both(const Stems& a, const Stems& b);

}  // namespace generator::offline
