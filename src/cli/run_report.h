// The report of a command, from what its stages counted; written beside the output, and said in a
// line.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cli/chunk_input.h"
#include "cli/export_stage.h"
#include "cli/session.h"
#include "cli/stages.h"
#include "report/summary.h"

namespace generator::cli {

class RunReportBuilder {
 public:
  RunReportBuilder(const Settings& settings, const Session& session, std::string output);

  void add(const ChunkInput& input);
  void add(const StageResult& stage);
  void add(const RatingReport& ratings);
  void add(const std::vector<ExportedFile>& files, const std::string& format);
  void add_note(std::string line) { report_.notes.push_back(std::move(line)); }

  /// Adds statistics over the rows of `rows_path`, writes report.json and report.md into the run
  /// folder of the output (none for standard output), prints the closing line, and gives the exit
  /// code: 3 where less was made than was asked for, a reply is missing, a call failed, or a file
  /// or a row was not read or not written.
  /// Throws Fatal(1) where nothing was made at all.
  int finish(const std::string& rows_path);

 private:
  void tell(const std::string& line);
  /// What is missing from a complete result, with counts and the remedy, a line each.
  std::vector<std::string> shortfalls() const;
  void add_money();
  const Settings& settings_;
  const Session& session_;
  RunReport report_;
  std::set<std::string> told_;  // what the user has read already
  std::int64_t possible_ = 0;
  std::int64_t missing_ = 0;
  std::int64_t unread_ = 0;
  std::int64_t unread_rows_ = 0;
  std::int64_t not_exported_ = 0;
  std::int64_t not_shown_ = 0;  // with the passages that --context wants
  std::int64_t failed_ = 0;
  std::int64_t began_ms_;
};

}  // namespace generator::cli
