// The kinds of question: what `kind` of a row may say.
#pragma once

#include <array>
#include <string_view>

namespace generator {

inline constexpr std::array<std::string_view, 6> kQuestionKinds = {
    "how-to", "concept", "reason", "comparison", "troubleshooting", "api"};

}  // namespace generator
