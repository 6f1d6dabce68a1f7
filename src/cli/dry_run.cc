// What a command would ask and cost, without asking.
#include "cli/dry_run.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "cli/chunk_input.h"
#include "cli/commands.h"
#include "cli/estimate_text.h"
#include "cli/input.h"
#include "cli/ledger_folder.h"
#include "cli/passage_input.h"
#include "cli/run_estimate.h"
#include "cli/session.h"

namespace generator::cli {
namespace {

std::vector<std::string> assumptions(const RunEstimate& run, const Settings& settings,
                                     const Work& work) {
  std::vector<std::string> out = {
      fmt::format("lower end: short replies ({} tokens a pair, {} a rewritten answer, {} a rating)",
                  RunEstimate::kPairTokens, run.shortest_answer(), RunEstimate::kRatingTokens),
      "upper end: every reply as long as max_tokens allows"};
  if (work.generates && work.stages().size() > 1)
    out.push_back(fmt::format(
        "pairs are not there yet: half to all of those that the chunks are asked for, each "
        "with an answer of {} words out of its chunk",
        (run.style().min_words + run.style().max_words) / 2));
  out.push_back(each_request_once(settings));
  return out;
}

}  // namespace

int dry_run(const Settings& settings, Work stages) {
  const std::string input = settings.input();
  const Rereadable given = must(Rereadable::of(input));
  const Session session(settings, "", Session::Use::kEstimate);
  RunEstimate run(session, settings, ledger_folder(settings, settings.text("--output")));
  const bool is_rows = must(input_kind(given.path())) == InputKind::kExamples;
  if (stages.generates_cot) {
    const TemporaryFile chunks = must(TemporaryFile::create(".jsonl"));
    const ChunkInput read = load_chunks(settings, given.path(), chunks.path());
    for (const std::string& line : read.notes) note(settings, line);
    run.of_reasoned_chunks(chunks.path(), read.loaded);
  } else if (!stages.generates || (is_rows && stages.enriches)) {
    stages.generates = false;
    const PassageInput passages(settings, input);
    run.of_rows(stages, given.path(), passages.passages());
  } else {
    const TemporaryFile chunks = must(TemporaryFile::create(".jsonl"));
    const ChunkInput read = load_chunks(settings, given.path(), chunks.path());
    for (const std::string& line : read.notes) note(settings, line);
    run.of_chunks(stages, chunks.path(), read.loaded);
  }
  print_estimates(run.stages(), stages.stages(), session, assumptions(run, settings, stages));
  return kDone;
}

}  // namespace generator::cli
