// Chunks to pairs: the plan of how many are asked of which chunk, then the questions, in rounds
// where a number of pairs is wanted.
#include <fmt/format.h>

#include "cli/example_dialogues.h"
#include "cli/stage_tally.h"
#include "cli/stages.h"
#include "cli/style_settings.h"
#include "data/reasons.h"
#include "qa/generate.h"
#include "qa/plan.h"
#include "qa/rounds.h"
#include "store/chunk_reader.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

// How many pairs each chunk is asked for: a fixed number, a share of the target, or what it bears.
class Shares {
 public:
  Shares(const Settings& settings, const qa::Style& style, const std::string& chunks_path,
         std::uint64_t chunks)
      : style_(style), fixed_(settings.maybe_integer("--n-pairs", 1, 1000)), chunks_(chunks) {
    const auto target = settings.maybe_integer("--target-pairs", 1, INT64_MAX);
    if (target && fixed_)
      throw Fatal(kWrongUseExit,
                  "--target-pairs and --n-pairs say different things; give one of them");
    if (!target) return;
    rounds_.emplace(*target);
    ChunkReader reader = must(ChunkReader::open(chunks_path));
    Chunk chunk;
    while (must(reader.next(chunk))) rounds_->count(qa::bearing(chunk, style_));
  }

  std::int64_t of(std::uint64_t position, const qa::Bearing& chunk) {
    if (fixed_) return qa::fixed_share(*fixed_, chunk);
    return rounds_ ? rounds_->share(position) : chunk.pairs;
  }
  std::vector<std::string> asked(std::uint64_t position) const {
    return rounds_ ? rounds_->asked(position) : std::vector<std::string>();
  }
  bool is_first_round() const { return !rounds_ || rounds_->round() == 1; }
  /// Where a number of pairs is wanted, the rounds that it takes; else null.
  qa::Rounds* rounds() { return rounds_ ? &*rounds_ : nullptr; }
  const qa::Style& style() const { return style_; }
  std::uint64_t chunks() const { return chunks_; }
  std::int64_t target() const { return rounds_ ? rounds_->target() : 0; }
  std::int64_t possible() const { return rounds_ ? rounds_->possible() : 0; }

 private:
  qa::Style style_;
  std::optional<std::int64_t> fixed_;
  std::optional<qa::Rounds> rounds_;
  std::uint64_t chunks_;
};

// Every chunk, in the first round with the reason where it is skipped; in a later one those that
// are not asked again pass by.
class ChunkDialogues final : public DialogueSource {
 public:
  ChunkDialogues(ChunkReader chunks, const qa::Generation& generation, Shares& shares,
                 Sample* sample)
      : chunks_(std::move(chunks)), generation_(generation), shares_(shares), sample_(sample) {}

  Result<std::unique_ptr<Dialogue>> next() override {
    for (;;) {
      qa::GenerateItem item;
      TRY(const bool has_chunk, chunks_.next(item.chunk));
      if (!has_chunk) return nullptr;
      item.position = position_++;
      qa::Bearing bearing;
      if (shares_.is_first_round())
        bearing = qa::bearing(item.chunk, item.passage(), shares_.style());
      item.n_pairs = shares_.of(item.position, bearing);
      if (sample_ != nullptr) {
        if (item.n_pairs == 0 || !sample_->takes(asked_++)) continue;
        sample_->taken.push_back(item.chunk.id);
      }
      if (!bearing.skip.empty())
        return ended({{}, {{std::string(bearing.skip), bearing.detail, item.chunk.id, ""}}});
      if (item.n_pairs == 0) return ended({});  // the target is met by other chunks
      item.asked = shares_.asked(item.position);
      return generation_.begin(std::move(item));
    }
  }
  Status rewind() override {
    TRY(chunks_, ChunkReader::open(chunks_.name()));
    position_ = asked_ = 0;
    return {};
  }
  std::optional<std::uint64_t> size() const override {
    return sample_ == nullptr ? shares_.chunks() : std::min(sample_->wanted, sample_->of);
  }

 private:
  ChunkReader chunks_;
  const qa::Generation& generation_;
  Shares& shares_;
  Sample* sample_;
  std::uint64_t position_ = 0;
  std::uint64_t asked_ = 0;  // chunks that are asked about, in all
};

}  // namespace

std::unique_ptr<qa::Generation> make_generation(const Session& session, const Settings& settings,
                                                bool from_inputs) {
  qa::GenerateOptions options;
  options.style = read_style(settings);
  options.sampling = session.choice("generate").sampling;
  options.from_inputs = from_inputs;
  options.mode = must(qa::read_mode(settings.text("--mode")));
  options.personas = read_personas(settings);
  options.seeds =
      read_seeds(settings, static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX)));
  return must(
      qa::Generation::make(session.prompts(), session.prompt_set("generate"), std::move(options)));
}

void for_each_planned_chunk(const Settings& settings, const std::string& chunks_path,
                            std::uint64_t chunks,
                            const std::function<void(qa::GenerateItem)>& each) {
  Shares shares(settings, read_style(settings), chunks_path, chunks);
  ChunkReader reader = must(ChunkReader::open(chunks_path));
  for (std::uint64_t position = 0;; ++position) {
    qa::GenerateItem item;
    if (!must(reader.next(item.chunk))) return;
    item.position = position;
    item.n_pairs = shares.of(position, qa::bearing(item.chunk, item.passage(), shares.style()));
    if (item.n_pairs > 0) each(std::move(item));
  }
}

StageResult generate_stage(Session& session, const Settings& settings,
                           const std::string& chunks_path, std::uint64_t chunks,
                           const std::string& out_path, RejectWriter& rejects, Sample* sample) {
  const auto generation = make_generation(session, settings, session.is_offline("generate"));
  if (sample != nullptr)
    for_each_planned_chunk(settings, chunks_path, chunks,
                           [&](const qa::GenerateItem&) { ++sample->of; });
  Shares shares(settings, generation->options().style, chunks_path, chunks);
  qa::Rounds* rounds = sample == nullptr ? shares.rounds() : nullptr;  // a sample is one round
  const auto out = must(ExampleWriter::create(out_path));
  StageTally tally(*out, rejects);
  qa::KeptQuestions kept;
  const auto take = [&](std::uint64_t position, Finished& finished) {
    if (rounds) rounds->heard(position, finished);
    finished = qa::without_repeats(std::move(finished), kept);
    if (rounds) finished = qa::at_most(std::move(finished), rounds->target() - tally.rows());
    return tally.take(finished);
  };
  const auto run_round = [&](const std::string& label) {
    ChunkDialogues source(must(ChunkReader::open(chunks_path)), *generation, shares, sample);
    return session.run("generate", source, take, label);
  };
  RunSummary summary = run_round("generate");
  // What a reply that is missing now would have given is not asked of other chunks.
  while (rounds && summary.complete() && summary.calls_failed == 0 && rounds->next(tally.rows()))
    summary.add(run_round(fmt::format("generate, round {}", rounds->round())));
  must(out->finish());
  StageResult result = tally.result(session, "generate", "chunks",
                                    static_cast<std::int64_t>(shares.chunks()), std::move(summary));
  result.wanted = shares.target();
  result.possible = shares.possible();
  return result;
}

}  // namespace generator::cli
