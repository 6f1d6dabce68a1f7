// The judges: one, or several (--judge-model given more than once) that rate one after the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings.h"

namespace generator::cli {

/// Their stages: "judge", "judge 2", "judge 3", ... Throws Fatal(2) where --judge-provider is given
/// neither once nor as often as --judge-model.
std::vector<std::string> judge_stages(const Settings& settings);

inline bool is_judge(std::string_view stage) { return stage.starts_with("judge"); }
/// 0 of "judge", 1 of "judge 2".
std::size_t place_of_judge(std::string_view stage);

}  // namespace generator::cli
