// pairs → pairs with rewritten answers
#include "cli/commands.h"
#include "cli/consent.h"
#include "cli/dry_run.h"
#include "cli/row_command.h"
#include "cli/stages.h"

namespace generator::cli {

int run_enrich(const Settings& settings) {
  Work work;
  work.enriches = true;
  if (settings.is_on("--dry-run")) return dry_run(settings, work);
  RowCommand command(settings);
  work.rows = command.rows.path();
  work.passages = &command.passages.passages();
  if (preview_or_ask(command.session, settings, work)) return kDone;
  command.report.add(enrich_stage(command.session, settings, command.rows.path(),
                                  command.passages.passages(), command.used.get(), command.output,
                                  command.files.rejects()));
  return command.finish();
}

}  // namespace generator::cli
