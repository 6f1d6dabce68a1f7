#include "cli/ledger_folder.h"

#include <fmt/format.h>

#include "base/files.h"
#include "store/run_folder.h"

namespace generator::cli {

std::string ledger_folder(const Settings& settings, const std::string& output) {
  if (const std::string named = settings.text("--ledger"); !named.empty()) return named;
  return output.empty() || output == "-" ? "" : RunFolder::of(output).ledger();
}

std::string ledger_of(const Settings& settings, const std::string& file) {
  if (const std::string named = settings.text("--ledger"); !named.empty()) return named;
  const std::string folder = path_exists(file + "/records") ? file : RunFolder::of(file).ledger();
  if (!path_exists(folder + "/records"))
    throw Fatal(kFailed, fmt::format("there is no ledger in `{}`: name an output, its ledger, or "
                                     "the folder given to --ledger",
                                     folder));
  return folder;
}

}  // namespace generator::cli
