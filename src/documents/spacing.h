// The spaces of a line of prose.
#pragma once

#include <string>
#include <string_view>

namespace generator::documents {

/// Trimmed, with single spaces outside code spans, no space before a comma that follows closing
/// emphasis, and words whole that a crawler joined at a line's hyphen.
std::string with_single_spaces(std::string_view s);

}  // namespace generator::documents
