#include "cli/stage_output.h"

#include <fmt/format.h>

#include "base/files.h"

namespace generator::cli {

Result<StageOutput> StageOutput::create(const std::string& output) {
  RunFolder folder = RunFolder::of(output);
  if (output != "-") {
    if (is_directory(output))
      return fail(ErrorKind::kWrongUse,
                  fmt::format("the output `{}` is a folder; name a file in it", output));
    CHECK_OK(folder.make());
    TRY(std::unique_ptr<RejectWriter> rejects, RejectWriter::create(rejected_path(output)));
    return StageOutput(std::move(folder), std::nullopt, std::nullopt, std::move(rejects));
  }
  TRY(TemporaryFile spool, TemporaryFile::create(".jsonl"));
  TRY(TemporaryFile reject_spool, TemporaryFile::create(".jsonl"));
  TRY(std::unique_ptr<RejectWriter> rejects, RejectWriter::create(reject_spool.path()));
  return StageOutput(std::move(folder), std::move(spool), std::move(reject_spool),
                     std::move(rejects));
}

}  // namespace generator::cli
