// How many files and connections this process may have open.
#pragma once

#include <cstddef>

#include "base/result.h"

namespace generator::http {

/// Raises this process's limit so that `files` can be open at once. Errors: kWrongUse where the
/// system's own limit is lower; the message names both and the remedy.
Status allow_open_files(std::size_t files);

}  // namespace generator::http
