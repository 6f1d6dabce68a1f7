#include "qa/unanswerable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "data/reasons.h"
#include "qa/indirect_question.h"
#include "qa/shown_passages.h"

namespace generator::qa {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Chunk chunk(const std::string& id, const std::string& text) {
  Chunk out;
  out.id = id;
  out.source = "guide.md";
  out.headings = {"Cabinet", id};
  out.text = text;
  return out;
}

const std::string kGold =
    "The cache of a drawer holds 64 sheets before the oldest one of them is thrown away.";
const std::string kQuestion = "How many sheets does the cache of a drawer hold?";

class Pool {
 public:
  explicit Pool(std::vector<Chunk> chunks) {
    for (int i = 0; i < 20; ++i)
      chunks.push_back(chunk("bread" + std::to_string(i),
                             "Loaf number " + std::to_string(i) + " is baked of flour and water."));
    for (const Chunk& one : chunks) chunks_.emplace(one.id, one);
    for (const Chunk& one : chunks) pool_.add(one);
  }
  std::optional<Example> twin(const Chunk& gold, std::uint64_t seed = 0) {
    SourcedExample row;
    row.example.id = "row";
    row.example.pair() = {kQuestion, {"a step"}, "The cache of a drawer holds 64 sheets."};
    row.example.provenance.chunk_id = gold.id;
    row.example.evidence = {{gold.id, {0, 30}}};
    row.example.kind = "concept";
    row.example.support = 1;
    row.example.extra = R"("embedding":[1])";
    row.chunk = gold;
    return *unanswerable_twin(row, pool_, *Refusals::make({}), seed);
  }
  SourcedExample sourced(const Example& twin) {
    SourcedExample out{twin, {}};
    for (const std::string& id : twin.unanswerable->shown) out.shown.push_back(chunks_.at(id));
    return out;
  }
  PassagePool& pool() { return pool_; }

 private:
  std::map<std::string, Chunk, std::less<>> chunks_;
  PassagePool pool_{[this](std::string_view id) -> Result<std::optional<Chunk>> {
    const auto found = chunks_.find(id);
    return found == chunks_.end() ? std::nullopt : std::optional(found->second);
  }};
};

const Chunk kEmptied = chunk("emptied", "The cache of each drawer is emptied at midnight.");
const Chunk kPaper = chunk("paper", "Sheets of a drawer are made of paper and cannot be washed.");
const Chunk kLabel = chunk("label", "The cache and the drawer have labels of brass at the front.");

TEST(Unanswerable, ATwinAsksTheSameBesideNearPassagesThatDoNotAnswer) {
  const Chunk gold = chunk("gold", kGold);
  const auto twin = Pool({gold, kEmptied, kPaper, kLabel}).twin(gold);
  ASSERT_TRUE(twin);
  EXPECT_EQ(twin->pair().question, kQuestion);
  EXPECT_EQ(twin->unanswerable->true_answer, "The cache of a drawer holds 64 sheets.");
  EXPECT_THAT(twin->unanswerable->shown,
              ::testing::UnorderedElementsAre("emptied", "paper", "label"));
  EXPECT_EQ(twin->id, "row/unanswerable");
  EXPECT_EQ(twin->provenance.chunk_id, "gold");
  EXPECT_EQ(twin->answer_form, "refusal");
  EXPECT_TRUE(twin->pair().reasoning.empty());
  EXPECT_FALSE(twin->support);
  EXPECT_EQ(twin->extra, "");
  EXPECT_THAT(twin->pair().answer, Not(HasSubstr("64")));
}

TEST(Unanswerable, APassageThatAnswersInOtherWordsIsNotShown) {
  const Chunk gold = chunk("gold", kGold);
  const Chunk again = chunk("again", "Note: 64 sheets, more the cache never holds in its drawer.");
  const auto twin = Pool({gold, again, kEmptied, kPaper, kLabel}).twin(gold);
  ASSERT_TRUE(twin);
  EXPECT_THAT(twin->unanswerable->shown, Not(Contains("again")));
}

TEST(Unanswerable, APlaceWithNearlyAllWordsOfTheQuestionMayAnswerIt) {
  const Chunk gold = chunk("gold", kGold);
  const Chunk other = chunk("other", "How many sheets the cache of a drawer can hold: see below.");
  const auto twin = Pool({gold, other, kEmptied, kPaper, kLabel}).twin(gold);
  ASSERT_TRUE(twin);
  EXPECT_THAT(twin->unanswerable->shown, Not(Contains("other")));
}

TEST(Unanswerable, WithoutTwoNearPassagesThereIsNoTwin) {
  const Chunk gold = chunk("gold", kGold);
  EXPECT_FALSE(Pool({gold, kEmptied}).twin(gold)) << "bread is too easy to tell";
  EXPECT_FALSE(Pool({gold}).twin(gold));
}

TEST(Unanswerable, ARowOfTwoPassagesOrAnUnanswerableOneHasNoTwin) {
  const Chunk gold = chunk("gold", kGold);
  Pool pool({gold, kEmptied, kPaper, kLabel});
  SourcedExample row = pool.sourced(*pool.twin(gold));
  row.chunk = gold;
  const Refusals refusals = *Refusals::make({});
  EXPECT_FALSE(*unanswerable_twin(row, pool.pool(), refusals, 0));
  row.example.unanswerable.reset();
  row.example.multi_hop = true;
  EXPECT_FALSE(*unanswerable_twin(row, pool.pool(), refusals, 0));
}

TEST(Unanswerable, TheProofIsRepeatedLater) {
  const Chunk gold = chunk("gold", kGold);
  Pool pool({gold, kEmptied, kPaper, kLabel});
  SourcedExample row = pool.sourced(*pool.twin(gold));
  EXPECT_FALSE(unanswerable_fault(row));
  row.shown.push_back(gold);
  const auto fault = unanswerable_fault(row);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->code, reasons::kAnsweredByPassage);
  EXPECT_THAT(fault->detail, HasSubstr("`gold`"));
  row.shown.clear();
  EXPECT_EQ(unanswerable_fault(row)->code, reasons::kNoPassage);
}

TEST(Unanswerable, AnExportShowsFewerOrFurtherProvedPassages) {
  const Chunk gold = chunk("gold", kGold);
  Pool pool({gold, kEmptied, kPaper, kLabel,
             chunk("wood", "A drawer of the cabinet is made of wood, and its sheets are not.")});
  const SourcedExample row = pool.sourced(*pool.twin(gold));
  const auto one = shown_unanswerable(row, pool.pool(), 1, 0);
  ASSERT_EQ(one->passages.size(), 1u);
  EXPECT_EQ(one->passages[0].id, row.example.unanswerable->shown[0]);
  const auto all = shown_unanswerable(row, pool.pool(), 9, 0);
  EXPECT_EQ(all->passages.size(), 4u);
  EXPECT_TRUE(all->gold.empty());
  for (const Chunk& shown : all->passages) EXPECT_NE(shown.id, "gold");
}

TEST(Unanswerable, CountsGiveTheShareAsFarAsRowsReach) {
  EXPECT_EQ(twins_wanted(80, 0.2), 20);
  EXPECT_EQ(twins_wanted(80, 0.5), 80);
  EXPECT_EQ(twins_wanted(80, 0.9), 80);
  EXPECT_EQ(twins_wanted(80, 1), 80);
  EXPECT_EQ(twins_wanted(80, 0), 0);
  EXPECT_EQ(answerable_left(80, 20, 0.2), 80);
  EXPECT_EQ(answerable_left(80, 60, 0.75), 20);
  EXPECT_EQ(answerable_left(80, 60, 1), 0);
}

TEST(Refusals, NameWhatIsNotSaidWhereTheQuestionCanBeTurned) {
  const auto refusals = *Refusals::make({"It is not said {asked}.", "About {about}.", "No."});
  const std::vector<Chunk> shown = {kEmptied, kPaper, kLabel};
  EXPECT_EQ(refusals.words("r", "How do you empty a drawer?", shown, 0),
            "It is not said how to empty a drawer.");
  const std::string other = refusals.words("r", "Why does a drawer close?", shown, 0);
  EXPECT_THAT(other, ::testing::AnyOf("About \"emptied\" and \"paper\".", "No."));
  EXPECT_NE(other, refusals.words("r", "Why does a drawer close?", shown, 1)) << "they take turns";
  Chunk bare = kPaper;
  bare.headings.clear();
  EXPECT_EQ(refusals.words("r", "Why does a drawer close?", {bare}, 0), "No.");
  EXPECT_EQ(refusals.words("r", "Why does a drawer close?", {bare}, 1), "No.");
}

TEST(Refusals, AHeadingIsNoHole) {
  Chunk hostile = kPaper;
  hostile.headings = {"{asked}"};
  const auto refusals = *Refusals::make({"{about}: {asked}", "No."});
  EXPECT_EQ(refusals.words("r", "How do you empty {about}?", {hostile}, 0),
            "\"{asked}\": how to empty {about}");
}

TEST(Refusals, AListThatCannotAnswerEveryQuestionIsRefused) {
  EXPECT_THAT(Refusals::make({"Not {asked}."}).error().message, HasSubstr("a sentence without"));
  EXPECT_THAT(Refusals::make({"No {thing}."}).error().message, HasSubstr("No {thing}."));
  EXPECT_THAT(Refusals::make({" "}).error().message, HasSubstr("empty sentence"));
}

TEST(IndirectQuestion, TurnsWhatItIsSureOf) {
  const std::pair<const char*, const char*> kCases[] = {
      {"How do you close a file in HDF5?", "how to close a file in HDF5"},
      {"In HDF5, how do you obtain an attribute's name?",
       "how to obtain an attribute's name in HDF5"},
      {"What is a soft link?", "what a soft link is"},
      {"What is a hyperslab in HDF5?", "what a hyperslab is in HDF5"},
      {"What is needed to read a dataset?", "what is needed to read a dataset"},
      {"What does `H5Fclose` do?", "what `H5Fclose` does"},
      {"What do `A` and `B` mean in HDF5?", "what `A` and `B` mean in HDF5"},
      {"Which parameters does the `H5Dread` call have in HDF5?",
       "which parameters the `H5Dread` call has in HDF5"},
      {"How is a new dataset created in HDF5?", "how a new dataset is created in HDF5"},
      {"In HDF5, how can the fill value for a dataset be retrieved?",
       "how the fill value for a dataset can be retrieved in HDF5"},
      {"Which call closes a file?", "which call closes a file"},
      {"When should you flush a file?", "when to flush a file"},
  };
  for (const auto& [question, wanted] : kCases)
    EXPECT_EQ(indirect_question(question).value_or("(nothing)"), wanted) << question;
}

TEST(IndirectQuestion, LeavesTheOthers) {
  for (const char* question :
       {"Why does the library provide `H5Screate_simple`?",
        "How are attributes discovered and opened?", "What is a link, and what is a drawer?",
        "How is a dataset used to store data?",
        "Wie schließt man eine Datei, die nicht mehr gebraucht wird?", "Close the file.",
        "Which architectures are there, and what does each one mean?"})
    EXPECT_FALSE(indirect_question(question)) << question << " " << *indirect_question(question);
}

}  // namespace
}  // namespace generator::qa
