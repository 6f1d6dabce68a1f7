// Pairs to pairs with rewritten answers, a file of them at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "cli/stage_tally.h"
#include "cli/stages.h"
#include "qa/enrich.h"

namespace generator::cli {

class EnrichStage {
 public:
  EnrichStage(Session& session, const Settings& settings, RejectWriter& rejects);

  /// The rows of `in_path`, rewritten, to `out`; their passages to `used`, where not null.
  void run(const std::string& in_path, const Passages& passages, ChunkWriter* used, RowSink& out,
           const std::string& label, Sample* sample = nullptr);
  StageResult result() const;

 private:
  Session& session_;
  std::unique_ptr<qa::Enrichment> enrichment_;
  StageTally tally_;
  RunSummary summary_;
  std::int64_t in_ = 0, without_source_ = 0;
};

}  // namespace generator::cli
