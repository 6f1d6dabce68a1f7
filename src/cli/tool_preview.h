// Rows of tool use, a part of them really made or judged, and what they say of the whole.
#pragma once

#include <string>

#include "cli/consent.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "cli/tool_dry_run.h"
#include "cli/tool_generate_stage.h"

namespace generator::cli {

/// The rows of `tool-generate`: the first ones, which the whole run makes just so. What is referred
/// to must outlive it.
Undertaking tool_making(Session& session, const Settings& settings,
                        const trajectory::Toolbox& box, const ToolPlace& place, ToolMaking making);

/// The rows of a file, spread over it, judged or evaluated.
Undertaking tool_rows(Session& session, const Settings& settings, const std::string& path,
                      RowsAsk ask);

}  // namespace generator::cli
