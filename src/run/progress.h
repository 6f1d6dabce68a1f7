// The line that says how far a run is.
#pragma once

#include <cstdint>
#include <cstdio>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "run/runner.h"

namespace generator {

/// What one line tells.
struct ProgressView {
  std::string stage;                    // "generate"
  std::string gives = "kept";           // what `kept` says in words: the judge's rows are "rated"
  std::uint64_t done = 0;               // items
  std::uint64_t total = 0;              // 0: not known
  double rate = 0;                      // items a second, lately; 0: not known yet
  std::uint64_t kept = 0, dropped = 0;  // rows
  std::uint64_t calls = 0, from_ledger = 0;
  std::int64_t tokens = 0;    // input and output of this run
  std::optional<double> usd;  // of this run, where prices are known
  std::int64_t elapsed_ms = 0;
  std::optional<Wait> wait;  // the model is not answering just now; until when, as elapsed_ms
  bool over = false;         // the last line: no rate bar, no time left
};

/// With a bar, at most `width` columns. "generate [#####.....] 50% 500/1,000 120/s kept 480 dropped
/// 20 …"; while the model does not answer: "generate 500/1,000  HOST: REASON; next try in 2.0s".
std::string progress_bar(const ProgressView& view, int width);
/// Without: a whole line for a log.
std::string progress_line(const ProgressView& view);

/// Turns the summaries of one run into lines on a stream: redrawn in place on a terminal, every few
/// seconds in a pipe.
class Progress {
 public:
  enum class Mode { kNone, kTerminal, kPipe };
  /// kTerminal where `stream` is one, TERM is not "dumb", and not `quiet`.
  static Mode mode_for(std::FILE* stream, bool quiet);

  /// `is_priced`: the price of the calls is known and shown.
  Progress(std::FILE* stream, Mode mode, std::string stage, bool is_priced = false,
           std::string gives = "kept");
  /// Ends an open line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Shows where the run stands; at most as often as the mode allows. To be given as
  /// RunOptions::on_progress.
  void show(const RunSummary& summary);
  /// The last line of the run.
  void finish(const RunSummary& summary);
  /// Takes the bar away, so that something else can be printed.
  void clear();

 private:
  ProgressView view(const RunSummary& summary);
  void draw(const std::string& line);

  std::FILE* stream_;
  Mode mode_;
  std::string stage_;
  bool is_priced_;
  std::string gives_;
  std::int64_t shown_ms_ = -1;
  std::string said_reason_;  // the last wait that a pipe was told of at once
  bool drawn_ = false;
  std::deque<std::pair<std::int64_t, std::uint64_t>>
      history_;  // (elapsed, done) of the last seconds
};

}  // namespace generator
