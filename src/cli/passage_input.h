// Where the passages of rows are looked up: beside the rows, then in --source.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/settings.h"
#include "cli/temporary_file.h"
#include "store/passage_index.h"

namespace generator::cli {

/// `rows` is the example file as the user named it. Keeps what --source was read into.
class PassageInput {
 public:
  /// Throws Fatal where --source cannot be read.
  PassageInput(const Settings& settings, const std::string& rows);
  const Passages& passages() const { return *passages_; }
  /// The chunks.jsonl files in which passages are found, in the order in which they are asked.
  std::vector<std::string> files() const;

 private:
  std::optional<TemporaryFile> spool_;
  std::unique_ptr<PassageIndex> source_;
  std::unique_ptr<Passages> passages_;
};

}  // namespace generator::cli
