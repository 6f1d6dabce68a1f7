// The functions of a Python file as they are declared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace generator::python {

struct Function {
  std::string_view name;
  std::string_view parameters;  // between the brackets
  std::string_view returns;     // after `->`; "" where there is none
  std::string docstring;        // unescaped; "" where there is none
  int line = 0;                 // of `def`, from 1
  bool is_method = false;       // of a class
  bool is_static = false;       // `@staticmethod`
  bool is_tool = false;         // by a decorator with "tool" in its name
};

/// In order. Functions inside functions are not found. Time linear in the text.
std::vector<Function> functions(std::string_view source);

}  // namespace generator::python
