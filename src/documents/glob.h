// Patterns for --include and --exclude.
#pragma once

#include <string_view>

namespace generator::documents {

/// `*` any characters but '/', `**` any at all, `?` one, `[a-z]` one of a set, `{md,txt}` one of
/// several. A pattern without '/' is matched against the last component of `path`, any other
/// against all of it.
bool matches(std::string_view pattern, std::string_view path);

}  // namespace generator::documents
