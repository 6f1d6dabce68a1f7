// Rows of tool use to a training file, checked; used by `export` and at the end of `tool-pipeline`.
#pragma once

#include <string>
#include <vector>

#include "cli/export_stage.h"
#include "cli/settings.h"
#include "export/tool_exporter.h"
#include "store/rejects.h"

namespace generator::cli {

/// Whether an example file has rows of tool use; seen by the rows, not by the name. Rows that cannot
/// be read say nothing. Throws Fatal, naming the row, where it has rows of both kinds.
bool has_tool_rows(const std::string& rows_path);

struct ToolExportPlan {
  std::string output;
  std::string format_name;
  ToolExportOptions options;  // without what a pass over the rows finds
  ContainerKind container = ContainerKind::kJsonLines;
  std::vector<double> shares;  // of --split; empty: one file
  std::vector<std::string> paths() const;
};

/// What -f, --shape, --tool-arguments, --tools, --cot-style, --system-prompt, --split and the output's
/// name ask for. Throws Fatal(2) for what does not go together, or goes with pairs alone.
ToolExportPlan plan_tool_export(const Settings& settings, const std::string& output);

/// Two passes over the rows. Those that are none, or that the format cannot hold, go to `rejects`.
/// Throws Fatal: nothing is at its place then.
std::vector<ExportedFile> export_tool_rows(const ToolExportPlan& plan,
                                           const std::string& rows_path, RejectWriter& rejects);

}  // namespace generator::cli
