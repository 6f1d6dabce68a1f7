// What a hostile server tries beyond its own folder, by name.
#pragma once

#include <string>

namespace generator::testing {

/// "done", or "refused: " and why; "" where no deed has this name. `path` and `number` are what the
/// deed is done to: a file; a process or a port.
std::string do_deed(const std::string& name, const std::string& path, int number);

}  // namespace generator::testing
