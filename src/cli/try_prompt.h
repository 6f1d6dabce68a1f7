// `prompts try TASK INPUT --chunk ID`: one request as it is sent, and what comes back.
#pragma once

#include <string>

#include "cli/settings.h"

namespace generator::cli {

/// `task` is generate, enrich or judge; INPUT is a LanceDB or documents for generate, an example
/// file for the others.
int try_prompt(const Settings& settings, const std::string& task, const std::string& input);

}  // namespace generator::cli
