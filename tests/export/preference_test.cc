#include "export/preference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "export/dataset_info.h"
#include "export/exporter.h"
#include "export/support.h"

namespace generator {
namespace {

using ::testing::HasSubstr;

Preference pair_of_answers(const std::string& better, const std::string& worse) {
  Preference out;
  out.chosen = pair_of("What is a queue?", better, "c1");
  out.chosen.id = "r1";
  out.rejected = out.chosen;
  out.rejected.pair().answer = worse;
  out.origin = Origin::kPlantedFault;
  out.difference = "number: `2` became `3`";
  return out;
}

ExportOptions options_for(const ExportFormat& shape) {
  ExportOptions options;
  options.format = &shape;
  options.transcript.style = shape.usual_style;
  options.transcript.with_origin = shape.has_columns;
  if (shape.has_columns) options.transcript.columns = {"id"};
  return options;
}

Result<std::string> exported(const std::vector<Preference>& pairs, ExportOptions options,
                             const std::string& path, ExportSummary* summary = nullptr) {
  for (const auto& pair : pairs)
    options.with_reasoning =
        options.with_reasoning || needs_reasoning_field(pair.chosen, options);
  TRY(auto container, json_container(ContainerKind::kJsonLines, path));
  TRY(auto exporter, Exporter::create(options, std::move(container), nullptr));
  for (const auto& pair : pairs) CHECK_OK(exporter->add(pair));
  CHECK_OK(exporter->finish());
  if (summary) *summary = exporter->summary();
  return ExportFolder::content(path);
}

TEST(PreferenceShapes, AreWhatTheirReadersRead) {
  const ExportFolder folder;
  const std::vector<Preference> pairs = {pair_of_answers("A list of 2.", "A list of 3.")};
  const std::string origin =
      R"("id":"r1","origin":"planted_fault","difference":"number: `2` became `3`"})";
  const std::string kept = R"("id":"r1","origin":"kept","difference":""})";
  const std::pair<const ExportFormat*, std::string> cases[] = {
      {&kDpoShape,
       R"({"prompt":[{"role":"system","content":"S"},{"role":"user","content":"What is a queue?"}],)"
       R"("chosen":[{"role":"assistant","content":"A list of 2."}],)"
       R"("rejected":[{"role":"assistant","content":"A list of 3."}],)" + origin + "\n"},
      {&kKtoShape,
       R"({"prompt":[{"role":"system","content":"S"},{"role":"user","content":"What is a queue?"}],)"
       R"("completion":[{"role":"assistant","content":"A list of 2."}],"label":true,)" + kept + "\n" +
       R"({"prompt":[{"role":"system","content":"S"},{"role":"user","content":"What is a queue?"}],)"
       R"("completion":[{"role":"assistant","content":"A list of 3."}],"label":false,)" + origin + "\n"},
      {&kOpenAiShape,
       R"({"input":{"messages":[{"role":"system","content":"S"},)"
       R"({"role":"user","content":"What is a queue?"}],"tools":[],"parallel_tool_calls":true},)"
       R"("preferred_output":[{"role":"assistant","content":"A list of 2."}],)"
       R"("non_preferred_output":[{"role":"assistant","content":"A list of 3."}]})" "\n"},
      {&kShareGptShape,
       R"({"conversations":[{"from":"human","value":"What is a queue?"}],)"
       R"("chosen":{"from":"gpt","value":"A list of 2."},)"
       R"("rejected":{"from":"gpt","value":"A list of 3."},"system":"S","tools":"",)" + origin + "\n"},
      {&kShareGptKtoShape,
       R"({"conversations":[{"from":"human","value":"What is a queue?"},)"
       R"({"from":"gpt","value":"A list of 2."}],"system":"S","tools":"","kto_tag":true,)" + kept + "\n" +
       R"({"conversations":[{"from":"human","value":"What is a queue?"},)"
       R"({"from":"gpt","value":"A list of 3."}],"system":"S","tools":"","kto_tag":false,)" + origin + "\n"},
      {&kAlpacaShape,
       R"({"instruction":"What is a queue?","input":"","chosen":"A list of 2.",)"
       R"("rejected":"A list of 3.","system":"S","history":[],)" + origin + "\n"},
      {&kAlpacaKtoShape,
       R"({"instruction":"What is a queue?","input":"","output":"A list of 2.","system":"S",)"
       R"("history":[],"kto_tag":true,)" + kept + "\n" +
       R"({"instruction":"What is a queue?","input":"","output":"A list of 3.","system":"S",)"
       R"("history":[],"kto_tag":false,)" + origin + "\n"},
      {&kVertexShape,
       R"({"systemInstruction":{"role":"system","parts":[{"text":"S"}]},)"
       R"("contents":[{"role":"user","parts":[{"text":"What is a queue?"}]}],)"
       R"("completions":[{"score":1,"completion":{"role":"model","parts":[{"text":"A list of 2."}]}},)"
       R"({"score":0,"completion":{"role":"model","parts":[{"text":"A list of 3."}]}}]})" "\n"}};
  EXPECT_EQ(std::size(cases), preference_shapes().size());
  for (const auto& [shape, wanted] : cases) {
    ExportOptions options = options_for(*shape);
    options.transcript.system_prompts = {"S"};
    const auto made = exported(pairs, options, folder.path("p.jsonl"));
    ASSERT_TRUE(made) << shape->name << ": " << made.error().message;
    EXPECT_EQ(*made, wanted) << shape->name;
  }
}

TEST(PreferenceShapes, ReadBackHostileTextInEveryStyle) {
  const ExportFolder folder;
  Random random(5);
  std::vector<Preference> pairs;
  for (int i = 0; i < 60; ++i) {
    Preference pair;
    pair.chosen = random_example(random);
    pair.rejected = pair.chosen;
    pair.rejected.pair().answer = hostile_text(random);
    pair.difference = hostile_text(random);
    pairs.push_back(std::move(pair));
  }
  for (const ExportFormat* shape : preference_shapes())
    for (const CotStyle style : {CotStyle::kField, CotStyle::kThink, CotStyle::kText,
                                 CotStyle::kNone}) {
      if (style == CotStyle::kField && !shape->has_reasoning_field) continue;
      ExportOptions options = options_for(*shape);
      options.transcript.style = style;
      const auto made = exported(pairs, options, folder.path("p.jsonl"));
      EXPECT_TRUE(made) << shape->name << ": " << made.error().message;
    }
}

TEST(PreferenceShapes, WithLabelsHaveEachAnswerOnce) {
  const ExportFolder folder;
  ExportSummary summary;
  const auto made = exported({pair_of_answers("A list of 2.", "A list of 3."),
                              pair_of_answers("A list of 2.", "A list of 4."),
                              pair_of_answers("A list of 9.", "A list of 8.")},
                             options_for(kKtoShape), folder.path("p.jsonl"), &summary);
  ASSERT_TRUE(made);
  EXPECT_EQ(summary.rows, 5);
  std::vector<std::string> labels;
  for (const auto line : text::lines(*made))
    labels.emplace_back(text::contains(line, "\"label\":true") ? "true" : "false");
  EXPECT_THAT(labels, ::testing::ElementsAre("true", "false", "false", "true", "false"));
}

TEST(PreferenceShapes, HaveReasoningInBothAnswers) {
  const ExportFolder folder;
  Preference pair = pair_of_answers("A.", "B.");
  pair.chosen.pair().reasoning = {"It is A."};
  pair.rejected.pair().reasoning = {"It is B."};
  const auto field = exported({pair}, options_for(kDpoShape), folder.path("p.jsonl"));
  ASSERT_TRUE(field);
  EXPECT_THAT(*field, HasSubstr(R"("chosen":[{"role":"assistant","content":"A.",)"
                                R"("reasoning_content":"It is A."}])"));
  EXPECT_THAT(*field, HasSubstr(R"("rejected":[{"role":"assistant","content":"B.",)"
                                R"("reasoning_content":"It is B."}])"));
  const auto think = exported({pair}, options_for(kShareGptShape), folder.path("p.jsonl"));
  ASSERT_TRUE(think);
  EXPECT_THAT(*think, HasSubstr(R"("rejected":{"from":"gpt","value":"<think>\nIt is B.\n)"));
}

TEST(PreferenceShapes, HaveAllBeforeTheLastAnswerAsThePrompt) {
  const ExportFolder folder;
  Preference pair = pair_of_answers("A.", "B.");
  pair.chosen.body = Conversation{{{"Q1?", {}, "A1."}, {"Q2?", {}, "A2."}}};
  pair.rejected = pair.chosen;
  last_answer(pair.rejected) = "B2.";
  const std::pair<const ExportFormat*, std::string> cases[] = {
      {&kDpoShape, R"({"prompt":[{"role":"user","content":"Q1?"},)"
                   R"({"role":"assistant","content":"A1."},{"role":"user","content":"Q2?"}],)"
                   R"("chosen":[{"role":"assistant","content":"A2."}],)"
                   R"("rejected":[{"role":"assistant","content":"B2."}])"},
      {&kShareGptShape, R"({"conversations":[{"from":"human","value":"Q1?"},)"
                        R"({"from":"gpt","value":"A1."},{"from":"human","value":"Q2?"}],)"
                        R"("chosen":{"from":"gpt","value":"A2."})"},
      {&kAlpacaShape, R"({"instruction":"Q2?","input":"","chosen":"A2.","rejected":"B2.",)"
                      R"("system":"","history":[["Q1?","A1."]])"}};
  for (const auto& [shape, wanted] : cases) {
    const auto made = exported({pair}, options_for(*shape), folder.path("p.jsonl"));
    ASSERT_TRUE(made) << shape->name << ": " << made.error().message;
    EXPECT_TRUE(made->starts_with(wanted)) << *made;
  }
}

TEST(PreferenceShapes, TellLlamaFactoryHowTheyAreRead) {
  const auto info = [](const ExportFormat& shape) {
    return dataset_info(shape.factory_entry, {"out/p.jsonl"}, "out/p.jsonl.run");
  };
  EXPECT_THAT(info(kShareGptShape), HasSubstr(R"("ranking":true)"));
  EXPECT_THAT(info(kShareGptKtoShape), HasSubstr(R"("kto_tag":"kto_tag")"));
  EXPECT_THAT(info(kAlpacaShape), HasSubstr(R"("chosen":"chosen","rejected":"rejected")"));
  EXPECT_EQ(info(kDpoShape), "");
}

TEST(PreferenceShapes, RefuseTasksAndRowsAlone) {
  const ExportFolder folder;
  ExportOptions options = options_for(kDpoShape);
  options.transcript.style = CotStyle::kTasks;
  const auto made = exported({}, options, folder.path("p.jsonl"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::kWrongUse);
  auto container = json_container(ContainerKind::kJsonLines, folder.path("q.jsonl"));
  auto exporter = Exporter::create(options_for(kDpoShape), std::move(*container), nullptr);
  EXPECT_FALSE((*exporter)->add(pair_of("Q?", "A.")));
}

TEST(PreferenceShapes, OfServicesTakeLinesAlone) {
  FormatChoice choice = *find_export_format("preference");
  choice.format = *find_preference_shape("openai");
  EXPECT_FALSE(container_kind(choice, "p.json"));
  EXPECT_FALSE(container_kind(choice, "p.parquet"));
  EXPECT_TRUE(container_kind(choice, "p.jsonl"));
  choice.format = *find_preference_shape("DPO");
  EXPECT_EQ(*container_kind(choice, "p.parquet"), ContainerKind::kParquet);
  const auto wrong = find_preference_shape("shargpt");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("did you mean `sharegpt`?"));
}

}  // namespace
}  // namespace generator
