// Where the ledger of an output stands.
#pragma once

#include <string>

#include "cli/settings.h"

namespace generator::cli {

/// --ledger; else that of `output`; "" where that is standard output or "".
std::string ledger_folder(const Settings& settings, const std::string& output);
/// --ledger; else that of the output `file`, or `file` itself where it is a ledger. Throws Fatal(1)
/// where there is none.
std::string ledger_of(const Settings& settings, const std::string& file);

}  // namespace generator::cli
