// Where the functions and classes of source code are.
#pragma once

#include <memory>

#include "data/interfaces.h"

namespace generator {

/// Outlines by tree-sitter. Immutable; may be used from several threads.
/// Errors: kUnavailable in a build without the bridge.
Result<std::unique_ptr<SourceOutline>> syntax_outline();

}  // namespace generator
