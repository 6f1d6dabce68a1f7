// The unanswerable rows of a result (--unanswerable): twins of rows that are there, beside passages
// that are proved not to answer them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/settings.h"
#include "cli/stages.h"
#include "qa/passage_pool.h"
#include "store/chunk_file.h"
#include "store/passage_index.h"
#include "store/rejects.h"

namespace generator::cli {

/// SHARE; 0 where none are wanted. Throws Fatal(2) where `data.refusals` cannot be used, and with
/// --turns.
double unanswerable_share(const Settings& settings);

/// Every passage of these chunks.jsonl files, each id once; `passages` finds them.
qa::PassagePool read_pool(const std::vector<std::string>& files, const Passages& passages);

/// Where the rows stand, and their passages.
struct UnanswerableInput {
  std::string rows;                // their file
  const Passages& passages;
  std::vector<std::string> files;  // of all passages
};

class UnanswerableStage {
 public:
  /// Which of some twins may stay, in their order: what a judge leaves of them.
  using Check = std::function<std::vector<Example>(std::vector<Example>)>;

  explicit UnanswerableStage(const Settings& settings);

  /// The rows of `in.rows`, of which some have to go, and behind them the twins, to `out_path`,
  /// which may be the same. Twins are tried in an order drawn by --seed until there are enough; a
  /// row goes with the reason `surplus` where more are there than are wanted. `used` gets the
  /// passages that twins are shown with, where not null. Throws Fatal.
  void run(const UnanswerableInput& in, const std::string& out_path, ChunkWriter* used,
           RejectWriter& rejects, const Check& check);

  /// Puts what came of it into the result of the stage before: its rows, and what was wanted.
  void add_to(StageResult& result) const;

 private:
  std::vector<std::uint64_t> leaving(std::uint64_t rows, std::uint64_t left) const;
  void make(const UnanswerableInput& in, std::int64_t wanted, const Check& check);
  void write(const UnanswerableInput& in, const std::string& out_path, RejectWriter& rejects) const;

  const Settings& settings_;
  double share_;
  std::uint64_t seed_;
  std::int64_t total_;                 // rows that are wanted in all; 0: no number is
  std::vector<std::uint64_t> order_;   // of the rows, in which they are tried
  std::vector<std::pair<std::uint64_t, Example>> twins_;  // with the row they are of
  std::int64_t rows_ = 0, left_ = 0;   // before, and of them behind it
  std::int64_t tried_ = 0, refused_ = 0;  // rows; twins that the check took out
};

}  // namespace generator::cli
