// Pairs to pairs with rewritten answers.
#include "cli/enrich_stage.h"

#include "cli/example_dialogues.h"
#include "cli/style_settings.h"
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

EnrichStage::EnrichStage(Session& session, const Settings& settings, RejectWriter& rejects)
    : session_(session), enrichment_(make_enrichment(session, settings)), tally_(rejects) {}

void EnrichStage::run(const std::string& in_path, const Passages& passages, ChunkWriter* used,
                      RowSink& out, const std::string& label, Sample* sample) {
  if (sample != nullptr) sample->of = count_examples(in_path);
  ExampleDialogues source(
      must(ExampleReader::open(in_path)), passages, used,
      [&](SourcedExample item) { return enrichment_->begin(std::move(item)); }, sample);
  tally_.write_to(out);
  summary_.add(session_.run("enrich", source, tally_.sink(), label));
  in_ += static_cast<std::int64_t>(source.rows());
  without_source_ += static_cast<std::int64_t>(source.without_source());
}

StageResult EnrichStage::result() const {
  StageResult result = tally_.result(session_, "enrich", "pairs", in_, summary_);
  result.without_source = without_source_;
  return result;
}

StageResult enrich_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const std::string& out_path,
                         RejectWriter& rejects, Sample* sample) {
  EnrichStage stage(session, settings, rejects);
  const auto out = must(ExampleWriter::create(out_path));
  stage.run(in_path, passages, used, *out, "enrich", sample);
  must(out->finish());
  return stage.result();
}

}  // namespace generator::cli
