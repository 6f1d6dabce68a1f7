// pairs → pairs with rewritten answers
#include "cli/commands.h"
#include "cli/input.h"
#include "cli/passage_input.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/stages.h"

namespace generator::cli {

int run_enrich(const Settings& settings) {
  const std::string input = settings.input();
  const std::string output = settings.output();
  const Rereadable rows = must(Rereadable::of(input));
  Session session(settings, output);
  RunReportBuilder report(settings, session, output);
  const PassageInput passages(settings, input);
  const StageOutput files = must(StageOutput::create(output));
  const auto used = must(ChunkWriter::create(files.chunks()));
  const StageResult enriched = enrich_stage(session, settings, rows.path(), passages.passages(),
                                            used.get(), output, files.rejects());
  must(used->finish());
  must(files.finish());
  report.add(enriched);
  session.close();
  return report.finish(output == "-" ? "" : output);
}

}  // namespace generator::cli
