#include "measure/row_halves.h"

#include "measure/halves.h"

namespace generator::measure {

std::optional<SourcedExample> around_evidence(const SourcedExample& row) {
  SourcedExample out = row;
  bool is_shorter = false;
  for (std::optional<Chunk>* chunk : {&out.chunk, &out.second}) {
    if (!*chunk) continue;
    auto half = half_around(**chunk, evidence_in(row.example, (*chunk)->id));
    if (!half) continue;
    *chunk = std::move(half);
    is_shorter = true;
  }
  if (!is_shorter) return std::nullopt;
  out.shares_chunk = false;
  return out;
}

}  // namespace generator::measure
