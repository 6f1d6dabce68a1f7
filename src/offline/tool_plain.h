// Things as people write them down: "pet 102" for "the pet 102", now and then "/data/a.h5" for "the
// dataset /data/a.h5".
#pragma once

#include <cstdint>
#include <string>

#include "tool/sketch.h"

namespace generator::offline {

/// A kind before a number has no article.
std::string without_articles(std::string text, const tool::Sketch& sketch);

/// The words of an instruction that may as well be others, by `seed`: kinds of paths, "at most".
/// Values of arguments stay as they are.
std::string varied(std::string text, const tool::Sketch& sketch, std::uint64_t seed);

}  // namespace generator::offline
