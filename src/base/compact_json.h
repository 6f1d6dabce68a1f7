// JSON without what stands between its tokens.
#pragma once

#include <string>
#include <string_view>

namespace generator::json {

/// Valid JSON without the spaces and line ends between its tokens: one line, the tokens as they are.
std::string compact(std::string_view json);
/// Valid JSON with a space for each line end, which stands only between tokens; none at its ends.
std::string on_one_line(std::string_view json);

}  // namespace generator::json
