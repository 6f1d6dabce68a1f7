#include "cli/row_stage.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "cli/example_dialogues.h"
#include "cli/style_settings.h"
#include "data/reasons.h"
#include "store/example_file.h"

namespace generator::cli {

StageResult run_once(RowStage stage, const std::string& name, const std::string& in_path,
                     const Passages& passages, ChunkWriter* used, const std::string& out_path,
                     Sample* sample) {
  const auto out = must(ExampleWriter::create(out_path));
  stage.run(in_path, passages, used, *out, name, sample);
  must(out->finish());
  return stage.result();
}

namespace {

// A better turn may not be what the next one goes on from.
Reject left_as_it_is(const Example& conversation) {
  Reject reject{std::string(reasons::kNotRefined), "it is a conversation; only pairs are refined",
                conversation.id, example_text(conversation)};
  if (conversation.id.empty()) reject.item = conversation.provenance.chunk_id;
  return reject;
}

}  // namespace

void RowStage::run(const std::string& in_path, const Passages& passages, ChunkWriter* used,
                   RowSink& out, const std::string& label, Sample* sample) {
  if (sample != nullptr) sample->of = count_examples(in_path);
  ExampleDialogues source(
      must(ExampleReader::open(in_path)), passages, used,
      [&](std::vector<SourcedExample> items) -> Result<std::unique_ptr<Dialogue>> {
        if (!items[0].example.unanswerable) return begin_(std::move(items[0]));
        unanswerable_.insert(checksum(row_name(items[0].example)));
        return ended({{std::move(items[0].example)}, {}});
      },
      sample);
  tally_.write_to(out);
  summary_.add(session_.run(name_, source, tally_.sink(), label));
  in_ += static_cast<std::int64_t>(source.rows());
  without_source_ += static_cast<std::int64_t>(source.without_source());
}

StageResult RowStage::result() const {
  StageResult result = tally_.result(session_, name_, "pairs", in_, summary_);
  result.without_source = without_source_;
  if (!unanswerable_.empty())
    result.notes.push_back(fmt::format(
        "{}: {} passed on unchanged", name_,
        text::counted(std::ssize(unanswerable_), "unanswerable row was",
                      "unanswerable rows were")));
  return result;
}

std::unique_ptr<qa::Enrichment> make_enrichment(const Session& session, const Settings& settings) {
  qa::EnrichOptions options;
  options.style = read_style(settings);
  options.sampling = session.choice("enrich").sampling;
  options.require_rewrite = settings.is_on("--require-rewrite");
  return std::make_unique<qa::Enrichment>(
      *must(session.prompts().find("enrich", session.prompt_set("enrich"))), options);
}

std::unique_ptr<qa::Refinement> make_refinement(const Session& session, const Settings& settings,
                                                bool from_inputs) {
  qa::RefineOptions options;
  options.style = read_style(settings);
  options.sampling = session.choice("refine").sampling;
  options.from_inputs = from_inputs;
  return must(qa::Refinement::make(
      *must(session.prompts().find("refine", session.prompt_set("refine"))), std::move(options)));
}

RowStage enrich_rows(Session& session, const qa::Enrichment& enrichment, RejectWriter& rejects) {
  return {session, "enrich",
          [&](SourcedExample item) { return enrichment.begin(std::move(item)); }, rejects};
}

RowStage refine_rows(Session& session, const qa::Refinement& refinement, RejectWriter& rejects) {
  return {session, "refine",
          [&](SourcedExample item) -> Result<std::unique_ptr<Dialogue>> {
            if (!item.example.is_conversation()) return refinement.begin(std::move(item));
            return ended({{}, {left_as_it_is(item.example)}});
          },
          rejects};
}

StageResult enrich_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const std::string& out_path,
                         RejectWriter& rejects, Sample* sample) {
  const auto enrichment = make_enrichment(session, settings);
  return run_once(enrich_rows(session, *enrichment, rejects), "enrich", in_path, passages, used,
                  out_path, sample);
}

StageResult refine_stage(Session& session, const Settings& settings, const std::string& in_path,
                         const Passages& passages, ChunkWriter* used, const std::string& out_path,
                         RejectWriter& rejects, Sample* sample) {
  const auto refinement = make_refinement(session, settings, session.is_offline("refine"));
  return run_once(refine_rows(session, *refinement, rejects), "refine", in_path, passages, used,
                  out_path, sample);
}

}  // namespace generator::cli
