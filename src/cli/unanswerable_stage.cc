#include "cli/unanswerable_stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "base/random.h"
#include "base/text.h"
#include "cli/example_dialogues.h"
#include "cli/pair_shares.h"
#include "cli/session.h"
#include "data/reasons.h"
#include "qa/unanswerable.h"
#include "store/chunk_reader.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

constexpr std::size_t kReadAtOnce = 512;  // rows that are held in memory

qa::Refusals read_refusals(const Settings& settings) {
  const ConfigEntry* entry = settings.config().find("data.refusals");
  auto made = qa::Refusals::make(entry == nullptr ? std::vector<std::string>() : entry->values);
  if (!made)
    throw Fatal(kWrongUseExit,
                fmt::format("{}: {}", settings.config().path(), made.error().message));
  return std::move(*made);
}

// What a check leaves as it is of a twin, so that its row is found again.
std::string name_of(const Example& twin) {
  return twin.id + "\n" + twin.provenance.chunk_id + "\n" + twin.unanswerable->true_answer;
}

// The rows of these places, by place.
std::map<std::uint64_t, Example> read_rows(const std::string& path,
                                           const std::set<std::uint64_t>& places) {
  std::map<std::uint64_t, Example> out;
  std::uint64_t place = 0;
  for_each_example(path, [&](Example example) {
    if (places.contains(place++)) out.emplace(place - 1, std::move(example));
  });
  return out;
}

}  // namespace

double unanswerable_share(const Settings& settings) {
  const double share = settings.number("--unanswerable", 0, 1);
  if (share > 0 && settings.maybe("--turns"))
    throw Fatal(kWrongUseExit,
                "--unanswerable makes rows of questions that stand alone, and has none for the "
                "conversations of --turns; give one of them");
  if (share > 0) read_refusals(settings);
  return share;
}

qa::PassagePool read_pool(const std::vector<std::string>& files, const Passages& passages) {
  qa::PassagePool out([&passages](std::string_view id) { return passages.find(id); });
  for (const std::string& file : files) {
    ChunkReader reader = must(ChunkReader::open(file));
    Chunk chunk;
    while (must(reader.next(chunk))) out.add(chunk);
  }
  return out;
}

UnanswerableStage::UnanswerableStage(const Settings& settings)
    : settings_(settings),
      share_(unanswerable_share(settings)),
      seed_(static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX))),
      total_(pairs_wanted(settings).total) {}

void UnanswerableStage::run(const UnanswerableInput& in, const std::string& out_path,
                            ChunkWriter* used, RejectWriter& rejects, const Check& check) {
  rows_ = static_cast<std::int64_t>(count_examples(in.rows));
  const std::int64_t wanted =
      total_ > 0 ? std::llround(share_ * static_cast<double>(total_))
                 : qa::twins_wanted(rows_, share_);
  order_.resize(static_cast<std::size_t>(rows_));
  std::iota(order_.begin(), order_.end(), std::uint64_t{0});
  Random(seed_, "unanswerable").shuffle(order_);
  make(in, wanted, check);
  const std::int64_t made = std::ssize(twins_);
  left_ = total_ > 0 ? std::min(rows_, std::max<std::int64_t>(0, total_ - made))
                     : qa::answerable_left(rows_, made, share_);
  write(in, out_path, rejects);
  if (used == nullptr) return;
  for (const auto& [place, twin] : twins_)
    for (const std::string& id : twin.unanswerable->shown)
      if (const auto chunk = must(in.passages.find(id))) must(used->add(*chunk));
}

void UnanswerableStage::make(const UnanswerableInput& in, std::int64_t wanted,
                             const Check& check) {
  const qa::PassagePool pool = read_pool(in.files, in.passages);
  const qa::Refusals refusals = read_refusals(settings_);
  const auto is_missing = [&](std::size_t made) {
    return static_cast<std::int64_t>(twins_.size() + made) < wanted;
  };
  for (std::size_t next = 0; next < order_.size() && is_missing(0);) {
    const std::size_t end = std::min(order_.size(), next + kReadAtOnce);
    const std::set<std::uint64_t> places(order_.begin() + static_cast<std::ptrdiff_t>(next),
                                         order_.begin() + static_cast<std::ptrdiff_t>(end));
    auto rows = read_rows(in.rows, places);
    std::vector<Example> made;
    std::map<std::string, std::uint64_t> place_of;
    for (; next < end && is_missing(made.size()); ++next) {
      SourcedExample row{std::move(rows.at(order_[next])), {}};
      must(find_passages(in.passages, row));
      auto twin = must(qa::unanswerable_twin(row, pool, refusals, seed_));
      ++tried_;
      if (!twin) continue;
      place_of.emplace(name_of(*twin), order_[next]);
      made.push_back(std::move(*twin));
    }
    const std::int64_t before = std::ssize(made);
    std::vector<Example> stay = check ? check(std::move(made)) : std::move(made);
    refused_ += before - std::ssize(stay);
    for (Example& twin : stay) {
      const std::uint64_t place = place_of.at(name_of(twin));
      twins_.emplace_back(place, std::move(twin));
    }
  }
  std::ranges::sort(twins_, {}, [](const auto& twin) { return twin.first; });
}

// Of `rows` so many that `left` stay: first those that have a twin, then others, as they are drawn.
std::vector<std::uint64_t> UnanswerableStage::leaving(std::uint64_t rows,
                                                      std::uint64_t left) const {
  std::vector<std::uint64_t> out;
  const auto has_twin = [&](std::uint64_t place) {
    return std::ranges::binary_search(twins_, place, {},
                                      [](const auto& twin) { return twin.first; });
  };
  for (const bool with_twin : {true, false})
    for (const std::uint64_t place : order_)
      if (out.size() + left < rows && has_twin(place) == with_twin) out.push_back(place);
  std::ranges::sort(out);
  return out;
}

void UnanswerableStage::write(const UnanswerableInput& in, const std::string& out_path,
                              RejectWriter& rejects) const {
  const auto leave = leaving(static_cast<std::uint64_t>(rows_), static_cast<std::uint64_t>(left_));
  const auto out = must(ExampleWriter::create(out_path));
  std::uint64_t place = 0;
  for_each_example(in.rows, [&](const Example& example) {
    const std::uint64_t here = place++;
    if (!std::ranges::binary_search(leave, here)) return must(out->add(example));
    must(rejects.add(reasons::kSurplus,
                     "an unanswerable row stands in its place, as --unanswerable wants",
                     example_name(example, here + 1), example_text(example)));
  });
  for (const auto& [row, twin] : twins_) must(out->add(twin));
  must(out->finish());
}

void UnanswerableStage::add_to(StageResult& result) const {
  const std::int64_t made = std::ssize(twins_), all = left_ + made;
  result.report.out = all;
  if (total_ > 0) result.wanted = total_;
  result.possible = std::max(result.possible, result.wanted);
  if (left_ < rows_)
    result.report.rejects.push_back({std::string(reasons::kSurplus), rows_ - left_});
  const double got = all > 0 ? static_cast<double>(made) / static_cast<double>(all) : 0;
  std::string line = fmt::format("unanswerable: {} of {} ({:.1f} %), {:g} % are wanted; {} tried",
                                 text::with_commas(made), text::counted(all, "row"), got * 100,
                                 share_ * 100,
                                 text::counted(tried_, "question was", "questions were"));
  if (const std::int64_t unproved = tried_ - made - refused_; unproved > 0)
    line += fmt::format("; beside {} no two near passages could be proved not to answer",
                        text::with_commas(unproved));
  if (refused_ > 0) line += fmt::format("; {} taken out by the judge", text::with_commas(refused_));
  result.notes.push_back(std::move(line));
}

}  // namespace generator::cli
