// The second layer of verification: it ran, no error passes as success, and every argument comes
// from somewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "data/tool_use.h"
#include "tool/fault.h"
#include "tool/format_check.h"

namespace generator::tool {

/// What a result says went wrong: "error: Pipeline not found", "status: failed"; "" where it tells
/// of no error. Only the result itself counts: a list of runs, one of which failed, is no error.
std::string error_in(std::string_view content);

/// Where a value comes from, words, numbers, units, case and joined paths aside.
enum class Source : std::uint8_t {
  kInstruction,  // of this turn or an earlier one
  kResult,       // of an earlier call
  kSchema,       // a default, an enum, true or false
  kChosen,       // a name for something that the call makes
  kComposed,     // text of its own, most of whose words come from elsewhere
  kNowhere,
};

/// Faults, for a row that has passed check_format: not_executed (a call without a result),
/// error_as_success, invented_argument (a reference to an existing thing, or a number, that comes
/// from nowhere, or a name of what is made that the result contradicts), wrong_order (order_check.h).
std::optional<Fault> execution_fault(const ToolUse& row, const ToolTable& tools);

}  // namespace generator::tool
