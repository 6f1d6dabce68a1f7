// What was made of a file that describes tools: the tools, and everything that was not taken as it
// stands, with its place and what follows from it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "data/tool.h"

namespace generator {

/// What follows from a problem.
enum class ToolEffect : std::uint8_t {
  kNote,     // nothing is lost; a person may want to know
  kChanged,  // the tool is there, but says or takes less than the description
  kDropped,  // this operation or tool was left out
};

std::string_view to_text(ToolEffect effect);  // "note", "changed", "dropped"

struct ToolProblem {
  ToolEffect effect = ToolEffect::kNote;
  int line = 0;           // of the file, from 1; 0: the whole file
  std::string pointer;    // "#/paths/~1pets/get/parameters/0"; "" where there is none
  std::string operation;  // "GET /pets", or a tool's name; "" of the whole file
  std::string message;    // what is wrong, and what was made of it
};

struct ToolListing {
  std::string file;
  std::string format;  // "OpenAPI 3.1", "Swagger 2.0", "OpenAI tools", "Python", ...
  std::string title;   // the description's own
  std::vector<Tool> tools;
  std::int64_t described = 0;  // operations or tools in the file
  std::int64_t filtered = 0;   // of them, left out because it was asked for
  std::vector<ToolProblem> problems;  // at most kMaxProblems
  std::int64_t unlisted_problems = 0;

  static constexpr std::size_t kMaxProblems = 10'000;
  void add_problem(ToolProblem problem);
  /// Operations or tools that were left out because of a problem.
  std::int64_t dropped() const;
};

/// "petstore.yaml:12: GET /pets: … (#/paths/…)": one line, safe for a terminal.
std::string to_line(const ToolListing& listing, const ToolProblem& problem);

/// {"tools":[…]}, a tool a line: what `tool-parse` writes and every command reads.
std::string tools_as_json(const std::vector<Tool>& tools);

/// The report as text for a person, and as JSON (docs/formats.md, "Tool files").
std::string report_as_text(const ToolListing& listing);
std::string report_as_json(const ToolListing& listing);

}  // namespace generator
