// The passages that an exported row shows before its question: those that answer it, and others
// that look as if they did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/example.h"
#include "qa/passage_pool.h"

namespace generator::qa {

struct ShownPassages {
  std::vector<Chunk> passages;    // in the order in which they are numbered, from 1
  std::vector<std::size_t> gold;  // of these, by place from 0, those that answer
};

/// The row's passage, of a multi-hop row both, and of the pool so many that make `count`: the
/// nearest to the question that are not one with a gold passage or with each other, and do not
/// answer it: a quarter of the answer is supported at most (qa/answering.h), and no place has
/// nearly all words of the question. Fewer where the pool has no more. In an order drawn by `seed`
/// and the row. `row.chunk` is known.
Result<ShownPassages> shown_passages(const SourcedExample& row, const PassagePool& pool,
                                     std::size_t count, std::uint64_t seed);

/// The same of an unanswerable row: what it is shown with, the nearest first, and further passages
/// that are proved as those were (qa/unanswerable.h). None is gold. `row.shown` is known.
Result<ShownPassages> shown_unanswerable(const SourcedExample& row, const PassagePool& pool,
                                         std::size_t count, std::uint64_t seed);

/// Adds to `chosen` passages of the pool, by nearness to the question, until it has `count`: none
/// that is one with a passage in `chosen` or `apart_from`, none that answers.
Status add_distractors(const PassagePool& pool, const std::string& question,
                       const std::string& answer, const std::vector<const Chunk*>& apart_from,
                       std::size_t count, std::vector<Chunk>& chosen);

}  // namespace generator::qa
