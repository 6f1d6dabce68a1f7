#include "cli/unanswerable_rows.h"

#include "cli/example_dialogues.h"
#include "cli/temporary_file.h"
#include "cli/unanswerable_stage.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

// What the judges leave of some twins.
std::vector<Example> judged(CurateStage& curate, const Passages& passages,
                            const std::vector<Example>& twins) {
  const TemporaryFile all = must(TemporaryFile::create(".jsonl"));
  const TemporaryFile left = must(TemporaryFile::create(".jsonl"));
  const auto in = must(ExampleWriter::create(all.path()));
  for (const Example& twin : twins) must(in->add(twin));
  must(in->finish());
  const auto out = must(ExampleWriter::create(left.path()));
  curate.rate(all.path(), {}, passages, nullptr, *out, "judge of unanswerable rows");
  must(out->finish());
  std::vector<Example> stay;
  for_each_example(left.path(), [&](Example example) { stay.push_back(std::move(example)); });
  return stay;
}

}  // namespace

StageResult add_unanswerable(const Settings& settings, CurateStage& curate,
                             const PassageInput& passages, const RunFolder& folder,
                             ChunkWriter* used, RejectWriter& rejects) {
  if (unanswerable_share(settings) == 0) return curate.result();
  UnanswerableStage stage(settings);
  const std::string kept = folder.stage("kept");
  stage.run({kept, passages.passages(), passages.files()}, kept, used, rejects,
            [&](std::vector<Example> twins) {
              return twins.empty() ? twins : judged(curate, passages.passages(), twins);
            });
  StageResult out = curate.result();
  stage.add_to(out);
  return out;
}

}  // namespace generator::cli
