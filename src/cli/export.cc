#include <fmt/format.h>

#include "base/text.h"
#include "base/standard_streams.h"
#include "cli/commands.h"
#include "cli/export_stage.h"
#include "cli/input.h"
#include "cli/preference_export.h"
#include "cli/run_record.h"
#include "cli/session.h"
#include "cli/stage_output.h"

namespace generator::cli {

int run_export(const Settings& settings) {
  const std::string input = settings.input();
  const ExportPlan plan = plan_export(settings, settings.output());
  if (plan.choice.format->pairs != PairForm::kNone) return export_preferences(settings, plan);
  const Rereadable rows = must(Rereadable::of(input));
  const StageOutput beside = must(StageOutput::create(plan.output));
  const PassageInput passages(settings, input);
  const auto files = export_rows(plan, settings, rows.path(), passages, beside.rejects());
  must(beside.finish());
  if (plan.output != "-") must(write_run_record(record_of(settings), beside.folder().record()));
  std::int64_t total = 0;
  for (const auto& file : files) {
    note(settings, to_text(file));
    for (const std::string& line : file.notes) note(settings, line);
    total += file.summary.rows;
  }
  if (total == 0)
    throw Fatal(kFailed, fmt::format("`{}` has no rows: nothing was exported", input));
  if (beside.rejects().rows() == 0) return kDone;
  print_error(fmt::format("incomplete: {} left out; what and why stands in {}\n",
      text::counted(static_cast<std::int64_t>(beside.rejects().rows()), "row was", "rows were"),
      text::for_terminal(rejected_path(plan.output))));
  return kIncomplete;
}

}  // namespace generator::cli
