// pairs → pairs with rewritten answers
#include "cli/commands.h"
#include "cli/row_command.h"
#include "cli/stages.h"

namespace generator::cli {

int run_enrich(const Settings& settings) {
  RowCommand command(settings);
  command.report.add(enrich_stage(command.session, settings, command.rows.path(),
                                  command.passages.passages(), command.used.get(), command.output,
                                  command.files.rejects()));
  return command.finish();
}

}  // namespace generator::cli
