// The two layers of verification that need no model, as a gate in front of those that do.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/schema_problems.h"
#include "cli/settings.h"
#include "data/tool_use.h"
#include "run/dialogue.h"
#include "store/row_stream.h"
#include "tool/format_check.h"

namespace generator::cli {

/// What became of the rows, layer by layer.
struct ToolLayers {
  std::int64_t rows = 0, unreadable = 0, malformed = 0, abstentions = 0, not_executed = 0;
  std::int64_t judged = 0, kept = 0;  // of those that were asked about; 0: nobody was asked
  /// "format: 98 of 100 (98.0 %)", a line a layer.
  std::string text() const;
};

class ToolGate {
 public:
  /// `spec`: the tools of rows that do not have them; "" where all have. Throws Fatal.
  explicit ToolGate(const std::string& spec);
  ToolGate(const ToolGate&) = delete;
  ToolGate& operator=(const ToolGate&) = delete;

  /// The row where it passes both layers, else why not. Throws Fatal(2) where its tools are not
  /// known.
  tl::expected<ToolUse, Reject> pass(const RawRow& raw);
  ToolLayers& layers() { return layers_; }

 private:
  std::vector<Tool> tools_;
  std::unique_ptr<tool::ToolTable> table_;
  SchemaProblems schemas_;
  ToolLayers layers_;
};

}  // namespace generator::cli
