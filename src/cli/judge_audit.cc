// It comes first, so that a judge that cannot be trusted is found out before it is paid for all
// rows; its ratings of the rows as they are need not be asked for again.
#include "cli/judge_audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "base/text.h"
#include "cli/example_dialogues.h"
#include "cli/listed_dialogues.h"
#include "cli/sample.h"
#include "cli/temporary_file.h"
#include "judge/audit.h"
#include "judge/audit_dialogue.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

constexpr double kFewestRows = 20;

// An unanswerable row has no answer that could be padded or made wrong.
std::uint64_t count_rated(const std::string& path) {
  ExampleReader rows = must(ExampleReader::open(path));
  ExampleRow row;
  std::uint64_t count = 0;
  while (must(rows.next(row))) count += row.example && !row.example->unanswerable ? 1 : 0;
  return count;
}

std::vector<Example> sampled(const std::string& path, std::uint64_t wanted) {
  Sample sample;
  sample.of = count_rated(path);
  sample.wanted = std::min(wanted, sample.of);
  std::vector<Example> out;
  ExampleReader rows = must(ExampleReader::open(path));
  ExampleRow row;
  for (std::uint64_t index = 0; must(rows.next(row));)
    if (row.example && !row.example->unanswerable && sample.takes(index++))
      out.push_back(std::move(*row.example));
  return out;
}

Result<std::unique_ptr<Dialogue>> auditing(const judge::Judge& judge, const Passages& passages,
                                           const std::vector<Example>& rows, std::size_t place) {
  // A row from far away, which is mostly of another passage.
  const Example& far = rows[(place + rows.size() / 2) % rows.size()];
  SourcedExample row{rows[place], {}}, other{far, {}};
  CHECK_OK(find_passages(passages, row));
  return std::make_unique<judge::AuditDialogue>(judge, row, other);
}

}  // namespace

std::uint64_t audited_rows(const Settings& settings, std::uint64_t rows) {
  const auto share = settings.maybe_number("--audit", 0, 1);
  if (!share || *share == 0) return 0;
  const double wanted = std::max(kFewestRows, std::ceil(*share * static_cast<double>(rows)));
  return std::min(rows, static_cast<std::uint64_t>(wanted));
}

std::vector<std::string> audit_judge(Session& session, const Settings& settings,
                                     const std::string& stage, const judge::Judge& judge,
                                     const judge::Selection& selection,
                                     const std::string& in_path, const Passages& passages,
                                     const std::string& out_path, RunSummary& summary) {
  const std::uint64_t wanted = audited_rows(settings, count_rated(in_path));
  if (wanted == 0) return {};
  const TemporaryFile nowhere = must(TemporaryFile::create(".jsonl"));
  const auto out = must(ExampleWriter::create(out_path.empty() ? nowhere.path() : out_path));
  judge::Audit audit(selection);
  const std::vector<Example> rows = sampled(in_path, wanted);
  ListedDialogues source(rows.size(),
                         [&](std::size_t i) { return auditing(judge, passages, rows, i); });
  summary.add(session.run(
      stage, source,
      [&](std::uint64_t, const Finished& finished) -> Status {
        for (const Example& example : finished.examples) {
          audit.add(example);
          CHECK_OK(out->add(example));
        }
        return {};
      },
      "audit of the judge"));
  must(out->finish());
  const judge::AuditReport report = audit.report();
  std::vector<std::string> lines;
  for (const std::string& line : report.lines())
    lines.push_back(fmt::format("audit of {} by {}: {}", session.model_name(stage),
                                text::counted(report.rows, "row"), line));
  const std::vector<std::string> faults = report.faults();
  if (faults.empty()) return lines;
  for (const std::string& line : lines) note(settings, line);
  const std::string verdict = fmt::format("the judge {} is not to be trusted: {}",
                                          session.model_name(stage), text::join(faults, "; "));
  if (!settings.is_on("--keep-going"))
    throw Fatal(kFailed,
                fmt::format("{}\nnothing more is asked of it; all replies are kept. Take another "
                            "judge (--judge-provider, --judge-model), or go on all the same with "
                            "--keep-going{}",
                            verdict, out_path.empty() ? "" : "; its ratings: " + out_path));
  lines.push_back(verdict);
  return lines;
}

}  // namespace generator::cli
