// Landlock: what a process and its children may open and connect to, held by the kernel
// (https://docs.kernel.org/userspace-api/landlock.html). Needs no privilege.
#pragma once

#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace generator::execute {

/// The version of the kernel's interface; 0 where there is none.
int landlock_version();

struct LandlockRules {
  // Folders and files; what is not there is passed over.
  std::vector<std::string> readable;  // to read and execute
  std::vector<std::string> writable;  // also to write, make and remove
  std::vector<std::string> devices;   // files to read and write
  bool allows_connections = false;    // TCP; held from version 4 on
};

/// A set of rules that a process can put itself under. Errors: kUnavailable where the kernel has no
/// Landlock, kIo.
Result<Descriptor> make_landlock(const LandlockRules& rules);

/// Adds one more folder to read. As the next, safe between fork and exec.
bool add_readable(int rules, const char* folder);
/// Puts the calling thread under the rules. False with errno.
bool enter_landlock(int rules);

}  // namespace generator::execute
