// Pairs to pairs with rewritten answers.
#include "cli/example_dialogues.h"
#include "cli/stage_tally.h"
#include "cli/stages.h"
#include "cli/style_settings.h"
#include "qa/enrich.h"
#include "store/example_file.h"

namespace generator::cli {

std::unique_ptr<qa::Enrichment> make_enrichment(const Session& session, const Settings& settings) {
  qa::EnrichOptions options;
  options.style = read_style(settings);
  options.sampling = session.choice("enrich").sampling;
  options.require_rewrite = settings.is_on("--require-rewrite");
  return std::make_unique<qa::Enrichment>(
      *must(session.prompts().find("enrich", session.prompt_set("enrich"))), options);
}

StageResult enrich_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const std::string& out_path,
                         RejectWriter& rejects, Sample* sample) {
  const auto enrichment = make_enrichment(session, settings);
  if (sample != nullptr) sample->of = count_examples(in_path);
  ExampleDialogues source(
      must(ExampleReader::open(in_path)), passages, used,
      [&](SourcedExample item) { return enrichment->begin(std::move(item)); }, sample);
  const auto out = must(ExampleWriter::create(out_path));
  StageTally tally(*out, rejects);
  RunSummary summary = session.run("enrich", source, tally.sink());
  must(out->finish());
  StageResult result = tally.result(session, "enrich", "pairs",
                                    static_cast<std::int64_t>(source.rows()), std::move(summary));
  result.without_source = static_cast<std::int64_t>(source.without_source());
  return result;
}

}  // namespace generator::cli
