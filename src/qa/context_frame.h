// The words around passages and question in an exported row: the prompt `context`, of which a
// person may have their own.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "prompt/template.h"

namespace generator::qa {

class ContextFrame {
 public:
  /// Errors: kInvalidInput where the template would lose passages or question, or has more than a
  /// user's message. `prompt` must outlive this.
  static Result<ContextFrame> create(const prompt::Template& prompt, bool has_citations);

  /// `passages`: "" where they stand elsewhere.
  Result<std::string> around(std::string_view passages, std::string_view question) const;

 private:
  ContextFrame(const prompt::Template& prompt, bool has_citations)
      : prompt_(&prompt), has_citations_(has_citations) {}
  const prompt::Template* prompt_;
  bool has_citations_;
};

}  // namespace generator::qa
