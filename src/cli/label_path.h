// Where the labels of a file of pairs stand.
#pragma once

#include <string>

#include "cli/settings.h"

namespace generator::cli {

/// --labels, else INPUT.labels.jsonl.
std::string label_path(const Settings& settings, const std::string& input);

}  // namespace generator::cli
