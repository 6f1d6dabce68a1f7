// Why a call of a trial did not go well, in words for the report.
#pragma once

#include <string>

#include "data/message.h"

namespace generator::trajectory {

/// "`get_shape` answers '/mesh' is a group, not a dataset".
std::string said(const std::string& tool, const CallResult& result);

}  // namespace generator::trajectory
