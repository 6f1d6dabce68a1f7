// What manuals say in more words than people do. All of these take the words of a deed, its verb first.
#pragma once

#include <string>
#include <vector>

namespace generator::offline {

/// "Time Estimates" → "time estimates"; names in capitals stay.
void lower_title(std::vector<std::string>& words);

/// What nobody asks for: "on or off" of a switch, "up to ten" of what there is.
void leave_out(std::vector<std::string>& words);

/// "get search capability for …" → "search …"; "get information about a pet" → "get a pet".
void plainer(std::vector<std::string>& words);

}  // namespace generator::offline
