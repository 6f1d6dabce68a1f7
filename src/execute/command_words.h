// A command as a person types it, as words; no shell sees it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace generator::execute {

/// Words stand between spaces; '…' and "…" keep them together, a backslash takes the next character
/// as it is (in "…" only before " and \). Nothing else has a meaning: no variables, no pipes.
/// Errors: kWrongUse where a quote is not closed or there is no word.
Result<std::vector<std::string>> command_words(std::string_view command);

/// Runs a command of the user's own, as the user would: our environment and folder, its output on
/// our standard error. It is killed with its process group when it takes longer than `most_ms`.
/// Errors: kNotFound, kIo, kUnavailable where it fails or takes too long.
Status run_command(const std::vector<std::string>& words, std::int64_t most_ms);

}  // namespace generator::execute
