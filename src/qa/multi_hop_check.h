// From a pair that was proposed of two passages to an example that needs both, or the reason why it
// is none.
#pragma once

#include <optional>
#include <string_view>

#include "measure/passage.h"
#include "qa/fault.h"
#include "qa/generate.h"
#include "qa/pair_reply.h"

namespace generator::qa {

/// So much of an answer may a passage support alone, at most; the rest has to stand in the other.
inline constexpr double kAloneAtMost = 0.8;

/// needs_one_passage: one of them alone supports `kAloneAtMost` of `answer` or more
/// (measure/support.h).
std::optional<Fault> one_passage_fault(std::string_view answer, const measure::Passage& first,
                                       const measure::Passage& second);

/// All rules for a pair of two passages, which are the item's chunks or parts of them: those of
/// `make_example`, and that units of both are cited, that neither passage alone supports the whole
/// answer, and both together do. Units are numbered through. The parts of a copied answer stand in
/// the order in which their passages are cited first.
Checked<Example> make_multi_hop_example(const GenerateOptions& options, const GenerateItem& item,
                                        const measure::Passage& first,
                                        const measure::Passage& second, const ProposedPair& pair,
                                        const Completion& completion);

}  // namespace generator::qa
