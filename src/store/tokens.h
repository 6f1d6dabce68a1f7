// Exact token counts.
#pragma once

#include <memory>

#include "data/interfaces.h"

namespace generator {

/// Counts o200k_base tokens exactly; about 28 MB/s a thread. The first count in a process takes
/// about a tenth of a second more. Invalid UTF-8 counts as what it is repaired to.
/// Errors: kUnavailable in a build without the bridge.
Result<std::unique_ptr<TokenCounter>> exact_token_counter();

}  // namespace generator
