// A model that is tested on a passage it was trained on looks better than it is. So sides are dealt
// out by section, and a row that leans on two sections ties them together (union-find).
#include "export/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "base/files.h"
#include "base/text.h"

namespace generator {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"train", "validation", "test"};

Digest name_of(std::string_view what, std::string_view a, std::string_view b) {
  return Hasher().add(what).add(a).add(b).finish();
}

Digest group_of_chunk(std::string_view chunk_id, const std::optional<Chunk>& chunk,
                      std::string_view source_file) {
  return chunk ? name_of("section", chunk->source, to_text(chunk->headings))
               : name_of("chunk", source_file, chunk_id);
}

void add_once(std::vector<Digest>& groups, const Digest& group) {
  if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
}

}  // namespace

Result<std::vector<double>> split_shares(std::string_view argument) {
  const auto wrong = [&] {
    return fail(
        ErrorKind::kWrongUse,
        fmt::format("`--split {}` is not two or three shares above 0; write 0.9:0.1 or 8:1:1",
                    argument));
  };
  std::vector<double> shares;
  for (const auto part : text::split(argument, ':')) {
    double share = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), share);
    if (error != std::errc() || end != part.data() + part.size() || !std::isfinite(share) ||
        share <= 0)
      return wrong();
    shares.push_back(share);
  }
  if (shares.size() < 2 || shares.size() > kNames.size()) return wrong();
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

std::string_view split_name(std::size_t side) { return kNames[side]; }

std::string split_path(const std::string& output, std::size_t side) {
  const std::size_t stem = output.size() - file_extension(output).size();
  return fmt::format("{}.{}{}", output.substr(0, stem), split_name(side), output.substr(stem));
}

Result<std::vector<Digest>> split_groups(const Example& example, const FindChunk& find_chunk) {
  const auto& provenance = example.provenance;
  std::vector<Digest> groups = {name_of("pair", all_questions(example), all_answers(example))};
  std::vector<std::string_view> ids;
  if (!provenance.chunk_id.empty()) ids.push_back(provenance.chunk_id);
  for (const auto& evidence : example.evidence)
    if (!evidence.chunk_id.empty()) ids.push_back(evidence.chunk_id);
  for (const auto id : ids) {
    std::optional<Chunk> chunk;
    if (find_chunk) {
      TRY(chunk, find_chunk(id));
    }
    add_once(groups, group_of_chunk(id, chunk, provenance.source_file));
  }
  return groups;
}

std::uint32_t SplitPlan::index_of(const Digest& group) {
  const auto next = static_cast<std::uint32_t>(all_.size());
  const auto [entry, is_new] = index_.try_emplace(group, next);
  if (is_new) all_.push_back({next, 0, group});
  return entry->second;
}

std::uint32_t SplitPlan::root_of(std::uint32_t index) const {
  while (all_[index].parent != index) index = all_[index].parent;
  return index;
}

void SplitPlan::unite(std::uint32_t a, std::uint32_t b) {
  a = root_of(a);
  b = root_of(b);
  if (a == b) return;
  if (all_[a].rows < all_[b].rows) std::swap(a, b);
  all_[b].parent = a;
  all_[a].rows += all_[b].rows;
  all_[a].first = std::min(all_[a].first, all_[b].first);
}

void SplitPlan::add(const std::vector<Digest>& groups) {
  const std::uint32_t first = index_of(groups.front());
  ++all_[root_of(first)].rows;
  for (std::size_t i = 1; i < groups.size(); ++i) unite(first, index_of(groups[i]));
}

Status SplitPlan::decide() {
  struct Place {
    Digest order;
    std::uint32_t root;
  };
  std::vector<Place> places;
  std::int64_t total = 0;
  for (std::uint32_t i = 0; i < all_.size(); ++i) {
    if (all_[i].parent != i) continue;
    places.push_back({Hasher().add(seed_).add(all_[i].first.hex()).finish(), i});
    total += all_[i].rows;
  }
  if (places.size() < shares_.size())
    return fail(
        ErrorKind::kInvalidInput,
        fmt::format("the rows come from {}, too few for {} files without a passage in "
                    "two of them; export without --split",
                    text::counted(static_cast<std::int64_t>(places.size()), "section"),
                    shares_.size()));
  std::sort(places.begin(), places.end(),
            [](const Place& a, const Place& b) { return a.order < b.order; });
  side_.assign(all_.size(), 0);
  rows_.assign(shares_.size(), 0);
  groups_.assign(shares_.size(), 0);
  std::size_t next = 0;
  std::int64_t dealt = 0;
  double wanted = 0;
  for (std::size_t s = 0; s < shares_.size(); ++s) {
    wanted += shares_[s] * static_cast<double>(total);
    const std::size_t sides_left = shares_.size() - s - 1;
    while (next + sides_left < places.size()) {
      const std::int64_t size = all_[places[next].root].rows;
      const double gap = wanted - static_cast<double>(dealt);
      // The last side takes what is left; every other one takes at least one group.
      const bool is_nearer = std::fabs(gap - static_cast<double>(size)) <= std::fabs(gap);
      if (sides_left > 0 && groups_[s] > 0 && !is_nearer) break;
      side_[places[next++].root] = static_cast<std::uint8_t>(s);
      dealt += size;
      rows_[s] += size;
      ++groups_[s];
    }
  }
  return {};
}

std::size_t SplitPlan::side(const std::vector<Digest>& groups) const {
  const auto entry = index_.find(groups.front());
  return entry == index_.end() ? 0 : side_[root_of(entry->second)];
}

Status SplitExporter::add(const Example& example, const Grounded* grounded) {
  TRY(const std::vector<Digest> groups, split_groups(example, find_chunk_));
  return files_[plan_.side(groups)]->add(example, grounded);
}

Status SplitExporter::finish() {
  for (auto& file : files_) CHECK_OK(file->verify());
  for (auto& file : files_) CHECK_OK(file->finish());
  return {};
}

}  // namespace generator
