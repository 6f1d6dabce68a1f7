// The matched rows of two sets before a blind judge.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/compared_set.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "cli/temporary_file.h"
#include "judge/pairwise.h"
#include "report/comparison.h"
#include "select/matching.h"

namespace generator::cli {

/// The rows of two sets that answer the same thing.
std::vector<select::Match> matches(const ComparedSet& a, const ComparedSet& b);

class CompareJudge {
 public:
  /// Opens the ledger: --ledger, else that of -o; where neither is given, and rules judge, one that
  /// is gone at the end. Throws Fatal(2) where a model judges and there is none.
  explicit CompareJudge(const Settings& settings);
  ~CompareJudge();

  /// Asks about --pairs of the matches, drawn by --seed.
  comparison::Verdicts ask(const ComparedSet& a, const ComparedSet& b,
                           const std::vector<select::Match>& found);
  /// Closes the ledger. Throws Fatal.
  void close();

 private:
  const Settings& settings_;
  std::optional<TemporaryFile> spool_;  // names the ledger that is gone at the end
  std::unique_ptr<Session> session_;
  std::optional<judge::PairwiseJudge> judge_;
};

}  // namespace generator::cli
