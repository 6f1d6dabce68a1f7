// What single values of a result stand for, where its schema tells it in words: "`.` means nobody
// has won yet", "-1 stands for no limit".
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace generator::tool {

struct ValueMeaning {
  std::string field;  // the property's name; "" of a result that is itself the value, or of a list
  std::string value;  // JSON
  std::string text;   // "nobody has won yet"
};

/// All that the descriptions in the JSON Schema of a result tell of their own values, quoted in
/// backticks or marks. References without end are followed to a fixed depth.
std::vector<ValueMeaning> value_meanings(json::Value schema);

}  // namespace generator::tool
