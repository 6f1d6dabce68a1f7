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
#include "cli/tool_export.h"

namespace generator::cli {

namespace {

int told(const Settings& settings, const StageOutput& beside,
         const std::vector<ExportedFile>& files) {
  std::int64_t total = 0;
  for (const auto& file : files) {
    note(settings, to_text(file));
    for (const std::string& line : file.notes) note(settings, line);
    total += file.summary.rows;
  }
  if (total == 0)
    throw Fatal(kFailed, fmt::format("`{}` has no rows: nothing was exported", settings.input()));
  if (beside.rejects().rows() == 0) return kDone;
  print_error(fmt::format("incomplete: {} left out; what and why stands in {}\n",
      text::counted(static_cast<std::int64_t>(beside.rejects().rows()), "row was", "rows were"),
      text::for_terminal(rejected_path(settings.output()))));
  return kIncomplete;
}

int export_rows_of_tools(const Settings& settings, const std::string& rows) {
  const ToolExportPlan plan = plan_tool_export(settings, settings.output());
  const StageOutput beside = must(StageOutput::create(plan.output));
  const auto files = export_tool_rows(plan, rows, beside.rejects());
  must(beside.finish());
  if (plan.output != "-") must(write_run_record(record_of(settings), beside.folder().record()));
  return told(settings, beside, files);
}

// What only rows of tool use have.
void check_is_for_pairs(const Settings& settings) {
  for (const std::string_view name : {"--tools", "--tool-arguments"})
    if (settings.is_set(name))
      throw Fatal(kWrongUseExit, fmt::format("{} goes with rows of tool use, and `{}` has none", name,
                                             settings.input()));
  const std::string format = settings.text("--format");
  if (!find_export_format(format) && find_tool_format(format))
    throw Fatal(kWrongUseExit, fmt::format("the format {} holds rows of tool use, and `{}` has none",
                                           format, settings.input()));
}

}  // namespace

int run_export(const Settings& settings) {
  const std::string input = settings.input(), output = settings.output();
  must(check_input(input));
  const Rereadable given = must(Rereadable::of(input));
  if (has_tool_rows(given.path())) return export_rows_of_tools(settings, given.path());
  check_is_for_pairs(settings);
  const ExportPlan plan = plan_export(settings, output);
  if (plan.choice.format->pairs != PairForm::kNone) return export_preferences(settings, plan, given);
  const StageOutput beside = must(StageOutput::create(plan.output));
  const PassageInput passages(settings, input);
  const auto files = export_rows(plan, settings, given.path(), passages, beside.rejects());
  must(beside.finish());
  if (plan.output != "-") must(write_run_record(record_of(settings), beside.folder().record()));
  return told(settings, beside, files);
}

}  // namespace generator::cli
