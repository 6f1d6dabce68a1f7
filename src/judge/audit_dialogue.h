// One row before the judge in every form that an audit wants of it, all at once.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "judge/judge.h"
#include "judge/probes.h"
#include "run/dialogue.h"

namespace generator::judge {

/// Ends in examples: each form of the row that got a rating, with that rating, and the form's name
/// as `probe` (see Probe). A form that got none is left out: of what a judge cannot rate, a real
/// run tells. The row as it is is asked about as a run without votes and batches asks about it.
class AuditDialogue final : public Dialogue {
 public:
  /// `other`: a row whose answer is wrong for this one. `judge` must outlive this.
  AuditDialogue(const Judge& judge, const SourcedExample& row,
                const std::optional<SourcedExample>& other);
  Turn open() override;
  Result<Turn> hear(std::span<const Outcome> outcomes) override;
  std::vector<std::size_t> unusable() const override { return unusable_; }

 private:
  std::vector<const SourcedExample*> shown(const ProbedRow& probed) const;
  const Judge& judge_;
  std::vector<ProbedRow> probes_;
  std::optional<SourcedExample> easy_;  // stands beside the row where two are shown
  std::vector<std::size_t> unusable_;
};

/// Which form of a row an audit's example is; nothing where it is no such example.
std::optional<Probe> probe_of(const Example& example);

}  // namespace generator::judge
