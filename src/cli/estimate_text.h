// Estimates of what would be asked, in words for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/session.h"
#include "cli/settings.h"
#include "cli/stage_estimates.h"

namespace generator::cli {

/// Prints the first request of each of the stages `names` whole, then requests, tokens and US
/// dollars as ranges, the time, and what is assumed.
void print_estimates(const StageEstimates& estimates, const std::vector<std::string_view>& names,
                     const Session& session, const std::vector<std::string>& assumptions);

/// The assumption that all estimates make.
std::string each_request_once(const Settings& settings);

}  // namespace generator::cli
