// Response rewriting: the same answer in better form, with proof that it is the same.
//
// Self-Alignment with Instruction Backtranslation (arXiv 2308.06259) keeps answers as humans wrote
// them; copied out of a document they still read like pieces of one. A model rewrites form, and a
// measure refuses what changed content.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/example.h"
#include "model/chat.h"
#include "prompt/template.h"
#include "qa/rewrite_check.h"
#include "qa/style.h"
#include "run/dialogue.h"

namespace generator::qa {

struct EnrichOptions {
  Style style;
  Sampling sampling;
  bool require_rewrite = false;  // drop the rows that could not be rewritten
};

/// The stage: settings that all its dialogues share. `prompt` must outlive it, and it its
/// dialogues.
class Enrichment {
 public:
  Enrichment(const prompt::Template& prompt, EnrichOptions options);
  Enrichment(const Enrichment&) = delete;
  Enrichment& operator=(const Enrichment&) = delete;

  /// Errors: kInvalidInput where the template wants a hole that is not offered.
  Result<std::unique_ptr<Dialogue>> begin(SourcedExample item) const;
  /// The holes that are offered to a template.
  static std::vector<prompt::Hole> holes();

  /// The request that asks for a rewriting of the pair.
  Result<ChatRequest> ask(const SourcedExample& item) const;
  /// The requests with which the dialogue of `item` opens: one a turn.
  Result<std::vector<ChatRequest>> asks(const SourcedExample& item) const;
  /// The second and last ask: the model sees its version and what is wrong with it.
  ChatRequest ask_again(const ChatRequest& first, std::string_view reply,
                        const RewriteFault& fault) const;
  /// The answer in a reply. Errors: kInvalidInput: no JSON, no `answer`, or an empty one.
  static Result<std::string> read(const Completion& completion);

  const EnrichOptions& options() const { return options_; }

 private:
  const prompt::Template& prompt_;
  EnrichOptions options_;
  Schema schema_;
};

}  // namespace generator::qa
