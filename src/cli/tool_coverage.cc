#include "cli/tool_coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "base/text.h"

namespace generator::cli {
namespace {

constexpr std::size_t kNamesShown = 5;
constexpr std::size_t kEdgesShown = 60;    // for one reason
constexpr std::size_t kReasonsShown = 30;  // those with the most edges

std::string some_of(std::vector<std::string> names, std::size_t shown = kNamesShown) {
  const std::size_t all = names.size();
  names.resize(std::min(all, shown));
  return text::join(names, ", ") +
         (all > shown ? fmt::format(" and {} more", all - shown) : std::string());
}

/// Edges that are not shown, by why: "" where nothing stands in the way.
std::map<std::string, std::vector<std::string>> by_reason(const trajectory::Coverage& shown,
                                                          const trajectory::Planner& planner) {
  std::map<std::string, std::vector<std::string>> out;
  for (std::size_t i = 0; i < shown.data().size(); ++i)
    if (!shown.data()[i]) out[planner.why_no_data(i)].push_back(shown.data_name(i));
  for (std::size_t i = 0; i < shown.state().size(); ++i)
    if (!shown.state()[i]) out[planner.why_no_state(i)].push_back(shown.state_name(i));
  return out;
}

void add_edges(const trajectory::Coverage& shown, const trajectory::Planner& planner,
               std::optional<double> wanted, std::vector<std::string>& out) {
  const std::size_t edges = shown.data().size() + shown.state().size();
  if (edges == 0) return;
  const bool is_short = wanted && shown.share_of_edges() < *wanted;
  const auto open = shown.missing_edges();
  out.push_back(fmt::format("edges: {:.0f} % of {} are shown{}", 100 * shown.share_of_edges(), edges,
                            open.empty() || is_short ? "" : "; not " + some_of(open)));
  if (!is_short) return;
  out.push_back(fmt::format("--cover-edges {:g} is not reached", *wanted));
  const auto reasons = by_reason(shown, planner);
  std::vector<std::pair<std::string, std::vector<std::string>>> lines(reasons.begin(),
                                                                      reasons.end());
  std::ranges::stable_sort(lines, std::ranges::greater(),
                           [](const auto& line) { return line.second.size(); });
  for (std::size_t i = 0; i < std::min(lines.size(), kReasonsShown); ++i) {
    const std::string& why = lines[i].first;
    out.push_back(fmt::format("{}: {}",
                              why.empty() ? "more rows of several steps (--target-pairs) would show"
                                          : "not shown, as " + text::for_terminal(why),
                              some_of(std::move(lines[i].second), kEdgesShown)));
  }
  if (lines.size() > kReasonsShown)
    out.push_back(fmt::format("and {} more reasons", lines.size() - kReasonsShown));
}

}  // namespace

std::vector<std::string> coverage_notes(const trajectory::Toolbox& box,
                                        const trajectory::Coverage& shown,
                                        const trajectory::Planner& planner,
                                        std::optional<double> wanted_edges) {
  std::vector<std::string> out;
  const auto missing = shown.missing_tools();
  out.push_back(fmt::format("tools: {:.0f} % of {} are called{}", 100 * shown.share_of_tools(),
                            box.size(), missing.empty() ? "" : "; not " + some_of(missing)));
  add_edges(shown, planner, wanted_edges, out);
  std::vector<std::string> names;
  for (const std::size_t i : planner.unused()) names.push_back(box.tools[i].name);
  if (!names.empty())
    out.push_back(fmt::format("no arguments are known that these could be called with: {}",
                              some_of(std::move(names))));
  return out;
}

}  // namespace generator::cli
