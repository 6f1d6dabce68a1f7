// Where a row stands in the files of the runs that made it, and what was left out on its way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/run_record.h"
#include "data/chunk.h"
#include "data/example.h"
#include "report/story.h"
#include "store/run_folder.h"

namespace generator::cli {

/// One run: its output, and what stands beside it.
struct TracedRun {
  std::string output;
  RunFolder folder;
  std::optional<RunRecord> record;  // nothing: an older program's, or none of ours
};

/// The run that made `file` and, before it, those that made its input, as far as the records tell.
/// `file` is an output, one of its splits, its rejects, or a file of its run folder.
std::vector<TracedRun> runs_behind(const std::string& file);

struct TracedRow {
  std::string path;  // of the file that has it
  Example example;
  std::string text;  // as it stands there
};

struct RowTrace {
  std::vector<TracedRun> runs;   // the latest first
  std::vector<TracedRow> rows;   // with that id, the named file's first
  std::vector<std::string> of_chunk;  // ids of rows whose passage has that id
  std::vector<story::Left> left;      // that is it, or a version of it; the earliest run's first
  std::vector<story::Left> because;   // left out because of it
  std::vector<std::string> first_ids;  // of the named file's rows, or what it was made from

  const TracedRow* row_in(const std::string& path) const;
  /// The one that tells most of itself; a refused one where no file has it. nullptr: there is none.
  const Example* fullest() const;
  bool is_empty() const { return rows.empty() && of_chunk.empty() && left.empty(); }

 private:
  friend RowTrace trace_row(const std::string& file, const std::string& id);
  std::optional<Example> refused_;
};

/// Throws Fatal where a file cannot be read.
RowTrace trace_row(const std::string& file, const std::string& id);

struct TracedChunk {
  Chunk chunk;
  std::uint64_t position = 0;  // among those of the file
};
/// Nothing where the file is not there or has no such chunk. Throws Fatal.
std::optional<TracedChunk> find_chunk(const std::string& chunks_path, const std::string& id);

}  // namespace generator::cli
