// Where programs are.
#pragma once

#include <string>

namespace generator {

/// The file that `program` names: itself where it has a '/', else the first of that name in PATH
/// that can be executed; "" where there is none.
std::string find_program(const std::string& program);

}  // namespace generator
