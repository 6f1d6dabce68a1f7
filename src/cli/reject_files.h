// The rejects of the runs that made a file of rows, and what of them is a worse answer.
#pragma once

#include <string>
#include <vector>

#include "preference/rivals.h"
#include "store/rejects.h"

namespace generator::cli {

/// The reject files that stand beside `rows` and beside what it was made from, as far as the runs'
/// records tell; those that are there.
std::vector<std::string> reject_files(const std::string& rows);

/// Reads them. A line that is no reject goes to `rejects` (unreadable_row), with the file's name.
/// Throws Fatal where a file cannot be read.
preference::Rivals read_rivals(const std::vector<std::string>& paths, RejectWriter& rejects);

}  // namespace generator::cli
