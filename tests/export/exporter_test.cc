#include "export/exporter.h"

#include <gmock/gmock.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "base/files.h"
#include "base/text.h"
#include "export/support.h"

namespace generator {
namespace {

using ::testing::HasSubstr;

ExportOptions options_for(const ExportFormat& format) {
  ExportOptions options;
  options.format = &format;
  options.transcript.style = format.usual_style;
  return options;
}

// The file that `examples` become, or the error of adding or finishing.
Result<std::string> exported(const std::vector<Example>& examples, ExportOptions options,
                             const std::string& path, ExportSummary* summary = nullptr,
                             std::vector<std::string>* refused = nullptr) {
  const ContainerKind kind =
      file_extension(path) == ".json" ? ContainerKind::kJsonArray : ContainerKind::kJsonLines;
  for (const auto& example : examples)
    options.with_reasoning = options.with_reasoning || needs_reasoning_field(example, options);
  TRY(auto container, json_container(kind, path));
  TRY(auto exporter, Exporter::create(options, std::move(container),
                                      [&](const Example&, const std::string& why) -> Status {
                                        if (refused) refused->push_back(why);
                                        return {};
                                      }));
  for (const auto& example : examples) CHECK_OK(exporter->add(example));
  CHECK_OK(exporter->finish());
  if (summary) *summary = exporter->summary();
  return ExportFolder::content(path);
}

TEST(Exporter, WritesEachFormatAsItsConsumersReadIt) {
  const std::vector<Example> examples = {pair_of("Q1?", "A1.", "c1", {"s1", "s2"}),
                                         pair_of("Q2?", "A\n2")};
  struct Case {
    const ExportFormat* format;
    CotStyle style;
    std::string system;
    std::vector<std::string> columns;
    std::string content;
  };
  const Case kCases[] = {
      {&kMessagesFormat,
       CotStyle::kField,
       "",
       {},
       R"({"messages":[{"role":"user","content":"Q1?"},{"role":"assistant","content":"A1.","reasoning_content":"s1\ns2"}]}
{"messages":[{"role":"user","content":"Q2?"},{"role":"assistant","content":"A\n2","reasoning_content":""}]}
)"},
      {&kMessagesFormat,
       CotStyle::kNone,
       "Be brief.",
       {"chunk_id"},
       R"({"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Q1?"},{"role":"assistant","content":"A1."}],"chunk_id":"c1"}
{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Q2?"},{"role":"assistant","content":"A\n2"}],"chunk_id":""}
)"},
      {&kMessagesFormat,
       CotStyle::kText,
       "",
       {},
       R"({"messages":[{"role":"user","content":"Q1?"},{"role":"assistant","content":"1. s1\n2. s2\n\nA1."}]}
{"messages":[{"role":"user","content":"Q2?"},{"role":"assistant","content":"A\n2"}]}
)"},
      {&kAlpacaFormat,
       CotStyle::kThink,
       "",
       {},
       R"({"instruction":"Q1?","input":"","output":"<think>\ns1\ns2\n</think>\n\nA1.","system":"","history":[]}
{"instruction":"Q2?","input":"","output":"A\n2","system":"","history":[]}
)"},
      {&kShareGptFormat,
       CotStyle::kNone,
       "S",
       {},
       R"({"conversations":[{"from":"human","value":"Q1?"},{"from":"gpt","value":"A1."}],"system":"S","tools":""}
{"conversations":[{"from":"human","value":"Q2?"},{"from":"gpt","value":"A\n2"}],"system":"S","tools":""}
)"},
      {&kFlatFormat,
       CotStyle::kField,
       "",
       {"chunk_id", "rating", "evidence"},
       R"({"question":"Q1?","reasoning":["s1","s2"],"answer":"A1.","chunk_id":"c1","rating":null,"evidence":"[]"}
{"question":"Q2?","reasoning":[],"answer":"A\n2","chunk_id":"","rating":null,"evidence":"[]"}
)"},
  };
  const ExportFolder folder;
  for (const auto& c : kCases) {
    ExportOptions options = options_for(*c.format);
    options.transcript.style = c.style;
    options.transcript.columns = c.columns;
    if (!c.system.empty()) options.transcript.system_prompts = {c.system};
    const auto content = exported(examples, options, folder.path("out.jsonl"));
    ASSERT_TRUE(content) << content.error().message;
    EXPECT_EQ(*content, c.content);
  }
}

// Distilling Step-by-Step, section 3.2: one model, two tasks, told apart by a prefix.
TEST(Exporter, MakesTwoTasksOfAPairWithReasoning) {
  const std::vector<Example> examples = {pair_of("Q1?", "A1.", "c1", {"s1", "s2"}),
                                         pair_of("Q2?", "A2.")};
  const ExportFolder folder;
  ExportOptions options = options_for(kMessagesFormat);
  options.transcript.style = CotStyle::kTasks;
  options.transcript.rationale_weight = 0.5;
  ExportSummary summary;
  const auto content = exported(examples, options, folder.path("out.jsonl"), &summary);
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_EQ(
      *content,
      R"({"messages":[{"role":"user","content":"[label] Q1?"},{"role":"assistant","content":"A1."}],"task":"label","weight":1}
{"messages":[{"role":"user","content":"[rationale] Q1?"},{"role":"assistant","content":"1. s1\n2. s2"}],"task":"rationale","weight":0.5}
{"messages":[{"role":"user","content":"[label] Q2?"},{"role":"assistant","content":"A2."}],"task":"label","weight":1}
)");
  EXPECT_EQ(summary.rows, 3);
  for (const ExportFormat* format : {&kAlpacaFormat, &kShareGptFormat, &kFlatFormat}) {
    options.format = format;
    options.with_reasoning = false;
    const auto other = exported(examples, options, folder.path("other.json"), &summary);
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_EQ(summary.rows, 3);
    EXPECT_THAT(*other, HasSubstr("[rationale] Q1?"));
  }
  EXPECT_THAT(export_schema(options), HasSubstr(R"("task":"string","weight":"double")"));
}

TEST(Exporter, GivesBackEveryHostileRowThroughEveryFormat) {
  const ExportFolder folder;
  for (const ExportFormat* format :
       {&kMessagesFormat, &kAlpacaFormat, &kShareGptFormat, &kFlatFormat}) {
    for (const std::string ending : {".jsonl", ".json"}) {
      Random random(3, format->name);
      std::vector<Example> examples;
      for (int i = 0; i < 1'000; ++i) examples.push_back(random_example(random));
      ExportOptions options = options_for(*format);
      options.transcript.columns = {"id", "chunk_id", "evidence", "rating"};
      options.transcript.system_prompts = {"one", "two \"quoted\""};
      const std::string path = folder.path(std::string(format->name) + ending);
      const auto content = exported(examples, options, path);
      ASSERT_TRUE(content) << content.error().message;
      EXPECT_THAT(*content, Not(HasSubstr("JUDGE")));

      const auto container = json_container(ContainerKind::kJsonLines, folder.path("ignored"));
      std::size_t row = 0;
      for (std::string_view line : text::split(*content, '\n')) {
        if (line.ends_with(',') && ending == ".json") line.remove_suffix(1);
        if (line.empty() || line == "[" || line == "]") continue;
        const auto document = json::Document::parse(line);
        ASSERT_TRUE(document) << line;
        const Transcript read = format->read(document->root());
        const auto meant = transcript(examples[row], options.transcript);
        ASSERT_TRUE(meant);
        EXPECT_EQ(read.system, meant->system);
        ASSERT_EQ(read.turns.size(), 2u);
        EXPECT_EQ(read.turns[0].content, examples[row].pair().question);
        EXPECT_EQ(read.turns[1].content, meant->turns[1].content);
        EXPECT_TRUE(read.turns[1].content.ends_with(examples[row].pair().answer));
        EXPECT_EQ(reasoning_text(read.turns[1].reasoning),
                  reasoning_text(meant->turns[1].reasoning));
        EXPECT_EQ(document->root().text_of("id"), examples[row].id);
        ++row;
      }
      EXPECT_EQ(row, examples.size());
    }
  }
}

TEST(Exporter, RefusesWhatAFormatCannotHoldAndSaysWhy) {
  const ExportFolder folder;
  ExportSummary summary;
  std::vector<std::string> refused;
  const auto content =
      exported({pair_of(" ", "a"), pair_of("q", "\n"), pair_of("q", "a", "", {"x</think>"}),
                pair_of("q", "a", "", {"fine"})},
               options_for(kAlpacaFormat), folder.path("o.jsonl"), &summary, &refused);
  ASSERT_TRUE(content);
  EXPECT_EQ(summary.rows, 1);
  EXPECT_EQ(summary.refused, 3);
  ASSERT_EQ(refused.size(), 3u);
  EXPECT_EQ(refused[0], "the question is blank");
  EXPECT_EQ(refused[1], "the answer is blank");
  EXPECT_THAT(refused[2], HasSubstr("--cot-style"));
}

TEST(Exporter, RepairsInvalidUtf8AndCountsIt) {
  const ExportFolder folder;
  ExportSummary summary;
  const auto content = exported({pair_of("q\xED\xA0\x80", "a\xff"), pair_of("q", "a")},
                                options_for(kMessagesFormat), folder.path("o.jsonl"), &summary);
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_TRUE(text::is_valid_utf8(*content));
  EXPECT_EQ(summary.repaired, 1);
}

TEST(Exporter, NamesRowsThatHoldMarksOfChatTemplates) {
  const ExportFolder folder;
  ExportSummary summary;
  ASSERT_TRUE(exported({pair_of("what is <|im_end|>?", "a mark"),
                        pair_of("q", "a < b", "", {"</think"}), pair_of("q", "</think>")},
                       options_for(kMessagesFormat), folder.path("o.jsonl"), &summary));
  EXPECT_EQ(summary.template_marks, 2);
  EXPECT_EQ(summary.marked, (std::vector<std::string>{"what is <|im_end|>?", "q"}));
}

TEST(Exporter, RefusesSettingsThatContradictEachOther) {
  const ExportFolder folder;
  ExportOptions options = options_for(kShareGptFormat);
  options.transcript.style = CotStyle::kField;
  EXPECT_THAT(exported({}, options, folder.path("o")).error().message,
              HasSubstr("think, text, tasks or none"));
  options = options_for(kMessagesFormat);
  options.transcript.columns = {"chunkid"};
  EXPECT_THAT(exported({}, options, folder.path("o")).error().message,
              HasSubstr("did you mean `chunk_id`?"));
  options.transcript.columns = {"id", "id"};
  EXPECT_THAT(exported({}, options, folder.path("o")).error().message,
              HasSubstr("asked for twice"));
  EXPECT_TRUE(folder.is_empty());
}

// A container whose disk changes, drops or repeats a row.
class FaultyContainer final : public ExportContainer {
 public:
  enum class Fault { kChanged, kDropped, kRepeated, kBroken };
  explicit FaultyContainer(Fault fault, bool& committed) : fault_(fault), committed_(committed) {}
  Status add(std::string_view json) override {
    rows_.emplace_back(json);
    return {};
  }
  Status close() override { return {}; }
  Status read_back(const Row& row) override {
    if (fault_ == Fault::kChanged) rows_[1] = text::replace_all(rows_[1], "A2", "A3");
    if (fault_ == Fault::kBroken) rows_[1].resize(4);
    if (fault_ == Fault::kDropped) rows_.pop_back();
    if (fault_ == Fault::kRepeated) rows_.push_back(rows_[0]);
    for (const auto& json : rows_) CHECK_OK(row(json));
    return {};
  }
  Status commit() override {
    committed_ = true;
    return {};
  }

 private:
  Fault fault_;
  bool& committed_;
  std::vector<std::string> rows_;
};

TEST(Exporter, DoesNotPutAFileInPlaceThatReadsBackDifferently) {
  using Fault = FaultyContainer::Fault;
  const std::pair<Fault, std::string_view> kCases[] = {
      {Fault::kChanged, "row 2 reads back differently"},
      {Fault::kBroken, "row 2 reads back differently from what was written (not valid JSON"},
      {Fault::kDropped, "2 rows were written and 1 read back"},
      {Fault::kRepeated, "more rows read back than the 2"},
  };
  for (const auto& [fault, message] : kCases) {
    bool committed = false;
    auto exporter = Exporter::create(options_for(kMessagesFormat),
                                     std::make_unique<FaultyContainer>(fault, committed), nullptr);
    ASSERT_TRUE((*exporter)->add(pair_of("Q1", "A1")) && (*exporter)->add(pair_of("Q2", "A2")));
    const auto finished = (*exporter)->finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().kind, ErrorKind::kCorrupt);
    EXPECT_THAT(finished.error().message, HasSubstr(std::string(message)));
    EXPECT_FALSE(committed);
  }
}

TEST(Exporter, LeavesNothingAtItsPlaceWithoutFinish) {
  const ExportFolder folder;
  {
    auto container = json_container(ContainerKind::kJsonLines, folder.path("o.jsonl"));
    auto exporter = Exporter::create(options_for(kMessagesFormat), std::move(*container), nullptr);
    ASSERT_TRUE((*exporter)->add(pair_of("q", "a")));
  }
  EXPECT_TRUE(folder.is_empty());
}

TEST(Exporter, GivesTheSchemaOfItsRows) {
  ExportOptions options = options_for(kMessagesFormat);
  options.with_reasoning = true;
  options.transcript.columns = {"id", "rating"};
  EXPECT_EQ(
      export_schema(options),
      R"({"messages":[{"role":"string","content":"string","reasoning_content":"string"}],"id":"string","rating":"double"})");
}

TEST(ExportFormats, AreFoundByNameAndAliasAndTheNearestIsNamed) {
  for (const std::string_view name : {"chatml", "openai", "trl", "messages", "ChatML"})
    EXPECT_EQ(find_export_format(name)->format, &kMessagesFormat) << name;
  EXPECT_TRUE(find_export_format("parquet")->wants_parquet);
  EXPECT_EQ(find_export_format("share-gpt").error().message,
            "no export format `share-gpt`; did you mean `sharegpt`? (there are: chatml, alpaca, "
            "sharegpt, "
            "jsonl, parquet, preference)");
}

TEST(ExportFormats, GoIntoTheContainerThatNameAndEndingAskFor) {
  const auto chatml = *find_export_format("chatml");
  const auto parquet = *find_export_format("parquet");
  EXPECT_EQ(*container_kind(chatml, "a.json"), ContainerKind::kJsonArray);
  EXPECT_EQ(*container_kind(chatml, "a.jsonl"), ContainerKind::kJsonLines);
  EXPECT_EQ(*container_kind(chatml, "-"), ContainerKind::kJsonLines);
  EXPECT_EQ(*container_kind(chatml, "a.parquet"), ContainerKind::kParquet);
  EXPECT_EQ(*container_kind(parquet, "a.parquet"), ContainerKind::kParquet);
  EXPECT_EQ(container_kind(parquet, "a.jsonl").error().kind, ErrorKind::kWrongUse);
  EXPECT_EQ(container_kind(parquet, "-").error().kind, ErrorKind::kWrongUse);
}

TEST(ExportFormats, HoldStrictAlternationOnly) {
  const auto turns = [](std::vector<Role> roles) {
    Transcript out;
    for (const Role role : roles) out.turns.push_back({role, "x", {}});
    return out;
  };
  using enum Role;
  EXPECT_TRUE(check_alternation(turns({kUser, kAssistant, kUser, kAssistant})));
  EXPECT_FALSE(check_alternation(turns({})));
  EXPECT_FALSE(check_alternation(turns({kUser})));
  EXPECT_FALSE(check_alternation(turns({kAssistant, kUser})));
  EXPECT_FALSE(check_alternation(turns({kUser, kAssistant, kAssistant, kUser})));
  EXPECT_FALSE(kFlatFormat.check(turns({kUser, kAssistant, kUser, kAssistant})));
}

TEST(ExportFormats, KeepEarlierTurnsOfAConversation) {
  Transcript meant;
  meant.system = "S";
  for (const std::string text : {"q1", "q2"}) {
    meant.turns.push_back({Role::kUser, text, {}});
    meant.turns.push_back({Role::kAssistant, "a" + text, {}});
  }
  for (const ExportFormat* format : {&kMessagesFormat, &kAlpacaFormat, &kShareGptFormat}) {
    std::string row;
    json::Writer out(row);
    out.begin_object();
    format->write(out, meant, false);
    out.end_object();
    const auto document = json::Document::parse(row);
    ASSERT_TRUE(document) << row;
    const Transcript read = format->read(document->root());
    EXPECT_EQ(read.system, "S");
    ASSERT_EQ(read.turns.size(), 4u) << row;
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_EQ(read.turns[i].content, meant.turns[i].content);
      EXPECT_EQ(read.turns[i].role, meant.turns[i].role);
    }
  }
}

TEST(SystemPrompt, IsATextOrAFile) {
  const ExportFolder folder;
  ASSERT_TRUE(write_file(folder.path("p.txt"), "Be\nbrief.\n\n"));
  ASSERT_TRUE(write_file(folder.path("empty.txt"), " \n"));
  using Prompts = std::vector<std::string>;
  EXPECT_EQ(*system_prompts("Be brief."), Prompts{"Be brief."});
  EXPECT_EQ(*system_prompts("a\n---\nb"), Prompts{"a\n---\nb"});
  EXPECT_EQ(*system_prompts("@" + folder.path("p.txt")), Prompts{"Be\nbrief."});
  EXPECT_THAT(system_prompts("@" + folder.path("empty.txt")).error().message,
              HasSubstr("is empty"));
  EXPECT_EQ(system_prompts("@/no/such").error().kind, ErrorKind::kNotFound);
}

TEST(SystemPrompt, StandsBetweenLinesOfThreeHyphens) {
  const ExportFolder folder;
  ASSERT_TRUE(write_file(folder.path("p.txt"), "One.\n---\nTwo\n--- and more.\n--- \n\nThree.\n"));
  EXPECT_EQ(*system_prompts("@" + folder.path("p.txt")),
            (std::vector<std::string>{"One.", "Two\n--- and more.", "\nThree."}));
  ASSERT_TRUE(write_file(folder.path("p.txt"), "One.\n---\n\n---\nThree.\n"));
  EXPECT_THAT(system_prompts("@" + folder.path("p.txt")).error().message,
              HasSubstr("an empty system prompt"));
}

TEST(SystemPrompt, IsOneOfSeveralBySeedAndQuestionForTheWholeConversation) {
  TranscriptOptions options;
  options.system_prompts = {"One.", "Two.", "Three."};
  std::map<std::string, int> used;
  bool changes = false;
  for (int i = 0; i < 60; ++i) {
    const Example row = conversation_of({{fmt::format("Q{}?", i), "A."}, {"And then?", "B."}});
    options.seed = 0;
    const std::string first = transcript(row, options)->system;
    EXPECT_EQ(transcript(row, options)->system, first);
    ++used[first];
    options.seed = 1;
    changes = changes || transcript(row, options)->system != first;
  }
  EXPECT_TRUE(changes);
  ASSERT_EQ(used.size(), 3u);
  for (const auto& [prompt, rows] : used) EXPECT_GT(rows, 8) << prompt;
}

TEST(Exporter, WritesConversationsAsEachConsumerReadsThem) {
  Example row = conversation_of({{"Q1?", "A1."}, {"Q2?", "A2."}});
  row.turns()[1].reasoning = {"s1", "s2"};
  row.evidence = {{"c1", {1, 2}}, {"c1", {3, 4}, false, 1}};
  const ExportFolder folder;
  const auto content = [&](const ExportFormat& format, std::vector<std::string> columns = {}) {
    ExportOptions options = options_for(format);
    options.transcript.columns = std::move(columns);
    return *exported({row, pair_of("Q3?", "A3.")}, options, folder.path("out.jsonl"));
  };
  EXPECT_EQ(
      content(kMessagesFormat, {"evidence"}),
      R"({"messages":[{"role":"user","content":"Q1?"},{"role":"assistant","content":"A1.","reasoning_content":""},{"role":"user","content":"Q2?"},{"role":"assistant","content":"A2.","reasoning_content":"s1\ns2"}],"evidence":"[{\"chunk_id\":\"c1\",\"begin\":1,\"end\":2,\"turn\":0},{\"chunk_id\":\"c1\",\"begin\":3,\"end\":4,\"turn\":1}]"}
{"messages":[{"role":"user","content":"Q3?"},{"role":"assistant","content":"A3.","reasoning_content":""}],"evidence":"[]"}
)");
  EXPECT_EQ(
      content(kAlpacaFormat),
      R"({"instruction":"Q2?","input":"","output":"<think>\ns1\ns2\n</think>\n\nA2.","system":"","history":[["Q1?","A1."]]}
{"instruction":"Q3?","input":"","output":"A3.","system":"","history":[]}
)");
  EXPECT_EQ(
      content(kTurnsFormat),
      R"({"turns":[{"question":"Q1?","reasoning":[],"answer":"A1."},{"question":"Q2?","reasoning":["s1","s2"],"answer":"A2."}]}
{"turns":[{"question":"Q3?","reasoning":[],"answer":"A3."}]}
)");
}

TEST(Exporter, GivesBackEveryHostileConversationThroughEveryFormat) {
  const ExportFolder folder;
  for (const ExportFormat* format :
       {&kMessagesFormat, &kAlpacaFormat, &kShareGptFormat, &kTurnsFormat}) {
    Random random(5, format->name);
    std::vector<Example> rows;
    for (int i = 0; i < 300; ++i) {
      rows.push_back(random_example(random));
      Conversation conversation;
      for (std::uint64_t turns = 1 + random.below(5); turns > 0; --turns)
        conversation.turns.push_back(random_example(random).pair());
      rows.back().body = std::move(conversation);
    }
    ExportOptions options = options_for(*format);
    options.transcript.system_prompts = {"one", "two"};
    const auto content = exported(rows, options, folder.path("out.jsonl"));
    ASSERT_TRUE(content) << content.error().message;
    std::size_t row = 0;
    for (const std::string_view line : text::lines(*content)) {
      const Transcript read = format->read(json::Document::parse(line)->root());
      const Transcript meant = *transcript(rows[row++], options.transcript);
      EXPECT_EQ(read.system, meant.system);
      ASSERT_EQ(read.turns.size(), meant.turns.size());
      for (std::size_t i = 0; i < read.turns.size(); ++i) {
        EXPECT_EQ(read.turns[i].content, meant.turns[i].content);
        EXPECT_EQ(reasoning_text(read.turns[i].reasoning), reasoning_text(meant.turns[i].reasoning));
      }
    }
    EXPECT_EQ(row, rows.size());
  }
}

TEST(Exporter, RefusesAConversationOfWhichOneTurnSaysNothing) {
  const ExportFolder folder;
  std::vector<std::string> refused;
  ASSERT_TRUE(exported({conversation_of({{"Q1?", "A1."}, {"Q2?", " "}})}, options_for(kMessagesFormat),
                       folder.path("out.jsonl"), nullptr, &refused));
  EXPECT_THAT(refused, ::testing::ElementsAre("the answer is blank"));
}

}  // namespace
}  // namespace generator
