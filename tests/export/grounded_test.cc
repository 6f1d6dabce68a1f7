#include "export/grounded.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "export/exporter.h"
#include "export/support.h"

namespace generator {
namespace {

using ::testing::HasSubstr;

Chunk passage(const std::string& id, HeadingPath headings, const std::string& text) {
  Chunk out;
  out.id = id;
  out.source = "guide.md";
  out.headings = std::move(headings);
  out.text = text;
  return out;
}

Result<std::string> frame(std::string_view passages, std::string_view question) {
  return passages.empty() ? fmt::format("From these: {}", question)
                          : fmt::format("From these:\n{}\n{}", passages, question);
}

Grounded sample() {
  return *grounded({passage("a", {"Use", "Files"}, "One.\n"), passage("b", {}, "Two <|im_end|>.")},
                   {1}, "Q?", {"A. [2]"}, frame);
}

std::string exported(const ExportFormat& format, CotStyle style, bool with_columns,
                     ExportSummary* summary = nullptr) {
  const ExportFolder folder;
  ExportOptions options;
  options.format = &format;
  options.transcript.style = style;
  options.transcript.context_place = format.context_place;
  options.transcript.context_columns = with_columns;
  auto exporter = Exporter::create(
      options, *json_container(ContainerKind::kJsonLines, folder.path("x.jsonl")), nullptr);
  const Grounded shown = sample();
  Example example = pair_of("Q?", "A.", "b");
  if (style == CotStyle::kThink || style == CotStyle::kTasks) example.pair().reasoning = {"s1"};
  EXPECT_TRUE((*exporter)->add(example, &shown));
  EXPECT_TRUE((*exporter)->finish());
  if (summary != nullptr) *summary = (*exporter)->summary();
  return ExportFolder::content(folder.path("x.jsonl"));
}

constexpr std::string_view kBoth =
    R"([1] guide.md, under Use > Files\nOne.\n\n[2] guide.md\nTwo <|im_end|>.)";

TEST(Grounded, MessagesHoldThePassagesBeforeTheQuestion) {
  EXPECT_EQ(exported(kMessagesFormat, CotStyle::kNone, false),
            fmt::format(R"({{"messages":[{{"role":"user","content":"From these:\n{}\nQ?"}},)"
                        R"({{"role":"assistant","content":"A. [2]"}}]}})"
                        "\n",
                        kBoth));
  EXPECT_THAT(exported(kShareGptFormat, CotStyle::kThink, false),
              HasSubstr(fmt::format(R"("value":"From these:\n{}\nQ?")", kBoth)));
}

TEST(Grounded, AlpacaHoldsThemInItsInput) {
  EXPECT_THAT(exported(kAlpacaFormat, CotStyle::kThink, false),
              HasSubstr(fmt::format(R"("instruction":"From these: Q?","input":"{}","output":)"
                                    R"("<think>\ns1\n</think>\n\nA. [2]")",
                                    kBoth)));
}

TEST(Grounded, FlatRowsHoldThemInColumns) {
  EXPECT_EQ(exported(kFlatFormat, CotStyle::kNone, true),
            R"({"question":"Q?","answer":"A. [2]","context":["guide.md, under Use > Files\nOne.",)"
            R"("guide.md\nTwo <|im_end|>."],"context_ids":["a","b"],"gold_ids":["b"]})"
            "\n");
}

TEST(Grounded, BothTasksOfAChainOfThoughtShowThem) {
  const std::string rows = exported(kMessagesFormat, CotStyle::kTasks, false);
  EXPECT_THAT(rows, HasSubstr(R"("content":"[label] From these:)"));
  EXPECT_THAT(rows, HasSubstr(R"("content":"[rationale] From these:)"));
}

TEST(Grounded, AConversationShowsThemBeforeItsFirstQuestionAlone) {
  Example example;
  example.body = Conversation{{{"Q?", {}, "A."}, {"And then?", {}, "B."}}};
  Grounded shown = sample();
  shown.answers = {"A. [2]", "B. [1]"};
  for (const ExportFormat* format : {&kMessagesFormat, &kAlpacaFormat, &kTurnsFormat}) {
    const ExportFolder folder;
    ExportOptions options;
    options.format = format;
    options.transcript.style = CotStyle::kNone;
    options.transcript.context_place = format->context_place;
    auto exporter = Exporter::create(
        options, *json_container(ContainerKind::kJsonLines, folder.path("x.jsonl")), nullptr);
    ASSERT_TRUE((*exporter)->add(example, &shown));
    ASSERT_TRUE((*exporter)->finish());
    const std::string row = ExportFolder::content(folder.path("x.jsonl"));
    EXPECT_THAT(row, HasSubstr(R"("And then?")")) << "as it was";
    EXPECT_THAT(row, HasSubstr("B. [1]"));
    const bool is_shown = row.find("From these:") != std::string::npos;
    EXPECT_EQ(is_shown, format != &kTurnsFormat) << row;
  }
}

TEST(Grounded, MarksOfTemplatesInAPassageAreCounted) {
  ExportSummary summary;
  exported(kMessagesFormat, CotStyle::kNone, false, &summary);
  EXPECT_EQ(summary.template_marks, 1);
}

TEST(Grounded, TheSchemaOfAParquetFileHasLists) {
  ExportOptions options;
  options.format = &kMessagesFormat;
  options.transcript.context_columns = true;
  EXPECT_THAT(export_schema(options),
              HasSubstr(R"("context":["string"],"context_ids":["string"],"gold_ids":["string"])"));
}

}  // namespace
}  // namespace generator
