// What is wrong with the arguments of tools, by their schemas.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/interfaces.h"
#include "data/tool.h"

namespace generator::cli {

/// A schema is compiled once a tool; in a build without the bridge nothing is found. The tools must
/// outlive this.
class SchemaProblems {
 public:
  std::vector<std::string> operator()(const Tool& tool, std::string_view arguments);

 private:
  std::map<const Tool*, std::unique_ptr<SchemaChecker>> checkers_;
};

}  // namespace generator::cli
