// A command line, taken apart by the table of options.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace generator::cli {

struct Command;

struct Arguments {
  std::vector<std::string> positional;
  std::vector<std::pair<std::string, std::string>>
      flags;  // long name, value ("" for a switch), in order

  bool has(std::string_view name) const;
};

/// Knows `--name VALUE`, `--name=VALUE`, `-o VALUE`, `--` and `-` (standard input or output).
/// Errors: kWrongUse, naming the flag, with the nearest one that `command` has.
Result<Arguments> parse_arguments(const Command& command, std::span<char* const> words);

}  // namespace generator::cli
