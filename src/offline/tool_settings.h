// Settings of a call as they stand in a sentence: "with the tag calm", "from 52.5, 13.4 to 48.1,
// 11.6", "in row 1, column 2", "at most 10".
#pragma once

#include <string>
#include <vector>

#include "offline/tool_phrase.h"
#include "tool/sketch.h"

namespace generator::offline {

/// "with the tag calm", "for Chicago", "with a duration of 10 seconds". `object`: what the call is
/// about, so that its words are not said again.
std::string setting(const tool::SketchArgument& argument, const std::string& object);

/// Settings into place, object, rest and limit of `out`. References among `rest` are passed over.
void add_settings(Phrase& out, const std::vector<const tool::SketchArgument*>& rest);

/// "for entries whose status is pending" of "status:pending", where a query is so written; or "".
std::string of_query(const tool::SketchArgument& argument);

/// "the sum of two numbers" becomes "the sum of 25 and 6" where just so many numbers are passed,
/// and "the input string" of a call that is passed one text becomes that text. Those arguments go
/// from `rest`.
void put_operands(std::vector<std::string>& words,
                  std::vector<const tool::SketchArgument*>& rest);

}  // namespace generator::offline
