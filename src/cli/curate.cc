// pairs → the pairs that the judge finds good enough
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/curate_sweep.h"
#include "cli/dry_run.h"
#include "cli/judge_panel.h"
#include "cli/row_command.h"
#include "cli/stages.h"
#include "cli/temporary_file.h"

namespace generator::cli {

int run_curate(const Settings& settings) {
  if (settings.is_on("--sweep")) return curate_sweep(settings);
  for (const char* name : {"--thresholds", "--json"})
    if (settings.is_set(name))
      throw Fatal(kWrongUseExit, fmt::format("{} goes with --sweep alone", name));
  Work work;
  work.curates = true;
  work.judges = judge_stages(settings);
  if (settings.is_on("--dry-run")) return dry_run(settings, work);
  RowCommand command(settings);
  work.rows = command.rows.path();
  work.passages = &command.passages.passages();
  if (preview_or_ask(command.session, settings, work)) return kDone;
  const TemporaryFile spool = must(TemporaryFile::create(".jsonl"));
  const RunFolder& folder = command.files.folder();
  const JudgedFiles judged = command.output == "-"
                                 ? JudgedFiles{spool.path(), ""}
                                 : JudgedFiles{folder.stage("rated"), folder.stage("audit")};
  RatingReport ratings;
  command.report.add(curate_stage(command.session, settings, command.rows.path(),
                                  command.passages.passages(), command.used.get(), judged,
                                  command.output, command.files.rejects(), ratings));
  command.report.add(ratings);
  return command.finish();
}

}  // namespace generator::cli
