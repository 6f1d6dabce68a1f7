// chunks → pairs with reasoning; pairs → the same with reasoning
#include <fmt/format.h>

#include "base/text.h"
#include "cli/chunk_input.h"
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/cot_stage.h"
#include "cli/dry_run.h"
#include "cli/input.h"
#include "cli/row_command.h"

namespace generator::cli {

int run_generate_cot(const Settings& settings) {
  Work work;
  work.generates_cot = true;
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
  const StageResult generated = generate_cot_stage(session, settings, files.chunks(),
                                                   chunks.loaded, output, files.rejects());
  must(files.finish());
  report.add(generated);
  session.close();
  return report.finish(output == "-" ? "" : output);
}

int run_enhance_cot(const Settings& settings) {
  Work work;
  work.enhances_cot = true;
  if (settings.is_on("--dry-run")) return dry_run(settings, work);
  RowCommand command(settings);
  work.rows = command.rows.path();
  work.passages = &command.passages.passages();
  if (preview_or_ask(command.session, settings, work)) return kDone;
  command.report.add(enhance_cot_stage(command.session, settings, command.rows.path(),
                                       command.passages.passages(), command.used.get(),
                                       command.output, command.files.rejects()));
  return command.finish();
}

int run_resume_cot(const Settings& settings) {
  const std::string input = settings.input();
  if (input == "-")
    throw Fatal(kWrongUseExit,
                "`resume-cot` cannot tell rows from documents on standard input; give the command "
                "that was interrupted again, which goes on as well");
  const bool is_rows = must(input_kind(input)) == InputKind::kExamples;
  note(settings, fmt::format("`{}` with the same options goes on by itself; so this does",
                             is_rows ? "enhance-cot" : "generate-cot"));
  return is_rows ? run_enhance_cot(settings) : run_generate_cot(settings);
}

int run_fix_cot(const Settings& settings) { return run_enhance_cot(settings); }

}  // namespace generator::cli
