#include "base/program.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "base/text.h"

namespace generator {

std::string find_program(const std::string& program) {
  if (program.find('/') != std::string::npos)
    return ::access(program.c_str(), X_OK) == 0 ? program : "";
  const char* path = std::getenv("PATH");
  if (path == nullptr || program.empty()) return "";
  for (const std::string_view folder : text::split(path, ':')) {
    std::string candidate(folder.empty() ? "." : folder);
    candidate += "/" + program;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

}  // namespace generator
