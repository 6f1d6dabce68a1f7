// Chunks to pairs: the plan of how many are asked of which chunk, then the questions, in rounds
// where a number of pairs is wanted.
#include "cli/generate_stage.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/example_dialogues.h"
#include "cli/planned_items.h"
#include "cli/style_settings.h"
#include "data/reasons.h"
#include "qa/passage_pairs.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

// Every item, in the first round with the reason where it is skipped; in a later one those that are
// not asked again pass by.
class ItemDialogues final : public DialogueSource {
 public:
  ItemDialogues(PlannedItems items, const ChunkAsking& asking, const Shares& shares,
                Sample* sample)
      : items_(std::move(items)), asking_(asking), shares_(shares), sample_(sample) {}

  Result<std::unique_ptr<Dialogue>> next() override {
    for (;;) {
      qa::GenerateItem item;
      qa::Bearing bearing;
      TRY(const bool has_item, items_.next(item, bearing));
      if (!has_item) return nullptr;
      if (sample_ != nullptr) {
        if (item.n_pairs == 0 || !sample_->takes(asked_++)) continue;
        sample_->taken.push_back(item.name());
      }
      if (!bearing.skip.empty())
        return ended({{}, {{std::string(bearing.skip), bearing.detail, item.chunk.id, ""}}});
      if (item.n_pairs == 0) return ended({});  // the target is met by other chunks
      return asking_.begin(std::move(item));
    }
  }
  Status rewind() override {
    asked_ = 0;
    return items_.rewind();
  }
  std::optional<std::uint64_t> size() const override {
    return sample_ == nullptr ? shares_.chunks() + shares_.joints().size()
                              : std::min(sample_->wanted, sample_->of);
  }

 private:
  PlannedItems items_;
  const ChunkAsking& asking_;
  const Shares& shares_;
  Sample* sample_;
  std::uint64_t asked_ = 0;  // items that are asked about, in all
};

ChunkAsking pair_asking(const Session& session, const Settings& settings) {
  const std::shared_ptr<qa::Generation> generation =
      make_generation(session, settings, session.is_offline("generate"));
  return {"generate", generation->options().style, [generation](qa::GenerateItem item) {
            return generation->begin(std::move(item));
          }};
}

}  // namespace

std::unique_ptr<qa::Generation> make_generation(const Session& session, const Settings& settings,
                                                bool from_inputs) {
  qa::GenerateOptions options;
  options.style = read_style(settings);
  options.sampling = session.choice("generate").sampling;
  options.from_inputs = from_inputs;
  options.mode = must(qa::read_mode(settings.text("--mode")));
  options.personas = read_personas(settings);
  options.mix = read_mix(settings);
  options.seeds =
      read_seeds(settings, static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX)));
  return must(
      qa::Generation::make(session.prompts(), session.prompt_set("generate"), std::move(options)));
}

void for_each_planned_chunk(const Settings& settings, const std::string& chunks_path,
                            std::uint64_t chunks, bool by_rules,
                            const std::function<void(qa::GenerateItem)>& each) {
  Shares shares(settings, read_style(settings), chunks_path, chunks, by_rules,
                Shares::First::kAll);
  PlannedItems items(chunks_path, shares);
  for (;;) {
    qa::GenerateItem item;
    qa::Bearing bearing;
    if (!must(items.next(item, bearing))) return;
    if (item.n_pairs > 0) each(std::move(item));
  }
}

GenerateStage::GenerateStage(Session& session, const Settings& settings, ChunkAsking asking,
                             std::string chunks_path, std::uint64_t chunks, RejectWriter& rejects,
                             Sample* sample)
    : session_(session),
      chunks_path_(std::move(chunks_path)),
      asking_(std::move(asking)),
      sample_(sample),
      shares_(settings, asking_.style, chunks_path_, chunks, session.is_offline(asking_.stage),
              sample == nullptr ? Shares::First::kPilot : Shares::First::kAll),
      tally_(rejects) {
  if (sample != nullptr)
    for_each_planned_chunk(settings, chunks_path_, chunks, session.is_offline(asking_.stage),
                           [&](const qa::GenerateItem&) { ++sample->of; });
}

GenerateStage::GenerateStage(Session& session, const Settings& settings, std::string chunks_path,
                             std::uint64_t chunks, RejectWriter& rejects, Sample* sample)
    : GenerateStage(session, settings, pair_asking(session, settings), std::move(chunks_path),
                    chunks, rejects, sample) {}

qa::Rounds* GenerateStage::rounds() {
  return sample_ == nullptr ? shares_.rounds() : nullptr;  // a sample is one round
}

std::string GenerateStage::label(std::string_view stage) {
  const bool is_later = rounds() != nullptr && rounds()->round() > 1;
  return is_later ? fmt::format("{}, round {}", stage, rounds()->round()) : std::string(stage);
}

void GenerateStage::run_round(RowSink& out) {
  tally_.write_to(out);
  ItemDialogues source(PlannedItems(chunks_path_, shares_), asking_, shares_, sample_);
  summary_.add(session_.run(
      asking_.stage, source,
      [&](std::uint64_t position, Finished& finished) {
        finished = qa::without_overused(std::move(finished), joined_,
                                        qa::PassagePairs::kMostOfAChunk);
        if (rounds()) rounds()->heard(position, finished);
        finished = qa::without_repeats(std::move(finished), kept_);
        if (rounds() && !shares_.wanted().are_kept)
          finished = qa::at_most(std::move(finished), rounds()->target() - tally_.rows());
        joint_rows_ += std::ranges::count_if(finished.examples, &Example::multi_hop);
        return tally_.take(finished);
      },
      label(asking_.stage)));
}

bool GenerateStage::next(std::int64_t kept, const std::vector<std::uint64_t>* good) {
  // What a reply that is missing now would have given is not asked of other chunks.
  return rounds() && summary_.complete() && summary_.calls_failed == 0 &&
         rounds()->next(kept, good);
}

StageResult GenerateStage::result() const {
  StageResult result = tally_.result(session_, asking_.stage, "chunks",
                                     static_cast<std::int64_t>(shares_.chunks()), summary_);
  if (shares_.wanted().are_rows) result.wanted = shares_.target();
  result.possible = shares_.possible();
  if (shares_.joint_share() > 0)
    result.notes.push_back(fmt::format(
        "generate: {} asked for from two passages, {:g} % of all as --multi-hop wants, of {} that "
        "go together; {} came",
        text::counted(shares_.joint_asked_for(), "pair was", "pairs were"),
        shares_.joint_share() * 100,
        text::counted(std::ssize(shares_.joints()), "two passages", "passage pairs"),
        text::with_commas(joint_rows_)));
  return result;
}

StageResult run_rounds(GenerateStage& stage, const std::string& out_path) {
  const auto out = must(ExampleWriter::create(out_path));
  do stage.run_round(*out);
  while (stage.next(stage.rows()));
  must(out->finish());
  return stage.result();
}

StageResult generate_stage(Session& session, const Settings& settings,
                           const std::string& chunks_path, std::uint64_t chunks,
                           const std::string& out_path, RejectWriter& rejects, Sample* sample) {
  GenerateStage stage(session, settings, chunks_path, chunks, rejects, sample);
  return run_rounds(stage, out_path);
}

}  // namespace generator::cli
