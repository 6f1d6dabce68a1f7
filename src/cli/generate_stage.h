// Chunks to pairs, in as many rounds as a number of pairs takes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/pair_shares.h"
#include "cli/stage_tally.h"
#include "cli/stages.h"
#include "qa/generate.h"
#include "qa/rounds.h"

namespace generator::cli {

/// Who is asked about the chunks, and how a chunk's dialogue begins.
struct ChunkAsking {
  std::string stage;  // "generate", "cot": whose model is asked, and the report's row
  qa::Style style;
  std::function<Result<std::unique_ptr<Dialogue>>(qa::GenerateItem)> begin;
};

class GenerateStage {
 public:
  GenerateStage(Session& session, const Settings& settings, ChunkAsking asking,
                std::string chunks_path, std::uint64_t chunks, RejectWriter& rejects,
                Sample* sample = nullptr);
  /// Task "generate", as the settings say.
  GenerateStage(Session& session, const Settings& settings, std::string chunks_path,
                std::uint64_t chunks, RejectWriter& rejects, Sample* sample = nullptr);

  /// One round; its pairs go to `out`.
  void run_round(RowSink& out);
  /// After a round, with the pairs that count in all: whether there is another one. `good`: see
  /// qa/rounds.h.
  bool next(std::int64_t kept, const std::vector<std::uint64_t>* good = nullptr);
  /// What is to be expected of further rounds; nothing where no number is wanted.
  std::optional<qa::Rounds::Forecast> forecast() {
    return rounds() ? std::optional(rounds()->forecast()) : std::nullopt;
  }

  std::int64_t rows() const { return tally_.rows(); }
  std::int64_t asked_for() const { return shares_.asked_for(); }
  std::int64_t joint_asked_for() const { return shares_.joint_asked_for(); }
  std::int64_t target() const { return shares_.target(); }
  /// "generate", "generate, round 2"
  std::string label(std::string_view stage);
  StageResult result() const;

 private:
  qa::Rounds* rounds();

  Session& session_;
  std::string chunks_path_;
  ChunkAsking asking_;
  Sample* sample_;
  Shares shares_;
  StageTally tally_;
  qa::KeptQuestions kept_;
  qa::JoinedPassages joined_;
  std::int64_t joint_rows_ = 0;  // of two passages
  RunSummary summary_;
};

/// All rounds, to a file.
StageResult run_rounds(GenerateStage& stage, const std::string& out_path);

}  // namespace generator::cli
