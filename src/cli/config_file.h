// config.yaml as flat keys with their lines: `llm.provider`, `stages.judge.model`, `data.audience`,
// ...
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace generator::cli {

struct ConfigEntry {
  std::vector<std::string> values;  // one, or the items of a list
  int line = 0;
};

class ConfigFile {
 public:
  ConfigFile() = default;
  /// Reads and checks `path`. Errors name file and line: an unknown key with the nearest known one;
  /// `${VAR}` outside an `api_key`, or naming an unset variable that is needed. A file that was
  /// only `found` in the current folder may not set addresses (`base_url`), commands (`command`) or
  /// variables (`${VAR}`), unless `trusted`.
  static Result<ConfigFile> read(const std::string& path, bool trusted);

  /// Of entries that are known to be right, as if they had been read from `path`.
  static ConfigFile of(std::string path, std::vector<std::pair<std::string, ConfigEntry>> entries);

  const std::string& path() const { return path_; }
  const std::vector<std::pair<std::string, ConfigEntry>>& entries() const { return entries_; }
  const ConfigEntry* find(std::string_view key) const;
  /// The entry's (last) value; "" where it is not set.
  std::string text(std::string_view key) const;

 private:
  std::string path_;
  std::vector<std::pair<std::string, ConfigEntry>> entries_;
};

/// Every key that config.yaml may hold, in the order of the documentation.
const std::vector<std::string>& config_keys();

}  // namespace generator::cli
