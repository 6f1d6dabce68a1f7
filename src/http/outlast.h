// For what the loop's callbacks still refer to and is about to go.
#pragma once

#include <exception>
#include <functional>

#include "http/loop.h"

namespace generator {

/// Turns the loop until `finished`, whatever callbacks throw meanwhile; the first that was thrown, or
/// nullptr. Returns without `finished` where nothing is left to wait for, and so nobody can call
/// back any more.
std::exception_ptr outlast(Loop& loop, const std::function<bool()>& finished) noexcept;

}  // namespace generator
