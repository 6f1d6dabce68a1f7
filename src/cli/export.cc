#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/export_stage.h"
#include "cli/input.h"
#include "cli/session.h"

namespace generator::cli {

int run_export(const Settings& settings) {
  const std::string input = settings.input();
  const ExportPlan plan = plan_export(settings, settings.output());
  const Rereadable rows = must(Rereadable::of(input));
  const auto files = export_rows(plan, rows.path(), input);
  std::int64_t total = 0;
  for (const auto& file : files) {
    note(settings, to_text(file));
    total += file.summary.rows;
  }
  if (total == 0)
    throw Fatal(kFailed, fmt::format("`{}` has no rows: nothing was exported", input));
  return kDone;
}

}  // namespace generator::cli
