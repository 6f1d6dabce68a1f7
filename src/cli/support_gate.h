// What curate refuses before it pays a judge: answers that their passage does not support.
#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "cli/settings.h"
#include "data/example.h"
#include "qa/style.h"
#include "run/dialogue.h"

namespace generator::cli {

class SupportGate {
 public:
  /// --min-support
  explicit SupportGate(const Settings& settings);

  /// `low_support` where the row's passage is known and supports too little of its answer; else
  /// the share, and as evidence what says it, are put into the row. One that is copied
  /// (`answer_form` verbatim) is its own proof. Of a row with reasoning the steps are held against
  /// the passage, and the answer against both, with the reasons of cot/check.h. An unanswerable row
  /// goes where a passage that it is shown with supports its true answer.
  std::optional<Reject> settle(SourcedExample& item);

  /// Rows whose answer is in another language than their passage: only numbers, identifiers and
  /// the like were compared.
  std::int64_t in_another_language() const {
    return static_cast<std::int64_t>(in_another_language_.size());
  }

 private:
  static std::optional<Reject> settle_unanswerable(const SourcedExample& item);
  std::optional<Reject> settle_reasoned(const SourcedExample& item) const;
  qa::Style style_;
  std::set<std::uint64_t> in_another_language_;  // by checksum: a row may be settled twice
};

}  // namespace generator::cli
