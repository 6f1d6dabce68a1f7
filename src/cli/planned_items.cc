#include "cli/planned_items.h"

#include <utility>

namespace generator::cli {

PlannedItems::PlannedItems(const std::string& chunks_path, Shares& shares)
    : chunks_(must(ChunkReader::open(chunks_path))), shares_(shares) {
  if (!shares.joints().empty()) index_.emplace(must(PassageIndex::open(chunks_path)));
}

Result<bool> PlannedItems::next(qa::GenerateItem& item, qa::Bearing& bearing) {
  item = {};
  bearing = {};
  TRY(const bool is_joint, next_joint(item));
  bool has_item = is_joint;
  if (!is_joint) {
    TRY(has_item, next_chunk(item, bearing));
  }
  if (!has_item) return false;
  item.n_pairs = shares_.of(place_, bearing);
  item.asked = shares_.asked(place_++);
  return true;
}

Result<bool> PlannedItems::next_chunk(qa::GenerateItem& item, qa::Bearing& bearing) {
  TRY(const bool has_chunk, chunks_.next(item.chunk));
  if (!has_chunk) return false;
  if (index_) last_ = item.chunk;
  item.position = position_++;
  if (shares_.is_first_round())
    bearing = qa::bearing(item.chunk, item.passage(), shares_.style());
  return true;
}

Result<bool> PlannedItems::next_joint(qa::GenerateItem& item) {
  if (joint_ == shares_.joints().size() || shares_.joints()[joint_].second + 1 != position_)
    return false;
  const JointPassages& joint = shares_.joints()[joint_++];
  TRY(std::optional<Chunk> first, index_->find(joint.first_id));
  if (!first)
    return fail(ErrorKind::kCorrupt, "the chunks were changed while they were being read; run the "
                                     "command again");
  item.chunk = std::move(*first);
  item.second = last_;
  item.position = joint.second;
  return true;
}

Status PlannedItems::rewind() {
  TRY(chunks_, ChunkReader::open(chunks_.name()));
  place_ = position_ = 0;
  joint_ = 0;
  return {};
}

}  // namespace generator::cli
