// Nobody pays much without having been asked.
#pragma once

#include <string>

#include "cli/preview.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "cli/work.h"

namespace generator::cli {

/// --preview N: does it, prints the forecast, and returns true: the command has nothing more to do.
///
/// Without --budget, --yes and --replay, where a stage asks a model: previews 10 and says what the
/// whole will take. Where that may be more than 1 USD still to be spent, or half an hour on a model
/// of one's own, a terminal is asked; without one it ends with exit code 2. So it does, before
/// anything is asked, where money is spent at a price that is not known. Throws Fatal.
bool preview_or_ask(Session& session, const Settings& settings, const Work& work);

/// Why nobody should begin unasked what a preview forecasts; "" where it is little. `is_paid`: by
/// the cost still to come, else by the time.
std::string reason_to_ask(const Forecast& forecast, bool is_paid);

}  // namespace generator::cli
