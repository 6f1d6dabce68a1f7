// Runs a converter and takes what it writes.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace generator::documents {

/// Standard output of `command` (its first word is looked up in PATH), with no standard input.
/// Errors: kUnavailable where there is no such program; kInvalidInput where it fails (with the
/// first line that it wrote to standard error), writes more than 512 MiB, or runs longer than
/// `seconds`: then it is killed with its children.
Result<std::string> output_of(const std::vector<std::string>& command, int seconds);

/// Whether `program` is in PATH.
bool has_program(const std::string& program);

}  // namespace generator::documents
