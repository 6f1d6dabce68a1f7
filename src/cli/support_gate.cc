#include "cli/support_gate.h"

#include "base/hash.h"
#include "cli/sample.h"
#include "qa/support_check.h"

namespace generator::cli {

SupportGate::SupportGate(const Settings& settings) {
  style_.min_support = settings.number("--min-support", 0, 1);
}

std::optional<Reject> SupportGate::settle(SourcedExample& item) {
  Example& example = item.example;
  if (!item.chunk || example.answer_form == "verbatim") return std::nullopt;
  qa::SupportCheck check = qa::check_support(item, example.pair().answer, style_);
  if (check.facts_only) in_another_language_.insert(checksum(row_name(example)));
  note_support(check, item, example);
  if (!check.fault) return std::nullopt;
  return Reject{std::string(check.fault->code), std::move(check.fault->detail),
                example.id.empty() ? example.provenance.chunk_id : example.id,
                example_text(example)};
}

}  // namespace generator::cli
