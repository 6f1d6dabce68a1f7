// chunks → pairs
#include "cli/chunk_input.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/dry_run.h"
#include "cli/input.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "cli/stages.h"

namespace generator::cli {

int run_generate(const Settings& settings) {
  Work work;
  work.generates = true;
  if (settings.is_on("--dry-run")) return dry_run(settings, work);
  const std::string input = settings.input();
  const std::string output = settings.output();
  must(check_input(input));
  Session session(settings, output);
  RunReportBuilder report(settings, session, output);
  const StageOutput files = must(StageOutput::create(output));
  const ChunkInput chunks = load_chunks(settings, input, files.chunks());
  report.add(chunks);
  work.chunks = files.chunks();
  work.chunk_count = chunks.loaded;
  if (preview_or_ask(session, settings, work)) return kDone;
  const StageResult generated =
      generate_stage(session, settings, files.chunks(), chunks.loaded, output, files.rejects());
  must(files.finish());
  report.add(generated);
  session.close();
  return report.finish(output == "-" ? "" : output);
}

}  // namespace generator::cli
