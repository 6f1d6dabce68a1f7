// Refused pairs go back to a writer with the judge's reasons: what was wrong is said, so it can be
// mended. What comes back has to pass the rules that every pair has to pass, and is judged afresh.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/example.h"
#include "model/chat.h"
#include "prompt/template.h"
#include "qa/fault.h"
#include "qa/style.h"
#include "run/dialogue.h"

namespace generator::qa {

struct RefineOptions {
  Style style;
  Sampling sampling;
  bool from_inputs = false;  // who answers reads the inputs alone: no prompt is written
};

/// The stage: settings that all its dialogues share. `prompt` must outlive it, and it its
/// dialogues.
class Refinement {
 public:
  /// Errors: kInvalidInput where the template wants a hole that is not offered.
  static Result<std::unique_ptr<Refinement>> make(const prompt::Template& prompt,
                                                  RefineOptions options);
  Refinement(const Refinement&) = delete;
  Refinement& operator=(const Refinement&) = delete;

  /// Ends in the pair in its new form, without a rating, or in a reject with what is wrong with the
  /// new form: `not_refined` where it is the old one. A version with a fault is asked for once more.
  std::unique_ptr<Dialogue> begin(SourcedExample item) const;
  /// The holes that are offered to a template.
  static std::vector<prompt::Hole> holes();

  ChatRequest ask(const SourcedExample& item) const;
  /// Errors: kInvalidInput: no JSON, no text `question` or `answer`, an empty one, a reply that ends
  /// in the middle.
  static Result<QaPair> read(const Completion& completion);
  /// The item's example with `pair` as what it says, or why that may not be.
  Checked<Example> refined(const SourcedExample& item, QaPair pair) const;

 private:
  Refinement(const prompt::Template& prompt, RefineOptions options);
  const prompt::Template& prompt_;
  RefineOptions options_;
  Schema schema_;
};

}  // namespace generator::qa
