#include "report/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "data/reasons.h"

namespace generator {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

// Every part filled, each number different from every other.
RunReport whole_report() {
  RunReport report;
  report.command = "pipeline docs -o training.jsonl";
  report.output = "training.jsonl";
  report.version = "generator";
  report.generated_at = "now";
  report.seed = 42;
  report.wanted = 5'000;
  report.made = 1'357;
  report.without_source = 17;
  report.elapsed_ms = 83'400;
  report.documents = DocumentsReport{23,
                                     1'234'567,
                                     765'432,
                                     {{"navigation", 61, 200'111}, {"link_target", 1'999, 99'003}},
                                     {{"licence", 4}}};
  report.chunks = ChunksReport{601, 456'789, 512, 1'024, 571, 24, 6, "o200k_base"};
  StageReport generate;
  generate.name = "generate";
  generate.takes = "chunks";
  generate.gives = "pairs";
  generate.in = 601;
  generate.out = 1'801;
  generate.rejects = {{std::string(reasons::kShortChunk), 31},
                      {std::string(reasons::kDanglingReference), 53}};
  generate.model = "m1";
  generate.asks = 570;
  generate.calls = 530;
  generate.from_ledger = 40;
  generate.failed_calls = 3;
  generate.bad_replies = 7;
  generate.retries = 29;
  generate.input_tokens = 654'321;
  generate.output_tokens = 87'654;
  generate.usd = 0.4321;
  StageReport curate = generate;
  curate.name = "curate";
  curate.in = 1'801;
  curate.out = 1'357;
  curate.rejects = {{std::string(reasons::kBelowThreshold), 444},
                    {std::string(reasons::kDanglingReference), 9}};
  curate.usd.reset();
  report.stages = {generate, curate};
  RatingStatistics ratings(7.0);
  for (int i = 0; i < 1'801; ++i) {
    Rating rating;
    rating.total = i % 3 == 0 ? 7.0 : 1.0 + static_cast<double>(i % 91) / 10;
    rating.criteria = {{"clarity", 8.5}, {"accuracy", static_cast<double>(i % 10)}};
    rating.model = "judge";
    ratings.add(rating, rating.total >= 7.0);
  }
  report.ratings = ratings.report();
  RowStatistics rows;
  for (int i = 0; i < 1'357; ++i) {
    Example example;
    example.pair() = {
        "How do I use `f" + std::to_string(i % 900) + "` in case " + std::to_string(i) + "?",
        {},
        "one two three" + std::string(static_cast<std::size_t>(i % 5), '.') +
            (i % 2 ? " four" : "")};
    example.provenance = {"c" + std::to_string(i % 300), "s" + std::to_string(i % 19), "m1", ""};
    example.kind = i % 4 == 0 ? "how-to" : "concept";
    example.answer_form = "verbatim";
    rows.add(example);
  }
  report.rows = rows.report();
  report.files = {{"training.jsonl", "chatml", 1'357, 2, 5, 8}};
  report.notes = {"a note"};
  return report;
}

std::string json_of(const RunReport& report) {
  std::string out;
  json::Writer writer(out);
  write_report(writer, report);
  return out;
}

struct Number {
  double value;
  int decimals;
  bool is_percent;
};

std::vector<Number> numbers_in(std::string_view s) {
  std::vector<Number> out;
  for (std::size_t i = 0; i < s.size();) {
    if (!text::is_digit(s[i])) {
      ++i;
      continue;
    }
    std::string digits;
    int decimals = 0;
    bool after_point = false;
    const auto digit_follows = [&] { return i + 1 < s.size() && text::is_digit(s[i + 1]); };
    for (; i < s.size(); ++i) {
      if (s[i] == ',' && digit_follows()) continue;
      if (s[i] == '.' && !after_point && digit_follows()) {
        after_point = true;
      } else if (!text::is_digit(s[i])) {
        break;
      } else if (after_point) {
        ++decimals;
      }
      digits += s[i];
    }
    out.push_back({std::stod(digits), decimals, s.substr(i).starts_with(" %")});
  }
  return out;
}

void collect_numbers(json::Value value, std::vector<double>& out) {
  if (const auto number = value.number()) out.push_back(*number);
  for (const auto& number : numbers_in(value.text())) out.push_back(number.value);
  for (std::size_t i = 0; i < value.size(); ++i) collect_numbers(value.at(i), out);
}

TEST(RunReport, HasEveryNumberOfItsTextInItsJson) {
  const RunReport report = whole_report();
  const auto document = json::Document::parse(json_of(report));
  ASSERT_TRUE(document) << json_of(report);
  std::vector<double> known;
  collect_numbers(document->root(), known);
  const std::string page = report_text(report);
  const auto shown = numbers_in(page);
  EXPECT_GT(shown.size(), 100u);
  for (const auto& number : shown) {
    const double step = std::pow(10.0, -number.decimals) * 0.5000001;
    const bool found = std::any_of(known.begin(), known.end(), [&](double v) {
      return std::fabs((number.is_percent ? v * 100 : v) - number.value) <= step;
    });
    EXPECT_TRUE(found) << number.value << " is in the text but not in the JSON\n" << page;
  }
}

TEST(RunReport, SaysAtTheEndWhatWasSentAnewAndWhatTheCacheSaved) {
  RunReport report;
  EXPECT_TRUE(economy_lines(report).empty());
  report.stages.resize(2);
  report.stages[0].retries = 1;
  EXPECT_EQ(economy_lines(report),
            (std::vector<std::string>{
                "1 request was sent anew after failures of the network or a server"}));
  report.stages[1].retries = 1'200;
  MoneyReport& money = report.money.emplace();
  money.replies = 10;
  money.input_tokens = 1'000;
  money.cached_tokens = 614;
  money.usd_saved = 1.25;
  EXPECT_EQ(economy_lines(report),
            (std::vector<std::string>{
                "1,201 requests were sent anew after failures of the network or a server",
                "read from the providers' caches: 61.4 % of the input tokens, 1.25 USD saved"}));
  EXPECT_THAT(report_text(report), HasSubstr("61.4 % of the input tokens, 1.25 USD saved"));
  EXPECT_THAT(json_of(report), HasSubstr("\"cached_share\":0.614"));
  EXPECT_THAT(json_of(report), HasSubstr("\"retries\":1200"));
  money.usd_saved = -2.5;
  EXPECT_THAT(economy_lines(report)[1], HasSubstr(", 2.50 USD more than without them"));
  money.unpriced_replies = 10;  // no price is known
  EXPECT_THAT(economy_lines(report)[1], Not(HasSubstr("USD")));
}

TEST(RunReport, SaysWhereEveryRowWentWithTheMeaningOfItsReason) {
  const std::string page = report_text(whole_report());
  EXPECT_THAT(
      page,
      HasSubstr(
          "| generate | short_chunk        |   31 | the chunk has too little text to ask about"));
  EXPECT_THAT(
      page,
      HasSubstr("| curate   | below_threshold    |  444 | the judge's total is below --threshold"));
  EXPECT_THAT(page, HasSubstr("571 within 512:1,024 tokens (95.0 %), 24 below, 6 above"));
  EXPECT_EQ(closing_line(whole_report()),
            "1,357 rows in training.jsonl, 5,000 asked for; left out: 444 below_threshold, 62 "
            "dangling_reference, 31 short_chunk");
}

TEST(RunReport, LinesUpTheColumnsOfItsTables) {
  std::size_t width = 0;
  const std::string page = report_text(whole_report());
  for (const auto line : text::lines(page)) {
    if (!line.starts_with("|")) {
      width = 0;
      continue;
    }
    if (width != 0) {
      EXPECT_EQ(text::length(line), width) << line;
    }
    width = text::length(line);
  }
}

TEST(RunReport, ShowsNoRetentionWhereRulesMadeTheRows) {
  RunReport report = whole_report();
  EXPECT_THAT(report_text(report), HasSubstr("retention"));
  EXPECT_THAT(json_of(report), HasSubstr("\"retention\""));
  report.made_by_rules = true;
  EXPECT_THAT(report_text(report), Not(HasSubstr("retention")));
  EXPECT_THAT(json_of(report), Not(HasSubstr("\"retention\"")));
  EXPECT_TRUE(closing_line(report).ends_with("(made by rules, not by a model)"));
}

TEST(RunReport, WarnsOfWhatDeservesALook) {
  const auto all = warnings(whole_report());
  for (const std::string_view part :
       {"5,000 rows were asked for and 1,357 made", "no source for 17 rows",
        "stand exactly at the threshold", "few forms: 1 distinct template in 1,357 rows",
        "6 chunks are longer", "generate: 3 calls failed",
        "training.jsonl: 8 rows hold marks of chat templates", "a note"})
    EXPECT_THAT(all, Contains(HasSubstr(std::string(part))));
  EXPECT_THAT(warnings(RunReport{}), Contains("there are no rows"));
  RunReport fine;
  fine.made = 3;
  EXPECT_TRUE(warnings(fine).empty());
}

TEST(RunReport, NamesAModelThatJudgedItsOwnRows) {
  RunReport report = whole_report();
  report.ratings->judges = {{"m1", 1'801}};
  EXPECT_THAT(warnings(report), Contains("`m1` wrote rows and judged them"));
}

TEST(RunReport, ShowsHostileNamesHarmlessly) {
  RunReport report = whole_report();
  report.output = "a\x1b[31m\nb";
  report.stages[0].model = "evil|\xE2\x80\xAE\x1b]0;x\x07";
  report.rows->kinds = {{"k\x1b[2J", 1}};
  const std::string page = report_text(report);
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
  EXPECT_EQ(page.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_THAT(page, HasSubstr("# a\\x1B[31m b\n"));
  EXPECT_TRUE(json::Document::parse(json_of(report)));
}

TEST(RunReport, WritesBothFiles) {
  const std::string folder = ::testing::TempDir() + "/report-files";
  ASSERT_TRUE(write_report_files(whole_report(), folder + "/report.json", folder + "/report.md"));
  EXPECT_EQ(*read_file(folder + "/report.md"), report_text(whole_report()));
  EXPECT_EQ(*read_file(folder + "/report.json"), json_of(whole_report()) + "\n");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace generator
