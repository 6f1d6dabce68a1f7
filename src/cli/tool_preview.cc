#include "cli/tool_preview.h"

#include <memory>
#include <vector>

#include "cli/temporary_file.h"
#include "cli/tool_plans.h"
#include "cli/tool_row_stage.h"
#include "cli/unit_measure.h"

namespace generator::cli {
namespace {

/// Files that a preview writes and nobody keeps.
struct Spool {
  TemporaryFile made = must(TemporaryFile::create(".jsonl"));
  TemporaryFile kept = must(TemporaryFile::create(".jsonl"));
  TemporaryFile reject_file = must(TemporaryFile::create(".jsonl"));
  std::unique_ptr<RejectWriter> rejects = must(RejectWriter::create(reject_file.path()));
};

using NameOf = std::string (*)(const RawRow&);

std::string item_of(const RawRow& raw) {
  return trajectory::item_name_of(must(read_tool_row(raw)).id);
}

std::vector<std::string> names_in(const std::string& path, NameOf name_of) {
  std::vector<std::string> out;
  RowStream rows = must(RowStream::open(path));
  for (RawRow raw; must(rows.next(raw));) out.push_back(name_of(raw));
  return out;
}

Forecast preview_making(Session& session, const Settings& settings,
                        const trajectory::Toolbox& box, const ToolPlace& place, ToolMaking making,
                        std::uint64_t wanted) {
  const Spool spool;
  Sample sample;
  sample.wanted = wanted;
  UnitMeasure units(session);
  units.begin(sample.taken);
  units.end(tool_generate_stage(session, settings, box, place, tool_rows_wanted(settings),
                                making.chain_first, spool.made.path(), *spool.rejects, &sample));
  std::vector<std::string> rows = names_in(spool.made.path(), &item_of);
  if (making.judges) {
    units.begin(rows);
    units.end(judge_tool_rows(session, settings, spool.made.path(), nullptr, spool.kept.path(),
                              *spool.rejects));
    rows = names_in(spool.kept.path(), &item_of);
  }
  units.keep(rows);
  return units.forecast(sample.taken, sample.of);
}

Forecast preview_rows(Session& session, const Settings& settings, const std::string& path,
                      RowsAsk ask, std::uint64_t wanted) {
  const Spool spool;
  Sample sample;
  sample.wanted = wanted;
  UnitMeasure units(session);
  units.begin(sample.taken);
  if (ask == RowsAsk::kJudge) {
    ToolGate gate(settings.text("--tools"));
    units.end(judge_tool_rows(session, settings, path, &gate, spool.kept.path(), *spool.rejects,
                              INT64_MAX, &sample));
  } else {
    OutcomeTally outcomes;
    units.end(evaluate_tool_rows(session, settings, path, spool.kept.path(), *spool.rejects,
                                 outcomes, &sample));
  }
  units.keep(names_in(spool.kept.path(), &tool_row_name));
  return units.forecast(sample.taken, sample.of);
}

}  // namespace

Undertaking tool_making(Session& session, const Settings& settings,
                        const trajectory::Toolbox& box, const ToolPlace& place,
                        ToolMaking making) {
  Undertaking out;
  out.stages = {kToolStage};
  if (making.judges) out.stages.emplace_back("judge");
  out.unit = "rows";
  out.is_more_than = [&settings](std::uint64_t units) {
    return static_cast<std::uint64_t>(tool_rows_wanted(settings)) > units;
  };
  out.preview = [&, making](std::uint64_t wanted) {
    return preview_making(session, settings, box, place, making, wanted);
  };
  return out;
}

Undertaking tool_rows(Session& session, const Settings& settings, const std::string& path,
                      RowsAsk ask) {
  return {{"judge"},
          "rows",
          [&path](std::uint64_t units) { return count_tool_rows(path) > units; },
          [&, ask](std::uint64_t wanted) {
            return preview_rows(session, settings, path, ask, wanted);
          }};
}

}  // namespace generator::cli
