// Pairs to pairs in another form, a file of them at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include "cli/stage_tally.h"
#include "cli/stages.h"

namespace generator::cli {

class RowStage {
 public:
  using Begin = std::function<Result<std::unique_ptr<Dialogue>>(SourcedExample)>;
  /// `name`: "enrich", "refine": whose model is asked, and the report's row.
  RowStage(Session& session, std::string name, Begin begin, RejectWriter& rejects)
      : session_(session), name_(std::move(name)), begin_(std::move(begin)), tally_(rejects) {}

  /// The rows of `in_path`, each as its dialogue leaves it, to `out`; their passages to `used`,
  /// where not null.
  void run(const std::string& in_path, const Passages& passages, ChunkWriter* used, RowSink& out,
           const std::string& label, Sample* sample = nullptr);
  StageResult result() const;

 private:
  Session& session_;
  std::string name_;
  Begin begin_;
  StageTally tally_;
  RunSummary summary_;
  std::int64_t in_ = 0, without_source_ = 0;
  std::set<std::uint64_t> unanswerable_;  // by checksum: a row may begin twice
};

/// What each asks with must outlive the stage.
RowStage enrich_rows(Session& session, const qa::Enrichment& enrichment, RejectWriter& rejects);
RowStage refine_rows(Session& session, const qa::Refinement& refinement, RejectWriter& rejects);

/// The rows of one file to another.
StageResult run_once(RowStage stage, const std::string& name, const std::string& in_path,
                     const Passages& passages, ChunkWriter* used, const std::string& out_path,
                     Sample* sample);

}  // namespace generator::cli
