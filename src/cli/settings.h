// What a command was told: options over environment over config.yaml over defaults.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/config_file.h"

namespace generator::cli {

class Settings {
 public:
  /// `environment` looks a variable up ("" and absent differ: nullptr is absent).
  using Environment = const char* (*)(const char* name);
  Settings(const Command& command, Arguments arguments, ConfigFile config, Environment environment);

  const Command& command() const { return command_; }
  const Arguments& arguments() const { return arguments_; }
  const std::vector<std::string>& positional() const { return arguments_.positional; }
  const ConfigFile& config() const { return config_; }
  const char* environment(const char* name) const { return environment_(name); }

  /// By long name. The default where nothing is set; for those without a default, nothing.
  std::optional<std::string> maybe(std::string_view name) const;
  std::string text(std::string_view name) const { return maybe(name).value_or(""); }
  std::vector<std::string> list(std::string_view name) const;
  bool is_on(std::string_view name) const;   // a switch
  bool is_set(std::string_view name) const;  // given anywhere, not by default

  /// All throw Fatal(2) that names where the value was set, when it is not of the kind or out of
  /// range.
  std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most) const;
  std::optional<std::int64_t> maybe_integer(std::string_view name, std::int64_t least,
                                            std::int64_t most) const;
  std::optional<double> maybe_number(std::string_view name, double least, double most) const;
  double number(std::string_view name, double least, double most) const;
  std::pair<std::int64_t, std::int64_t> range(std::string_view name,
                                              std::int64_t least) const;  // "MIN:MAX"
  std::string one_of(std::string_view name, const std::vector<std::string>& choices) const;

  /// The output path; Fatal(2) where -o is missing.
  std::string output() const;
  /// The only positional argument; Fatal(2) otherwise.
  std::string input() const;

 private:
  struct Found {
    std::vector<std::string> values;
    std::string place;  // "--threshold", "GENERATOR_THRESHOLD" or "config.yaml:12"
  };
  std::optional<Found> find(std::string_view name) const;
  std::string place(std::string_view name) const;

  const Command& command_;
  Arguments arguments_;
  ConfigFile config_;
  Environment environment_;
};

/// A whole number or a decimal, nothing around it.
std::optional<std::int64_t> to_integer(std::string_view text);
std::optional<double> to_number(std::string_view text);

}  // namespace generator::cli
