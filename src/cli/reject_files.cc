#include "cli/reject_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "cli/row_trace.h"
#include "cli/session.h"
#include "data/reasons.h"
#include "store/row_stream.h"
#include "store/run_folder.h"

namespace generator::cli {
namespace {

constexpr std::size_t kMostSteps = 16;  // from rows to what they were made from

void add_once(std::vector<std::string>& paths, const std::string& path) {
  if (path_exists(path) && std::ranges::find(paths, path) == paths.end()) paths.push_back(path);
}

// What the first of some runs read: rated.jsonl of another run's folder, where `refine` did.
std::string file_before(const std::vector<TracedRun>& runs) {
  const auto& record = runs.back().record;
  if (!record || record->input.size() != 1) return "";
  const std::string& input = record->input[0];
  return parent_directory(input).ends_with(".run") && path_exists(input) ? input : "";
}

}  // namespace

std::vector<std::string> reject_files(const std::string& rows) {
  std::vector<std::string> out;
  std::string file = rows == "-" ? "" : rows;
  for (std::size_t step = 0; !file.empty() && step < kMostSteps; ++step) {
    const std::vector<TracedRun> runs = runs_behind(file);
    for (const TracedRun& run : runs) add_once(out, rejected_path(run.output));
    file = file_before(runs);
  }
  return out;
}

preference::Rivals read_rivals(const std::vector<std::string>& paths, RejectWriter& rejects) {
  preference::Rivals out;
  for (const std::string& path : paths) {
    RowStream rows = must(RowStream::open(path));
    RawRow row;
    while (must(rows.next(row))) {
      const auto document = json::Document::parse(row.json);
      Status added = document ? out.add(document->root())
                              : Status(tl::unexpected<Error>(document.error()));
      if (added) continue;
      must(rejects.add(reasons::kUnreadableRow, added.error().message,
                       fmt::format("{}:{}", path, row.line), row.json));
    }
  }
  return out;
}

}  // namespace generator::cli
