// What a command over the rows of an example file stands on, in the order in which it is opened.
#pragma once

#include <memory>
#include <string>

#include "cli/input.h"
#include "cli/passage_input.h"
#include "cli/run_report.h"
#include "cli/session.h"
#include "cli/stage_output.h"
#include "store/chunk_file.h"

namespace generator::cli {

struct RowCommand {
  /// Throws Fatal where the input cannot be read or the output not be written.
  explicit RowCommand(const Settings& settings)
      : input(settings.input()),
        output(settings.output()),
        rows(must(Rereadable::of(input))),
        session(settings, output),
        report(settings, session, output),
        passages(settings, input),
        files(must(StageOutput::create(output))),
        used(must(ChunkWriter::create(files.chunks()))) {}

  /// Puts what stands beside the output at its place, closes the ledger, writes the report. Returns
  /// the exit code.
  int finish() {
    must(used->finish());
    must(files.finish());
    session.close();
    return report.finish(output == "-" ? "" : output);
  }

  const std::string input;
  const std::string output;
  const Rereadable rows;
  Session session;
  RunReportBuilder report;
  const PassageInput passages;
  const StageOutput files;
  const std::unique_ptr<ChunkWriter> used;  // gets the passages of the rows
};

}  // namespace generator::cli
