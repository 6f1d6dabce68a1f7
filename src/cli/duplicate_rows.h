// The rows of an example file that say again what others say, found before anyone is asked about
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/settings.h"
#include "data/example.h"
#include "run/dialogue.h"
#include "select/duplicates.h"

namespace generator::cli {

class DuplicateRows {
 public:
  /// Reads the examples at `path`, of every --against file and of `against`; finds nothing with
  /// --keep-duplicates. Throws Fatal where a file cannot be read.
  DuplicateRows(const Settings& settings, const std::vector<std::string>& against,
                const std::string& path);

  /// Why the file's example number `index`, counted from 0 without broken rows, should go.
  std::optional<Reject> refusal(std::uint64_t index, const Example& example) const;

 private:
  void add(select::Duplicates& duplicates, const std::string& path, bool is_against);

  std::vector<std::string> names_;  // of all pairs, those of --against first
  std::size_t against_ = 0;         // how many of them are not of the file
  std::vector<std::optional<select::Duplicate>> found_;
};

}  // namespace generator::cli
