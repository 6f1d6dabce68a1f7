// Nobody pays much without having been asked.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/preview.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "cli/work.h"

namespace generator::cli {

/// What a command is about to begin, for whoever has to agree to it.
struct Undertaking {
  std::vector<std::string_view> stages;  // whose models are asked
  std::string_view unit;                 // what a preview counts: "chunks"
  std::function<bool(std::uint64_t)> is_more_than;    // so many units
  std::function<Forecast(std::uint64_t)> preview;     // really does so many, spread over all
};

/// --preview N: does it, prints the forecast, and returns true: the command has nothing more to do.
///
/// Without --budget, --yes and --replay, where a stage asks a model: previews 10 and says what the
/// whole will take. Where that may be more than 1 USD still to be spent, or half an hour on a model
/// of one's own, a terminal is asked; without one it ends with exit code 2. So it does, before
/// anything is asked, where money is spent at a price that is not known. Throws Fatal.
bool preview_or_ask(Session& session, const Settings& settings, const Undertaking& all);
bool preview_or_ask(Session& session, const Settings& settings, const Work& work);

/// Why nobody should begin unasked what a preview forecasts; "" where it is little. `is_paid`: by
/// the cost still to come, else by the time.
std::string reason_to_ask(const Forecast& forecast, bool is_paid);

}  // namespace generator::cli
