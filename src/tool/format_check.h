// The first layer of verification (APIGen, arXiv 2406.18518): do the calls parse, are the tools
// there, are the arguments what their schemas ask for. Three outcomes are kept apart.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "data/tool.h"
#include "data/tool_use.h"
#include "tool/dependencies.h"
#include "tool/entity.h"
#include "tool/fault.h"

namespace generator::tool {

enum class Outcome : std::uint8_t {
  kCall,        // every call is well formed
  kAbstention,  // no call at all, and an answer: it was right to do without, as far as form tells
  kMalformed,
};

/// Problems of `arguments` (JSON text of an object) against the tool's input schema, as
/// "pointer: message".
using ArgumentProblems = std::function<std::vector<std::string>(const Tool&, std::string_view)>;

/// Tools by name, with what was understood of them.
class ToolTable {
 public:
  /// `tools` must outlive this.
  explicit ToolTable(const std::vector<Tool>& tools);
  /// With what was understood of them before; all of it must outlive this.
  ToolTable(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings,
            const DependencyGraph& order);
  /// By name, or by what the source calls it; nullptr where there is none.
  const Tool* find(std::string_view name) const;
  /// Its input schema, or one that takes all where that cannot be read. `tool`: as find() gave it.
  json::Value input(const Tool& tool) const;
  const Meaning& meaning(const Tool& tool) const;
  /// Which tools go before which (state_edges.h); made at the first use, and not for two at once.
  const DependencyGraph& order() const;
  std::size_t place(const Tool& tool) const {
    return static_cast<std::size_t>(&tool - tools_.data());
  }
  std::string nearest(std::string_view name) const;  // "" where none is near

 private:
  using Meanings = std::shared_ptr<const std::vector<Meaning>>;
  ToolTable(const std::vector<Tool>& tools, Meanings meanings);

  const std::vector<Tool>& tools_;
  Meanings meanings_;
  std::vector<json::Document> inputs_;
  std::map<std::string, std::size_t, std::less<>> places_;
  // Of a graph that is made here the data edges are left out.
  mutable std::shared_ptr<const DependencyGraph> order_;
};

struct CheckedFormat {
  Outcome outcome = Outcome::kCall;
  std::optional<Fault> fault;  // the first, where malformed
};

/// Faults: unknown_tool, malformed_call (no JSON object, no name, no call in a step), placeholder,
/// bad_arguments (missing, unknown, or against the schema; the default that the schema gives an
/// optional argument is taken even where it is not of its type).
CheckedFormat check_format(const ToolUse& row, const ToolTable& tools,
                           const ArgumentProblems& problems);

/// What stands for a value that was never put in: "$step_1_result", "{{path}}", "<file_name>"; the
/// whole text, or a part that can be nothing else. "" where there is none.
std::string placeholder_in(std::string_view text);

}  // namespace generator::tool
