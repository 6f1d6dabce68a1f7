#include "cli/support_gate.h"

#include <fmt/format.h>

#include <climits>
#include <utility>

#include "base/hash.h"
#include "cli/sample.h"
#include "cot/check.h"
#include "qa/support_check.h"
#include "qa/unanswerable.h"

namespace generator::cli {

namespace {

qa::Fault of_turn(qa::Fault fault, const Example& example, std::size_t turn) {
  if (example.is_conversation()) fault.detail = fmt::format("turn {}: {}", turn + 1, fault.detail);
  return fault;
}

}  // namespace

SupportGate::SupportGate(const Settings& settings) {
  style_.min_support = settings.number("--min-support", 0, 1);
}

std::optional<Reject> SupportGate::settle(SourcedExample& item) {
  Example& example = item.example;
  if (example.unanswerable) return settle_unanswerable(item);
  if (item.chunk && !example.pair().reasoning.empty()) return settle_reasoned(item);
  if (!item.chunk || example.answer_form == "verbatim") return std::nullopt;
  std::optional<qa::Fault> fault;
  for (std::size_t turn = 0; turn < example.turns().size(); ++turn) {
    qa::SupportCheck check =
        qa::check_support(item, example.turns()[turn].answer, style_, turn);
    if (check.facts_only) in_another_language_.insert(checksum(row_name(example)));
    note_support(check, item, example, turn);
    if (check.fault && !fault) fault = of_turn(std::move(*check.fault), example, turn);
  }
  if (!fault) return std::nullopt;
  return Reject{std::string(fault->code), std::move(fault->detail),
                example.id.empty() ? example.provenance.chunk_id : example.id,
                example_text(example)};
}

// Its answer stands in no passage: that is what is asked of it.
std::optional<Reject> SupportGate::settle_unanswerable(const SourcedExample& item) {
  auto fault = qa::unanswerable_fault(item);
  if (!fault) return std::nullopt;
  return Reject{std::string(fault->code), std::move(fault->detail),
                item.example.id.empty() ? item.example.provenance.chunk_id : item.example.id,
                example_text(item.example)};
}

// What follows from steps that stand is supported, though no sentence of the passage says it.
std::optional<Reject> SupportGate::settle_reasoned(const SourcedExample& item) const {
  if (style_.min_support == 0) return std::nullopt;
  const QaPair& pair = item.example.pair();
  Chunk chunk = *item.chunk;
  if (item.second) chunk.text.append("\n\n").append(passage_text(*item.second));
  const cot::Reasoned about{pair.question, pair.answer, &chunk};
  auto fault = cot::reasoning_fault(about, pair.reasoning, {1, INT_MAX});
  if (!fault && item.example.answer_form != "verbatim")
    fault = cot::answer_fault(about, pair.reasoning);
  if (!fault) return std::nullopt;
  return Reject{std::string(fault->code), std::move(fault->detail),
                item.example.id.empty() ? item.example.provenance.chunk_id : item.example.id,
                example_text(item.example)};
}

}  // namespace generator::cli
