// <output>.run/: what stands beside an output, so that later commands and people can trace its
// rows.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace generator {

/// The places inside one run folder. Layout, also in docs/formats.md:
///   chunks.jsonl          the passages that the rows were made from
///   <stage>.jsonl         what a stage of `pipeline` handed on: pairs.jsonl, enriched.jsonl,
///                         rated.jsonl, kept.jsonl; spare.jsonl: good pairs beyond --target-pairs
///   audit.jsonl           what --audit asked the judge, with its ratings
///   report.json, report.md
///   run.json              what the run was told, and who answered each stage
///   dataset_info.json     for LLaMA-Factory, where the output is Alpaca or ShareGPT
///   ledger/               what was paid for
class RunFolder {
 public:
  /// Names places only; nothing is made. `output` is a file's path, not "-".
  static RunFolder of(const std::string& output) { return RunFolder(output + ".run"); }
  /// Makes the folder where it is not there.
  Status make() const;
  bool exists() const;

  const std::string& path() const { return path_; }
  std::string chunks() const { return path_ + "/chunks.jsonl"; }
  std::string stage(std::string_view name) const {
    return path_ + "/" + std::string(name) + ".jsonl";
  }
  std::string report_json() const { return path_ + "/report.json"; }
  std::string report_text() const { return path_ + "/report.md"; }
  std::string record() const { return path_ + "/run.json"; }
  std::string dataset_info() const { return path_ + "/dataset_info.json"; }
  std::string ledger() const { return path_ + "/ledger"; }

 private:
  explicit RunFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

/// "dir/qa.json" → "dir/qa.rejected.jsonl": where the rows that an output leaves out are kept.
std::string rejected_path(const std::string& output);

}  // namespace generator
