#include "preference/twins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "preference/ground.h"
#include "preference/support.h"
#include "qa/support_check.h"

namespace generator::preference {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

using Plant = void (*)(const Ground&, std::vector<Fault>&);

std::vector<std::string> planted(Plant plant, const SourcedExample& row) {
  const Ground ground(row);
  std::vector<Fault> faults;
  plant(ground, faults);
  std::vector<std::string> out;
  for (const Fault& fault : faults) out.push_back(fault.answer);
  return out;
}

TEST(PlantedNames, AreSiblingsOfThePassageInEveryPlace) {
  const auto row = row_of("How is the size of the cache set?",
                          "Call `H5Pset_chunk_cache`: H5Pset_chunk_cache() takes the size.");
  EXPECT_THAT(planted(plant_names, row),
              ElementsAre("Call `H5Pget_chunk_cache`: H5Pget_chunk_cache() takes the size."));
}

TEST(PlantedNames, LeaveAloneWhatTheQuestionNames) {
  EXPECT_THAT(planted(plant_names, row_of("What is `H5Pset_chunk_cache` for?",
                                          "`H5Pset_chunk_cache` sets the size of the cache.")),
              IsEmpty());
}

TEST(PlantedNames, AreNotTakenFromASentenceThatHasBoth) {
  const std::string passage = "Open it with `H5Aopen_name` or `H5Aopen_idx`. Then read it.";
  EXPECT_THAT(planted(plant_names, row_of("How is it opened?", "With `H5Aopen_name`.", passage)),
              IsEmpty());
}

TEST(PlantedNames, AreNoFormsOfTheName) {
  const std::string passage = "Call `H5Lcreate`. A hard link is made by `H5Lcreate_hard`.";
  EXPECT_THAT(planted(plant_names, row_of("What makes a link?", "The call `H5Lcreate`.", passage)),
              IsEmpty());
}

TEST(PlantedNames, TurnAFlagThatHasNoSibling) {
  EXPECT_THAT(planted(plant_names, row_of("How is it built for MPI?",
                                          "With the option `--enable-parallel`.")),
              ElementsAre("With the option `--disable-parallel`."));
}

TEST(PlantedNumbers, KeepUnitAndForm) {
  const auto row = row_of("How much does the cache hold?", "It holds 64 KB by default.");
  EXPECT_THAT(planted(plant_numbers, row),
              ElementsAre("It holds 64 MB by default.", "It holds 32 KB by default.",
                          "It holds 128 KB by default."));
  EXPECT_THAT(planted(plant_numbers, row_of("How many?", "Two files are needed.")),
              ElementsAre("Three files are needed."));
}

TEST(PlantedNumbers, LeaveAloneWhatGrammarOrAListWouldGiveAway) {
  for (const std::string answer :
       {"It takes 1 byte.", "There are three kinds: a, b and c.", "The third byte is unused.",
        "For example, a chunk of 64 KB is read.", "How many? 64 KB?"})
    EXPECT_THAT(planted(plant_numbers, row_of("What is it?", answer)), IsEmpty()) << answer;
}

TEST(PlantedOpposites, FitWhereTheOtherStood) {
  EXPECT_THAT(planted(plant_opposites, row_of("When?", "It is set before a signed value is sent.")),
              ElementsAre("It is set after a signed value is sent.",
                          "It is set before an unsigned value is sent."));
  EXPECT_THAT(planted(plant_opposites, row_of("When?", "If it is set, nothing happens.")),
              ElementsAre("Unless it is set, nothing happens."));
}

TEST(PlantedOpposites, LeaveAloneCodeAndWhatStandsInTheQuestionOrBesideItsOpposite) {
  const std::pair<std::string, std::string> cases[] = {
      {"What comes before it?", "The header comes before it."},
      {"When?", "Between the maximum and the minimum."},
      {"Which one?", "Use `before` here."},
      {"Which one?", "Use after-effects and on/before."},
      {"When?", "It looks as if it were set."}};
  for (const auto& [question, answer] : cases)
    EXPECT_THAT(planted(plant_opposites, row_of(question, answer)), IsEmpty()) << answer;
}

TEST(PlantedDenials, StandInTheMainClause) {
  const std::pair<std::string, std::string> cases[] = {
      {"When it is full, the cache is emptied.", "When it is full, the cache is not emptied."},
      {"A chunk can be of any size.", "A chunk cannot be of any size."},
      {"The library does not support it.", "The library supports it."},
      {"A filter must not change the length.", "A filter must change the length."},
      {"It cannot be read.", "It can be read."}};
  for (const auto& [before, after] : cases)
    EXPECT_THAT(planted(plant_denials, row_of("What then?", before)), ElementsAre(after));
}

TEST(PlantedDenials, LeaveAloneWhatNobodyWouldSay) {
  const std::pair<std::string, std::string> cases[] = {
      {"What is a chunk?", "A chunk is a part of a dataset."},            // no answer any more
      {"How is a chunk stored?", "A chunk is stored in the file."},       // the question says so
      {"What then?", "The file that is opened holds it."},                // not the main clause
      {"What then?", "It must not be called if there are any others."},  // "any" leans on "not"
      {"What then?", "The steps are needed:\n\n- one"}};
  for (const auto& [question, answer] : cases)
    EXPECT_THAT(planted(plant_denials, row_of(question, answer)), IsEmpty()) << answer;
}

TEST(PlantedExchanges, GiveNeighboursEachOthersDescription) {
  const auto row = row_of("What do they do?",
                          "- `a_x`: Returns the size of it.\n- `b_y`: Sets the name of a file.\n");
  EXPECT_THAT(
      planted(plant_exchanges, row),
      ElementsAre("- `a_x`: Sets the name of a file.\n- `b_y`: Returns the size of it.\n"));
}

TEST(PlantedExchanges, LeaveAloneDescriptionsThatTellWhoseTheyAre) {
  for (const std::string answer :
       {"- `read`: It must read the whole file.\n- `size`: Returns how long it is.\n",
        "- `a_x`: Returns it.\n- `b_y`: Sets the name of a file.\n",
        "- `a_x`: Returns the size of it.\n- `b_y`: Sets the name of a file, and whatever else "
        "was asked for at the time at which it was made.\n"})
    EXPECT_THAT(planted(plant_exchanges, row_of("What do they do?", answer)), IsEmpty()) << answer;
}

TEST(Twins, AreRefusedByThePassageThatSupportsTheAnswer) {
  TwinOptions options;
  options.most = 20;
  const auto row = row_of("How large is the chunk cache?",
                          "The chunk cache of a dataset holds 64 KB by default. Its size is set "
                          "with `H5Pset_chunk_cache`.");
  ASSERT_FALSE(fault_by_source(row, row.example.pair().answer, options.style));
  const auto made = twins(row, options);
  ASSERT_FALSE(made.empty());
  for (const Preference& pair : made) {
    EXPECT_EQ(pair.origin, Origin::kPlantedFault);
    EXPECT_EQ(pair.chosen.pair().answer, row.example.pair().answer);
    EXPECT_TRUE(fault_by_source(row, pair.rejected.pair().answer, options.style))
        << pair.rejected.pair().answer;
  }
}

TEST(Twins, AreNotMadeWhereThePassageSaysTheOtherThingToo) {
  const std::string passage = "The cache holds 64 KB by default. The cache holds 64 MB by default. "
                              "The cache holds 32 KB by default. The cache holds 128 KB by default.";
  EXPECT_THAT(twins(row_of("What?", "The cache holds 64 KB by default.", passage), {}), IsEmpty());
}

TEST(Twins, AreTheSameForASeedAndOthersForAnother) {
  const auto row = row_of("What holds?",
                          "The chunk cache of a dataset holds 64 KB by default. A chunk is always "
                          "allocated before data is written to it. Its size is set with "
                          "`H5Pset_chunk_cache`.");
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    TwinOptions options;
    options.seed = seed;
    const auto first = twins(row, options), second = twins(row, options);
    ASSERT_EQ(first.size(), 1u);
    EXPECT_EQ(first[0].rejected.pair().answer, second[0].rejected.pair().answer);
    seen.insert(first[0].difference.substr(0, first[0].difference.find(':')));
  }
  EXPECT_THAT(seen, Contains("name"));
  EXPECT_THAT(seen, Contains("number"));
  EXPECT_THAT(seen, Contains("opposite"));
  EXPECT_THAT(seen, Not(Contains("denial")));  // the last resort
}

TEST(Twins, TurnTheReasoningAsTheyTurnTheAnswer) {
  auto row = row_of("How large is the chunk cache?",
                    "The chunk cache of a dataset holds 64 KB by default.");
  row.example.pair().reasoning = {"The passage says 64 KB.", "So it is 64 KB."};
  TwinOptions options;
  options.most = 9;
  const auto made = twins(row, options);
  ASSERT_FALSE(made.empty());
  for (const Preference& pair : made) {
    ASSERT_EQ(pair.rejected.pair().reasoning.size(), 2u);
    for (const std::string& step : pair.rejected.pair().reasoning)
      EXPECT_FALSE(text::contains(step, "64 KB")) << step;
  }
}

TEST(Twins, NeedAPassage) {
  auto row = row_of("How large is it?", "It holds 64 KB.");
  row.chunk.reset();
  EXPECT_THAT(twins(row, {}), IsEmpty());
}

}  // namespace
}  // namespace generator::preference
