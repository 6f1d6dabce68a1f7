// A tool that a model may call.
#pragma once

#include <string>

namespace generator {

struct Tool {
  std::string name;
  std::string description;
  std::string parameters;  // JSON Schema of an object, as text
};

}  // namespace generator
