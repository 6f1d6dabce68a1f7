// Which tools the instructions of a row speak of, told by their words alone.
#pragma once

#include <string>
#include <string_view>

#include "data/tool_use.h"

namespace generator::offline {

/// A tool that makes, changes, closes or deletes, is offered and never called, though the
/// instructions say its verb and its things; nullptr where there is none, or nothing is called.
const Tool* left_undone(const ToolUse& row);
/// A called tool that deletes, where nobody has asked for that by then; or "".
std::string unasked_end(const ToolUse& row);

/// A tool that is offered, never called, and the words of whose name that no called tool has all
/// stand in what was `said`, where no word stands by which `called` differs from it; nullptr where
/// there is none.
const Tool* meant_instead(const ToolUse& row, const std::string& called, std::string_view said);

}  // namespace generator::offline
