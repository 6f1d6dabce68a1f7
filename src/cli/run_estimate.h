// What the requests of a whole command would come to, stage by stage.
//
// The lower end: replies as short as they can well be, half of the pairs reach the later stages.
// The upper end: every pair does, and every reply runs to its limit of tokens. Both: each request
// is asked once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cli/session.h"
#include "cli/settings.h"
#include "cli/stage_estimates.h"
#include "cli/stages.h"
#include "cli/work.h"
#include "cot/generate.h"
#include "cot/thinking.h"
#include "judge/curation.h"
#include "judge/judge.h"
#include "judge/reasoning_judge.h"
#include "qa/enrich.h"
#include "qa/generate.h"
#include "qa/refine.h"
#include "qa/style.h"
#include "store/passage_index.h"

namespace generator::cli {

class RunEstimate {
 public:
  static constexpr std::int64_t kPairTokens = 40;     // of a question with its sentence numbers
  static constexpr std::int64_t kReasoningTokens = 90;  // of three steps and a short answer
  static constexpr std::int64_t kRatingTokens = 100;  // of four marks with reasons

  /// `ledger`: the folder whose replies cost nothing; "": none. What is referred to must outlive
  /// this.
  RunEstimate(const Session& session, const Settings& settings, const std::string& ledger);

  /// The chunks of the file at `path`, or its rows with their passages.
  void of_chunks(const Work& work, const std::string& path, std::uint64_t chunks);
  /// The chunks, for pairs with reasoning.
  void of_reasoned_chunks(const std::string& path, std::uint64_t chunks);
  void of_rows(const Work& work, const std::string& path, const Passages& passages);

  const StageEstimates& stages() const { return estimates_; }
  const qa::Style& style() const { return style_; }
  /// Of a written answer, in tokens.
  std::int64_t shortest_answer() const;

 private:
  struct PanelJudge {
    std::string stage;
    judge::Judge judge;
    judge::UnanswerableJudge unanswerable_judge;
  };
  void think(const SourcedExample& pair);
  void check_reasoning(const cot::Thinking& thinking, const SourcedExample& pair, Range pairs);
  void refine(const SourcedExample& pair);
  void judge_assumed(const SourcedExample& pair, std::int64_t pairs);
  void audit_assumed(const SourcedExample& pair, std::int64_t pairs);
  void judge_unanswerable(const SourcedExample& row, Range times);
  void judge_rows(std::vector<SourcedExample> rows, bool are_rewritten_first);
  int batch() const { return judges_[0].judge.options().batch; }
  std::int64_t written(std::int64_t questions, const qa::GenerateItem& item) const;
  std::int64_t turns_of(const qa::GenerateItem& item) const;  // at least
  Example assumed_pair(const Chunk& chunk) const;

  const Session& session_;
  const Settings& settings_;
  StageEstimates estimates_;
  qa::Style style_;
  // The requests that are kept refer to their schemas.
  std::unique_ptr<qa::Generation> generation_;
  std::unique_ptr<qa::Enrichment> enrichment_;
  std::unique_ptr<qa::Refinement> refinement_;  // where pairs go back
  std::unique_ptr<cot::GenerateCot> generate_cot_;
  std::unique_ptr<cot::Thinking> thinking_;
  std::vector<PanelJudge> judges_;
  judge::ReasoningJudge reasoning_judge_;
  judge::Selection selection_;
};

}  // namespace generator::cli
