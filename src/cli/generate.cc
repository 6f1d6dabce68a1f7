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
#include "cli/temporary_file.h"
#include "cli/unanswerable_stage.h"

namespace generator::cli {
namespace {

// The pairs, and with --unanswerable those that their passages do not answer.
StageResult generate_rows(Session& session, const Settings& settings, const StageOutput& files,
                          std::uint64_t chunks, const std::string& output) {
  if (unanswerable_share(settings) == 0)
    return generate_stage(session, settings, files.chunks(), chunks, output, files.rejects());
  UnanswerableStage unanswerable(settings);
  const TemporaryFile pairs = must(TemporaryFile::create(".jsonl"));
  StageResult out =
      generate_stage(session, settings, files.chunks(), chunks, pairs.path(), files.rejects());
  const PassageIndex index = must(PassageIndex::open(files.chunks()));
  const Passages passages =
      must(Passages::of("-", [&index](std::string_view id) { return index.find(id); }));
  unanswerable.run({pairs.path(), passages, {files.chunks()}}, output, nullptr, files.rejects(),
                   {});
  unanswerable.add_to(out);
  return out;
}

}  // namespace

int run_generate(const Settings& settings) {
  Work work;
  work.generates = true;
  if (settings.is_on("--dry-run")) return dry_run(settings, work);
  const std::string input = settings.input();
  const std::string output = settings.output();
  unanswerable_share(settings);  // what is wrong with it is told before anything is paid for
  must(check_input(input));
  Session session(settings, output);
  RunReportBuilder report(settings, session, output);
  const StageOutput files = must(StageOutput::create(output));
  const ChunkInput chunks = load_chunks(settings, input, files.chunks());
  report.add(chunks);
  work.chunks = files.chunks();
  work.chunk_count = chunks.loaded;
  if (preview_or_ask(session, settings, work)) return kDone;
  const StageResult generated = generate_rows(session, settings, files, chunks.loaded, output);
  must(files.finish());
  report.add(generated);
  session.close();
  return report.finish(output == "-" ? "" : output);
}

}  // namespace generator::cli
