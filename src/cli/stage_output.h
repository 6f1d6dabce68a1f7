// What stands beside the output of a stage: its run folder's passages, and what was left out.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/temporary_file.h"
#include "store/rejects.h"
#include "store/run_folder.h"

namespace generator::cli {

/// For the output "-" both go to temporary files, which are gone at the end: the reasons are still
/// counted and said.
class StageOutput {
 public:
  static Result<StageOutput> create(const std::string& output);

  std::string chunks() const { return spool_ ? spool_->path() : folder_.chunks(); }
  const RunFolder& folder() const { return folder_; }
  RejectWriter& rejects() const { return *rejects_; }
  /// Puts the rejects at their place: OUTPUT with .rejected.jsonl.
  Status finish() const { return rejects_->finish(); }

 private:
  StageOutput(RunFolder folder, std::optional<TemporaryFile> spool,
              std::optional<TemporaryFile> reject_spool, std::unique_ptr<RejectWriter> rejects)
      : folder_(std::move(folder)),
        spool_(std::move(spool)),
        reject_spool_(std::move(reject_spool)),
        rejects_(std::move(rejects)) {}
  RunFolder folder_;
  std::optional<TemporaryFile> spool_, reject_spool_;
  std::unique_ptr<RejectWriter> rejects_;
};

}  // namespace generator::cli
