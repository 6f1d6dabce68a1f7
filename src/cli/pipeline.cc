// documents, tables or pairs → a training file
#include <fmt/format.h>

#include "base/text.h"
#include "cli/chunk_input.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/curate_stage.h"
#include "cli/dry_run.h"
#include "cli/export_stage.h"
#include "cli/input.h"
#include "cli/judge_panel.h"
#include "cli/pair_shares.h"
#include "cli/passage_input.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/stages.h"
#include "cli/target_rounds.h"
#include "cli/unanswerable_rows.h"
#include "cli/unanswerable_stage.h"

namespace generator::cli {
namespace {

// N, format and file names, before anything is paid for.
void announce(const Settings& settings, const ExportPlan& plan) {
  const PairsWanted wanted = pairs_wanted(settings);
  const std::string pairs =
      wanted.are_kept ? text::counted(wanted.total, "pair")
      : wanted.pairs  ? fmt::format("what is good of {}", text::counted(*wanted.pairs, "pair"))
                      : "as many pairs as the source bears";
  note(settings, fmt::format("making {} in {} format: {}", pairs, plan.format_name,
                             text::join(plan.paths(), ", ")));
}

// A wrong setting of a later stage is told before the first one is paid for.
void check_later_stages(const Session& session, const Settings& settings) {
  make_enrichment(session, settings);
  make_judge(session, settings);
  read_selection(settings);
}

// One stage after the other, over all there is.
void make_pairs(Session& session, const Settings& settings, const Work& work,
                const PassageInput& passages, const StageOutput& files,
                RunReportBuilder& report) {
  const RunFolder& folder = files.folder();
  const std::string pairs = work.generates ? folder.stage("pairs") : work.rows;
  if (work.generates)
    report.add(
        generate_stage(session, settings, work.chunks, work.chunk_count, pairs, files.rejects()));
  const auto used = work.generates ? nullptr : must(ChunkWriter::create(files.chunks()));
  report.add(enrich_stage(session, settings, pairs, *work.passages, used.get(),
                          folder.stage("enriched"), files.rejects()));
  CurateStage curate(session, settings, files.rejects());
  RatingReport ratings;
  curate.run(folder.stage("enriched"), *work.passages,
             {folder.stage("rated"), folder.stage("audit")}, folder.stage("kept"), ratings);
  report.add(add_unanswerable(settings, curate, passages, folder, used.get(), files.rejects()));
  if (used) must(used->finish());
  report.add(ratings);
}

}  // namespace

int run_pipeline(const Settings& settings) {
  Work work;
  work.generates = work.enriches = work.curates = true;
  work.judges = judge_stages(settings);
  if (settings.is_on("--dry-run")) return dry_run(settings, work);
  const std::string input = settings.input();
  const std::string output = settings.output();
  const ExportPlan plan = plan_export(settings, output);
  if (unanswerable_share(settings) > 0 && !plan.context.is_on())
    throw Fatal(kWrongUseExit,
                "--unanswerable rows make sense beside their passages alone; say how many are "
                "shown with --context passages:K (or passage)");
  if (output == "-")
    throw Fatal(kWrongUseExit,
                "`pipeline` keeps its work beside the output, which cannot be standard output");
  const Rereadable given = must(Rereadable::of(input));
  Session session(settings, output);
  announce(settings, plan);
  RunReportBuilder report(settings, session, output);
  const StageOutput files = must(StageOutput::create(output));
  const RunFolder& folder = files.folder();
  check_later_stages(session, settings);

  work.generates = must(input_kind(given.path())) != InputKind::kExamples;
  if (work.generates) {
    const ChunkInput chunks = load_chunks(settings, given.path(), files.chunks());
    report.add(chunks);
    work.chunks = files.chunks();
    work.chunk_count = chunks.loaded;
  } else {
    work.rows = given.path();
  }
  if (!work.generates && pairs_wanted(settings).pairs)
    throw Fatal(kWrongUseExit, fmt::format("`{}` holds pairs already: no number of them can be "
                                           "asked for (--target-pairs, --candidates)",
                                           text::for_terminal(input)));
  const PassageInput passages(settings, work.generates ? output : input);
  work.passages = &passages.passages();
  if (preview_or_ask(session, settings, work)) return kDone;

  if (work.generates && pairs_wanted(settings).are_kept)
    make_kept_pairs(session, settings, work.chunks, work.chunk_count, passages, files, report);
  else
    make_pairs(session, settings, work, passages, files, report);
  session.close();
  report.add(export_rows(plan, settings, folder.stage("kept"), passages, files.rejects()),
             plan.format_name);
  must(files.finish());
  return report.finish(folder.stage("kept"));
}

}  // namespace generator::cli
