// documents, tables or pairs → a training file
#include <fmt/format.h>

#include "base/text.h"
#include "cli/chunk_input.h"
#include "cli/commands.h"
#include "cli/export_stage.h"
#include "cli/input.h"
#include "cli/passage_input.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/stages.h"

namespace generator::cli {
namespace {

// N, format and file names, before anything is paid for.
void announce(const Settings& settings, const ExportPlan& plan) {
  const auto target = settings.maybe_integer("--target-pairs", 1, INT64_MAX);
  note(settings, fmt::format("making {} in {} format: {}",
                             target ? text::with_commas(*target) + " pairs"
                                    : "as many pairs as the source bears",
                             plan.format_name, text::join(plan.paths(), ", ")));
}

// A wrong setting of a later stage is told before the first one is paid for.
void check_later_stages(const Session& session, const Settings& settings) {
  make_enrichment(session, settings);
  make_judge(session, settings);
  read_selection(settings);
}

// Pairs for the later stages: made from chunks, or the rows that were given.
std::string first_pairs(Session& session, const Settings& settings, const std::string& input,
                        const StageOutput& files, RunReportBuilder& report) {
  if (must(input_kind(input)) == InputKind::kExamples) return input;
  const ChunkInput chunks = load_chunks(settings, input, files.chunks());
  report.add(chunks);
  const std::string pairs = files.folder().stage("pairs");
  report.add(
      generate_stage(session, settings, files.chunks(), chunks.loaded, pairs, files.rejects()));
  return pairs;
}

}  // namespace

int run_pipeline(const Settings& settings) {
  const std::string input = settings.input();
  const std::string output = settings.output();
  const ExportPlan plan = plan_export(settings, output);
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

  const std::string pairs = first_pairs(session, settings, given.path(), files, report);
  const bool made_here = pairs == folder.stage("pairs");
  const PassageInput passages(settings, made_here ? output : input);
  const auto used = made_here ? nullptr : must(ChunkWriter::create(files.chunks()));
  report.add(enrich_stage(session, settings, pairs, passages.passages(), used.get(),
                          folder.stage("enriched"), files.rejects()));
  if (used) must(used->finish());
  RatingReport ratings;
  report.add(curate_stage(session, settings, folder.stage("enriched"), passages.passages(), nullptr,
                          folder.stage("rated"), folder.stage("kept"), files.rejects(), ratings));
  report.add(ratings);
  session.close();
  report.add(export_rows(plan, folder.stage("kept"), output, files.rejects()), plan.format_name);
  must(files.finish());
  return report.finish(folder.stage("kept"));
}

}  // namespace generator::cli
