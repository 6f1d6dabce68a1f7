// Pairs to the pairs that are good enough, a file of them at a time: every one is rated, then the
// selection is made from the ratings alone.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "cli/duplicate_rows.h"
#include "cli/example_dialogues.h"
#include "cli/stage_tally.h"
#include "cli/stages.h"
#include "cli/support_gate.h"
#include "judge/curation.h"
#include "judge/judge.h"
#include "judge/reasoning_judge.h"
#include "judge/unanswerable_judge.h"

namespace generator::cli {

class CurateStage {
 public:
  CurateStage(Session& session, const Settings& settings, RejectWriter& rejects);

  /// With --audit: whether the judge can be trusted with the rows of `in_path`. See audit_judge.
  void audit(const std::string& in_path, const Passages& passages, const std::string& out_path);
  /// The rows of `in_path` with their ratings to `rated`, without those that say what another of
  /// them or of a file of `against` says; their passages to `used`, where not null.
  void rate(const std::string& in_path, const std::vector<std::string>& against,
            const Passages& passages, ChunkWriter* used, RowSink& rated, const std::string& label,
            Sample* sample = nullptr);
  /// All of it, over the rows of one file; a sample is not audited.
  void run(const std::string& in_path, const Passages& passages, const JudgedFiles& files,
           const std::string& out_path, RatingReport& ratings, ChunkWriter* used = nullptr,
           Sample* sample = nullptr);
  /// Of all rated rows those that stay to `kept`, in order, `most` at most; further ones to `spare`.
  void select(const std::string& rated_path, RowSink& kept, RatingReport& ratings,
              std::int64_t most = INT64_MAX, RowSink* spare = nullptr);
  /// Whether a rated row is good enough, whatever the others are (without --keep-top).
  bool is_good(const Rating& rating) const { return judge::is_good(rating, selection_); }
  StageResult result() const;

 private:
  struct PanelJudge {
    std::string stage;  // "judge", "judge 2"
    judge::Judge judge;
    judge::UnanswerableJudge unanswerable_judge;
  };
  bool has_reasoning(const std::string& path) const;
  ExampleDialogues::Begin begin(const PanelJudge& panel);
  static ExampleDialogues::Refusal settling(const DuplicateRows& duplicates);
  ExampleDialogues::Check supporting();
  void judge_rows(const std::string& stage, ExampleDialogues& source, RowSink& rated,
                  const std::string& label);

  Session& session_;
  const Settings& settings_;
  judge::Selection selection_;
  std::vector<PanelJudge> judges_;
  judge::ReasoningJudge reasoning_judge_;
  bool keep_ratings_;
  SupportGate support_;
  StageTally tally_;
  RunSummary summary_;
  std::int64_t unanswerable_ = 0;  // rows that were rated by nobody
  std::int64_t in_ = 0, without_source_ = 0, qualified_ = 0, rated_by_fewer_ = 0;
  std::vector<std::string> notes_;
  std::set<std::uint64_t> addressed_;  // rows that address a model, or their passage does
};

}  // namespace generator::cli
