// How much a server is held back: what this machine can do, and what was reached.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "execute/landlock.h"

namespace generator::execute {

/// From less to more. Each holds what the ones before it hold.
enum class SandboxLevel : std::uint8_t {
  kLimits,      // processor, memory, files, processes; environment, folder and process group of its own
  kLandlock,    // and: the kernel refuses files and connections outside of what it needs
  kBubblewrap,  // and: other files are not even there
};

std::string_view to_text(SandboxLevel level);  // "limits", "landlock", "bubblewrap"
/// Errors: kWrongUse, naming the known ones.
Result<SandboxLevel> sandbox_level(std::string_view name);

struct Sandbox {
  SandboxLevel level = SandboxLevel::kLimits;
  bool has_processes = false;  // a process namespace: nothing survives, nothing else can be signalled
  bool has_user = false;       // inside a user namespace
  bool has_user_of_its_own = false;  // started by root: it runs as a user that owns nothing
  bool has_no_network = false;       // a network namespace without any network
  int landlock = 0;                  // version of the interface

  /// "landlock (version 7), processes of its own, no network"
  std::string describe() const;
};

/// Tries out what there is, at most `most`; without, the best, where root has Landlock before
/// bubblewrap: a user of its own could not read root's files in there. Forks.
Sandbox probe_sandbox(bool allows_network, std::optional<SandboxLevel> most = std::nullopt);

/// What a server has to read: system folders, its program, and files and folders that its command
/// names, with the package that a file is of. Never a home folder as a whole.
std::vector<std::string> readable_paths(const std::string& program,
                                        const std::vector<std::string>& words);
/// Device files that every program uses.
std::vector<std::string> device_paths();

/// The command line around a server's that starts it in bubblewrap.
std::vector<std::string> bubblewrap_words(const std::string& folder,
                                          const std::vector<std::string>& readable,
                                          bool allows_network);

}  // namespace generator::execute
