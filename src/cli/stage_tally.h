// Hands the items of a stage on to a file and a file of rejects, and counts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cli/stages.h"
#include "run/finished_queue.h"
#include "store/rejects.h"

namespace generator::cli {

class StageTally {
 public:
  explicit StageTally(RejectWriter& rejects) : rejects_(rejects) {}
  StageTally(RowSink& out, RejectWriter& rejects) : out_(&out), rejects_(rejects) {}

  /// Where rows go from now on.
  void write_to(RowSink& out) { out_ = &out; }
  Status take(const Finished& finished);
  Status refuse(const std::vector<Reject>& rejects);
  FinishedSink sink() {
    return [this](std::uint64_t, const Finished& finished) { return take(finished); };
  }
  std::int64_t rows() const { return rows_; }
  std::int64_t dropped() const;
  /// Fills in what was counted here and what the runner counted.
  StageResult result(const Session& session, std::string_view stage, std::string_view takes,
                     std::int64_t in, RunSummary summary) const;

 private:
  RowSink* out_ = nullptr;
  RejectWriter& rejects_;
  std::int64_t rows_ = 0, asked_again_ = 0;
  std::map<std::string, std::int64_t> dropped_, refused_;
};

}  // namespace generator::cli
