#include "judge/audit_dialogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/json.h"

namespace generator::judge {

AuditDialogue::AuditDialogue(const Judge& judge, const SourcedExample& row,
                             const std::optional<SourcedExample>& other)
    : judge_(judge), easy_(easy_row(row)) {
  const auto add = [&](Probe probe, std::optional<SourcedExample> probed) {
    if (probed) probes_.push_back({probe, std::move(*probed)});
  };
  add(Probe::kBase, row);
  add(Probe::kRepeat, row);
  // Rules read one row at a time, and conversations are asked about apart.
  if (easy_ && !judge.options().from_inputs && !row.example.is_conversation()) {
    add(Probe::kFirst, row);
    add(Probe::kSecond, row);
  }
  add(Probe::kPadded, padded(row));
  if (other) add(Probe::kWrongAnswer, with_answer_of(row, *other));
  add(Probe::kChangedFact, with_changed_fact(row));
  add(Probe::kDenied, with_denial(row));
  add(Probe::kEasy, easy_);
}

std::vector<const SourcedExample*> AuditDialogue::shown(const ProbedRow& probed) const {
  if (probed.probe == Probe::kFirst) return {&probed.row, &*easy_};
  if (probed.probe == Probe::kSecond) return {&*easy_, &probed.row};
  return {&probed.row};
}

Turn AuditDialogue::open() {
  std::vector<Ask> asks;
  for (const ProbedRow& probed : probes_)
    asks.push_back({judge_.ask(shown(probed)), probed.probe == Probe::kRepeat ? 1 : 0});
  return asks;
}

Result<Turn> AuditDialogue::hear(std::span<const Outcome> outcomes) {
  unusable_.clear();
  std::optional<Error> problem;
  Finished out;
  for (std::size_t i = 0; i < probes_.size(); ++i) {
    const auto* completion = std::get_if<Completion>(&outcomes[i]);
    if (completion == nullptr) continue;
    auto ratings = judge_.read(shown(probes_[i]), *completion);
    if (!ratings) {
      unusable_.push_back(i);
      if (!problem) problem = ratings.error();
      continue;
    }
    auto& rating = ratings->rows[probes_[i].probe == Probe::kSecond ? 1 : 0];
    if (!rating || ratings->is_void) continue;
    Example& example = out.examples.emplace_back(probes_[i].row.example);
    example.rating = std::move(rating);
    example.extra += fmt::format("{}\"probe\":\"{}\"", example.extra.empty() ? "" : ",",
                                 to_text(probes_[i].probe));
  }
  if (problem) return fail(problem->kind, problem->message);
  return out;
}

std::optional<Probe> probe_of(const Example& example) {
  const auto fields = json::Document::parse("{" + example.extra + "}");
  if (!fields) return std::nullopt;
  const auto name = std::ranges::find(kProbeNames, fields->root().text_of("probe"));
  if (name == kProbeNames.end()) return std::nullopt;
  return static_cast<Probe>(name - kProbeNames.begin());
}

}  // namespace generator::judge
