// What exported rows show before their question (--context, --citations), row by row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cli/passage_input.h"
#include "cli/settings.h"
#include "export/grounded.h"
#include "prompt/library.h"
#include "qa/context_frame.h"
#include "qa/passage_pool.h"
#include "qa/shown_passages.h"
#include "run/dialogue.h"

namespace generator::cli {

/// What --context and --citations ask for.
struct ContextPlan {
  std::size_t passages = 0;  // shown with each row, as far as there are so many; 0: none
  bool has_citations = false;
  std::uint64_t seed = 0;
  bool is_on() const { return passages > 0; }
};

/// Throws Fatal(2) for what does not go together.
ContextPlan read_context(const Settings& settings);

class ContextRows {
 public:
  /// `passages` must outlive this. Reads all of them once where others than the gold ones are
  /// shown.
  ContextRows(const ContextPlan& plan, const Settings& settings, const PassageInput& passages);

  /// What the row shows, or why it cannot be exported. `row`: its number in its file. Throws Fatal
  /// where a passage cannot be read.
  tl::expected<Grounded, Reject> of(const Example& example, std::uint64_t row);

  /// For the report: how many rows show fewer passages than were asked for.
  std::vector<std::string> notes() const;

 private:
  tl::expected<Grounded, Reject> of_unanswerable(const SourcedExample& item, std::uint64_t row);
  Grounded framed(const qa::ShownPassages& shown, const std::string& question,
                  std::vector<std::string> answers);
  ContextPlan plan_;
  const PassageInput& passages_;
  prompt::Library prompts_;
  qa::ContextFrame frame_;
  qa::PassagePool pool_;
  std::int64_t fewer_ = 0;
};

}  // namespace generator::cli
