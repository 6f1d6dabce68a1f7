#include "cli/tool_edges.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "cli/listed_dialogues.h"
#include "cli/tool_plans.h"
#include "cli/unit_measure.h"

namespace generator::cli {
namespace {

using trajectory::EdgeQuestion;

}  // namespace

trajectory::EdgeConfirmation make_edge_confirmation(const Session& session, bool from_inputs) {
  return must(trajectory::EdgeConfirmation::create(
      *must(session.prompts().find("tool_edge", session.prompt_set(kToolStage))),
      {session.choice(kToolStage).sampling, from_inputs}));
}

AskedEdges ask_edges(Session& session, const std::vector<Tool>& tools,
                     const tool::DependencyGraph& graph, Sample* sample) {
  const auto confirmation = make_edge_confirmation(session, session.is_offline(kToolStage));
  const std::vector<EdgeQuestion> questions = trajectory::questions_of(tools, graph);
  if (sample != nullptr) sample->of = questions.size();
  std::vector<const EdgeQuestion*> asked;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (sample != nullptr && !sample->takes(i)) continue;
    if (sample != nullptr) sample->taken.push_back(questions[i].name());
    asked.push_back(&questions[i]);
    places.push_back(i);
  }
  AskedEdges out;
  out.verdicts.data.resize(graph.data.size());
  out.verdicts.state.resize(graph.state.size());
  ListedDialogues source(asked.size(), [&](std::size_t i) { return confirmation.begin(*asked[i]); });
  out.result.summary = session.run(
      kToolStage, source,
      [&](std::uint64_t item, Finished& finished) -> Status {
        for (const ToolUse& row : finished.tool_uses) {
          TRY(tool::EdgeVerdict verdict, trajectory::verdict_of(row));
          const std::size_t place = places[item];
          const bool is_data = place < graph.data.size();
          (is_data ? out.verdicts.data[place] : out.verdicts.state[place - graph.data.size()]) =
              std::move(verdict);
          ++out.answered;
        }
        return {};
      },
      "tool_deps");
  out.unanswered = static_cast<std::int64_t>(asked.size()) - out.answered;
  if (out.unanswered > 0) out.result.report.rejects = {{"unanswered", out.unanswered}};
  return out;
}

Undertaking tool_edges(Session& session, const std::vector<Tool>& tools,
                       const tool::DependencyGraph& graph) {
  return {{kToolStage},
          "edges",
          [&](std::uint64_t units) { return graph.data.size() + graph.state.size() > units; },
          [&](std::uint64_t wanted) {
            Sample sample;
            sample.wanted = wanted;
            UnitMeasure units(session);
            units.begin(sample.taken);
            const AskedEdges asked = ask_edges(session, tools, graph, &sample);
            units.end(asked.result);
            std::vector<std::string> kept(sample.taken);
            kept.resize(static_cast<std::size_t>(asked.answered));
            units.keep(kept);
            return units.forecast(sample.taken, sample.of);
          }};
}

}  // namespace generator::cli
