// What deserves a look. The bounds are where a set has in practice been found to be useless or
// misread.
#include <fmt/format.h>

#include "base/text.h"
#include "report/summary.h"

namespace generator {
namespace {

constexpr double kManyTies = 0.30;
constexpr double kFewTemplates = 0.20;
constexpr double kMixMissed = 0.10;
constexpr std::int64_t kEnoughRows = 50;  // below this a share says little

std::string counted(std::int64_t n) { return text::with_commas(n); }
std::string percent(double share) { return fmt::format("{:.1f} %", share * 100); }

void add_row_warnings(const RunReport& report, std::vector<std::string>& out) {
  if (report.made == 0) out.push_back("there are no rows");
  if (report.wanted > 0 && report.made < report.wanted)
    out.push_back(fmt::format("{} asked for and {} made",
                              text::counted(report.wanted, "row was", "rows were"),
                              counted(report.made)));
  if (report.without_source > 0)
    out.push_back(
        fmt::format("no source for {}: what needs the passage was skipped there; name it "
                    "with --source",
                    text::counted(report.without_source, "row")));
  if (!report.rows || report.rows->rows < kEnoughRows) return;
  const RowReport& rows = *report.rows;
  if (rows.template_share < kFewTemplates)
    out.push_back(fmt::format("the questions have few forms: {} in {}",
                              text::counted(rows.templates, "distinct template"),
                              text::counted(rows.rows, "row")));
  if (rows.repeated_questions > 0)
    out.push_back(
        fmt::format("{} a question letter for letter",
                    text::counted(rows.repeated_questions, "row repeats", "rows repeat")));
}

void add_mix_warnings(const RunReport& report, std::vector<std::string>& out) {
  if (!report.rows || report.rows->rows < kEnoughRows) return;
  for (const auto& [kind, wanted] : report.question_mix)
    if (const double got = share_of_kind(*report.rows, kind); wanted - got > kMixMissed)
      out.push_back(fmt::format("{} of the questions are of the kind {}, {} were asked for: the "
                                "source bears few of these, or few were kept",
                                percent(got), kind, percent(wanted)));
}

void add_rating_warnings(const RunReport& report, std::vector<std::string>& out) {
  if (!report.ratings || report.ratings->rated == 0) return;
  const RatingReport& ratings = *report.ratings;
  if (ratings.tied_share > kManyTies)
    out.push_back(
        fmt::format("{} of the ratings stand exactly at the threshold: a small change of it keeps "
                    "or drops them all; --keep-top chooses a share instead",
                    percent(ratings.tied_share)));
  if (report.made_by_rules || !report.rows) return;
  for (const auto& [judge, rated] : ratings.judges)
    for (const auto& [model, rows] : report.rows->models)
      if (judge == model && judge != "unknown")
        out.push_back(fmt::format("`{}` wrote rows and judged them", text::for_terminal(judge)));
}

}  // namespace

std::vector<std::string> warnings(const RunReport& report) {
  std::vector<std::string> out;
  if (report.interrupted)
    out.push_back("the run was interrupted; the same command goes on with it");
  add_row_warnings(report, out);
  add_mix_warnings(report, out);
  add_rating_warnings(report, out);
  if (report.chunks && report.chunks->above > 0)
    out.push_back(fmt::format("{} longer than asked for",
                              text::counted(report.chunks->above, "chunk is", "chunks are")));
  for (const auto& stage : report.stages)
    if (stage.failed_calls > 0)
      out.push_back(fmt::format("{}: {} failed; the same command tries again",
                                text::for_terminal(stage.name),
                                text::counted(stage.failed_calls, "call")));
  for (const auto& file : report.files)
    if (file.template_marks > 0)
      out.push_back(
          fmt::format("{}: {} marks of chat templates such as <|im_end|>; a trainer may cut them "
                      "there",
                      text::for_terminal(file.path),
                      text::counted(file.template_marks, "row holds", "rows hold")));
  out.insert(out.end(), report.notes.begin(), report.notes.end());
  return out;
}

}  // namespace generator
