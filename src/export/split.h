// Training, validation and test files that share no passage.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "data/chunk.h"
#include "data/example.h"
#include "export/exporter.h"

namespace generator {

/// "0.9:0.1", "90:10" or "8:1:1": two or three shares, scaled to sum 1.
/// Errors: kWrongUse for anything else.
Result<std::vector<double>> split_shares(std::string_view text);

/// "train", "validation", "test".
std::string_view split_name(std::size_t side);
/// "out/set.jsonl" → "out/set.train.jsonl".
std::string split_path(const std::string& output, std::size_t side);

/// Finds a chunk by id; nothing where there is none.
using FindChunk = std::function<Result<std::optional<Chunk>>(std::string_view chunk_id)>;

/// What must stand on one side together with `example`: the sections (document and heading path) of
/// its chunk and its evidence, and every exact repeat of it. A chunk that cannot be found stands
/// for itself.
Result<std::vector<Digest>> split_groups(const Example& example, const FindChunk& find_chunk);

/// Decides which group of rows goes to which side, after a pass over all rows.
///
/// Groups that a row belongs to together are one. They are put in an order by hash of seed and
/// group and cut where the number of rows comes nearest to the shares: the same rows give the same
/// sides in any order, and few rows change sides when the set grows. Memory: about 50 bytes a
/// group.
class SplitPlan {
 public:
  SplitPlan(std::vector<double> shares, std::uint64_t seed)
      : shares_(std::move(shares)), seed_(seed) {}

  void add(const std::vector<Digest>& groups);  // one row; not empty
  /// Errors: kInvalidInput where there are fewer groups than sides.
  Status decide();
  /// After `decide`, for groups that were added.
  std::size_t side(const std::vector<Digest>& groups) const;
  std::size_t sides() const { return shares_.size(); }
  std::int64_t rows(std::size_t side) const { return rows_[side]; }
  std::int64_t groups(std::size_t side) const { return groups_[side]; }

 private:
  struct Group {
    std::uint32_t parent;
    std::int64_t rows;
    Digest first;  // least digest of its members: its name, whatever the order of rows
  };
  std::uint32_t index_of(const Digest& group);
  std::uint32_t root_of(std::uint32_t index) const;
  void unite(std::uint32_t a, std::uint32_t b);

  std::vector<double> shares_;
  std::uint64_t seed_;
  std::unordered_map<Digest, std::uint32_t, DigestHash> index_;
  std::vector<Group> all_;
  std::vector<std::uint8_t> side_;  // by index of the root
  std::vector<std::int64_t> rows_;
  std::vector<std::int64_t> groups_;
};

/// Hands each row to the file of its side. `finish` verifies all files before the first takes its
/// place.
class SplitExporter final : public RowSink {
 public:
  /// `plan` is decided, has as many sides as `files`, and outlives this.
  SplitExporter(const SplitPlan& plan, FindChunk find_chunk,
                std::vector<std::unique_ptr<Exporter>> files)
      : plan_(plan), find_chunk_(std::move(find_chunk)), files_(std::move(files)) {}
  Status add(const Example& example) override { return add(example, nullptr); }
  Status add(const Example& example, const Grounded* grounded);
  Status finish() override;
  const ExportSummary& summary(std::size_t side) const { return files_[side]->summary(); }

 private:
  const SplitPlan& plan_;
  FindChunk find_chunk_;
  std::vector<std::unique_ptr<Exporter>> files_;
};

}  // namespace generator
