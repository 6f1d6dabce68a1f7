// What of a row of tool use can be counted without understanding it: the facts that texts name, and
// the values that no call is about.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "data/tool_use.h"
#include "tool/known_values.h"

namespace generator::offline {

/// Numbers, paths and names in a text, that somebody could make up.
std::vector<std::string> facts_of(std::string_view text);
bool is_said(const tool::KnownValues& known, const std::string& fact);
/// How many things an answer says there are ("There are 3 pets", "I found 12 results") where that is
/// none of `counts`; "" where all are.
std::string wrong_count(std::string_view answer, const std::set<double>& counts);

/// What of an instruction can only be a value: numbers, paths, names with joints, long ids.
bool is_value(std::string_view fact);

/// A value of an instruction that is passed to no call of the row; "" where all are, or where
/// nothing is called.
std::string unused_value(const ToolUse& row);

}  // namespace generator::offline
