// Rows whose question is true and whose passages do not answer it: what teaches a model to say so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/example.h"
#include "qa/fault.h"
#include "qa/passage_pool.h"
#include "qa/refusal.h"

namespace generator::qa {

/// With how many passages such a row is made, and with how many at least.
inline constexpr std::size_t kShownPassages = 3, kFewestShown = 2;

/// Adds passages to `shown` until it has `count`: those nearest to the question and its headings
/// that do not answer it. Each is proved alone and together with those before it: no sentence of
/// the true answer is supported (qa/answering.h), and no sentence, item, row or block of it has
/// nearly all key words of the question, weighted by how rare they are. And each is about the same
/// subject: its text has a third of the key words, or it would be too easy to tell. `gold` is the
/// question's own passage, where it is known: none that is one with it.
Status add_unanswering(const PassagePool& pool, const Example& row, const Chunk* gold,
                       std::size_t count, std::vector<Chunk>& shown);

/// The unanswerable twin of a row: the same question, other passages, and an answer in the words of
/// `refusals`. Nothing where fewer than kFewestShown passages are proved not to answer, where the
/// row takes two passages, is a conversation, or unanswerable itself.
Result<std::optional<Example>> unanswerable_twin(const SourcedExample& row, const PassagePool& pool,
                                                 const Refusals& refusals, std::uint64_t seed);

/// Whether the proof stands as far as it can be repeated without the other passages of the pool.
/// Refused: answered_by_passage, with the passage; no_passage where they are not known.
std::optional<Fault> unanswerable_fault(const SourcedExample& row);

/// How many rows are unanswerable where `share` of all are to be, of `rows` that have an answer:
/// `twins` to make, of which `made` could be, and what stays of the others.
std::int64_t twins_wanted(std::int64_t rows, double share);
std::int64_t answerable_left(std::int64_t rows, std::int64_t made, double share);

}  // namespace generator::qa
