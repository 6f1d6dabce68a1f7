// Rows to a training file, checked; used by `export` and at the end of `pipeline`.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cli/context_rows.h"
#include "cli/passage_input.h"
#include "cli/settings.h"
#include "export/exporter.h"
#include "store/rejects.h"

namespace generator::cli {

/// What -f, --context, --system-prompt, --cot-style, --split and the output's name ask for, checked before
/// anything is done.
struct ExportPlan {
  std::string output;
  std::string format_name;
  FormatChoice choice;
  ContainerKind container = ContainerKind::kJsonLines;
  TranscriptOptions transcript;
  ContextPlan context;
  std::vector<double> shares;  // of --split; empty: one file
  std::uint64_t seed = 0;

  /// The files that will be written: OUTPUT, or one a side.
  std::vector<std::string> paths() const;
};

/// What `plan` tells an exporter.
ExportOptions export_options(const ExportPlan& plan, bool with_reasoning);
/// The file at `path`; rows that the format cannot hold go to `rejects`. Throws Fatal.
std::unique_ptr<Exporter> make_exporter(const ExportPlan& plan, const std::string& path,
                                        bool with_reasoning, RejectWriter& rejects);
/// LLaMA-Factory's dataset_info.json in the run folder, where the format has one.
void write_dataset_info(const ExportPlan& plan);

/// Throws Fatal(2) for what does not go together.
ExportPlan plan_export(const Settings& settings, const std::string& output);

struct ExportedFile {
  std::string path;
  ExportSummary summary;
  // Of the whole set, with the first file:
  std::int64_t left_out = 0;  // rows that cannot be shown as --context and --citations want
  std::vector<std::string> notes;
};

/// Two passes over the example file `rows_path`; its `passages` are for --context and --split. Rows
/// that are no examples, that the format cannot hold, or that cannot be shown as --context and
/// --citations want, go to `rejects`. Throws Fatal: nothing is at its place then.
std::vector<ExportedFile> export_rows(const ExportPlan& plan, const Settings& settings,
                                      const std::string& rows_path, const PassageInput& passages,
                                      RejectWriter& rejects);

/// "training.jsonl: 812 rows", with what was refused or marked.
std::string to_text(const ExportedFile& file);

}  // namespace generator::cli
