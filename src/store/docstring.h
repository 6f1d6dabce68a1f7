// What a Python docstring says of parameters and result, in the three styles in use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace generator::python {

struct DocParameter {
  std::string name;
  std::string type;  // "" where it is not told
  std::string description;
};

struct Docstring {
  std::string description;  // all before the first section, as one paragraph each
  std::vector<DocParameter> parameters;
  std::string return_type, return_description;
  std::vector<std::string> examples;  // lines that begin with `>>> `, without it
};

/// `text` is what stands between the quotes. Google ("Args:"), NumPy ("Parameters" and dashes) and
/// reST (":param x:") are told apart by content; what is none of them is description.
Docstring read_docstring(std::string_view text);

}  // namespace generator::python
