#include "qa/shown_passages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "qa/answering.h"

namespace generator::qa {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

Chunk chunk(const std::string& id, const std::string& text, Span bytes = {}) {
  Chunk out;
  out.id = id;
  out.source = bytes.end > 0 ? "guide.md" : id + ".md";
  out.text = text;
  out.bytes = bytes;
  return out;
}

class Pool {
 public:
  explicit Pool(std::vector<Chunk> chunks) {
    for (const Chunk& one : chunks) chunks_.emplace(one.id, one);
    for (const Chunk& one : chunks) pool_.add(one);
  }
  std::vector<std::string> shown(const SourcedExample& row, std::size_t count,
                                 std::uint64_t seed = 0) {
    last_ = *shown_passages(row, pool_, count, seed);
    std::vector<std::string> ids;
    for (const Chunk& one : last_.passages) ids.push_back(one.id);
    return ids;
  }
  std::vector<std::string> gold() const {
    std::vector<std::string> ids;
    for (const std::size_t place : last_.gold) ids.push_back(last_.passages[place].id);
    return ids;
  }
  PassagePool& pool() { return pool_; }

 private:
  std::map<std::string, Chunk, std::less<>> chunks_;
  PassagePool pool_{[this](std::string_view id) -> Result<std::optional<Chunk>> {
    const auto found = chunks_.find(id);
    return found == chunks_.end() ? std::nullopt : std::optional(found->second);
  }};
  ShownPassages last_;
};

const std::string kGold =
    "The cache of a drawer holds 64 sheets before the oldest one of them is thrown away.";

SourcedExample row(const Chunk& gold) {
  SourcedExample out;
  out.example.id = "row";
  out.example.pair() = {"How many sheets does the cache of a drawer hold?", {},
                        "The cache of a drawer holds 64 sheets."};
  out.example.provenance.chunk_id = gold.id;
  out.chunk = gold;
  return out;
}

TEST(ShownPassages, TheGoldPassageStandsAmongTheNearestThatDoNotAnswer) {
  const Chunk gold = chunk("gold", kGold);
  Pool pool({gold, chunk("near", "A drawer has a cache, which the command `sheets` empties."),
             chunk("far", "Bread is baked of flour and water in a hot oven."),
             chunk("middle", "A sheet is made of paper.")});
  EXPECT_THAT(pool.shown(row(gold), 3), UnorderedElementsAre("gold", "near", "middle"));
  EXPECT_THAT(pool.gold(), ElementsAre("gold"));
  EXPECT_THAT(pool.shown(row(gold), 1), ElementsAre("gold"));
  EXPECT_THAT(pool.shown(row(gold), 9), Not(Contains("far")));
}

TEST(ShownPassages, NoneOverlapsOrRepeatsTheGoldPassageOrAnotherOne) {
  const Chunk gold = chunk("gold", kGold, {100, 200});
  const std::string other = "A drawer has a cache, and a sheet is what a drawer is full of.";
  Pool pool({gold, chunk("overlap", "The cache of a drawer is full of sheets.", {150, 250}),
             chunk("copy", "Here: " + kGold), chunk("other", other),
             chunk("again", other + " So.")});
  EXPECT_THAT(pool.shown(row(gold), 9), UnorderedElementsAre("gold", "other"));
}

TEST(ShownPassages, OneThatAnswersTooIsPassedOver) {
  const Chunk gold = chunk("gold", kGold);
  Pool pool({gold, chunk("too", "Note that 64 sheets is what the cache holds for each drawer."),
             chunk("asked", "How many sheets the cache of a drawer can hold: it holds enough."),
             chunk("not", "The cache of a drawer is emptied at night.")});
  EXPECT_THAT(pool.shown(row(gold), 9), UnorderedElementsAre("gold", "not"));
}

TEST(ShownPassages, AnItemOfAListThatStandsElsewhereTooIsNoAnswer) {
  const Chunk gold = chunk("gold", "- Take the sheets of last year to the archive of the house.\n"
                                   "- Count those that are left, and note their number in a book.\n"
                                   "- Put a seal of red wax on the brass frame at the front.\n"
                                   "- Turn the key.\n");
  SourcedExample steps = row(gold);
  steps.example.pair() = {"How is a drawer cleared?", {}, gold.text};
  Pool pool({gold, chunk("label", "Turn the key. A label hangs in each drawer of the cabinet.")});
  EXPECT_THAT(pool.shown(steps, 2), UnorderedElementsAre("gold", "label"));
}

TEST(ShownPassages, OrderIsDrawnBySeedAndRowAndIsTheSameEachTime) {
  const Chunk gold = chunk("gold", kGold);
  std::vector<Chunk> chunks = {gold};
  for (int i = 0; i < 6; ++i)
    chunks.push_back(chunk("d" + std::to_string(i), "A drawer number " + std::to_string(900 + i) +
                                                        " stands in room " + std::to_string(i)));
  Pool pool(chunks);
  std::set<std::size_t> places;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto ids = pool.shown(row(gold), 4, seed);
    EXPECT_EQ(ids, pool.shown(row(gold), 4, seed));
    places.insert(static_cast<std::size_t>(std::ranges::find(ids, "gold") - ids.begin()));
  }
  EXPECT_EQ(places.size(), 4u) << "the gold passage stands at every place now and then";
}

TEST(ShownPassages, ARowOfTwoPassagesShowsBoth) {
  const Chunk gold = chunk("gold", kGold), second = chunk("second", "Sheets are white by law.");
  SourcedExample both = row(gold);
  both.second = second;
  Pool pool({gold, second, chunk("near", "A drawer has a cache of its own.")});
  EXPECT_THAT(pool.shown(both, 1), UnorderedElementsAre("gold", "second"));
  EXPECT_THAT(pool.shown(both, 3), UnorderedElementsAre("gold", "second", "near"));
  EXPECT_THAT(pool.gold(), UnorderedElementsAre("gold", "second"));
}

TEST(ShownPassages, APassageThatIsGoneMeanwhileIsAnError) {
  const Chunk gold = chunk("gold", kGold);
  PassagePool pool([](std::string_view) -> Result<std::optional<Chunk>> { return std::nullopt; });
  pool.add(chunk("near", "A drawer has a cache."));
  const auto shown = shown_passages(row(gold), pool, 2, 0);
  ASSERT_FALSE(shown);
  EXPECT_THAT(shown.error().message, ::testing::HasSubstr("`near`"));
}

TEST(Answering, IsNotProvedAbsentAcrossLanguagesOrWhereNothingIsSaid) {
  const Chunk german = chunk("de", "Der Speicher einer Schublade ist nicht groß, und er wird von "
                                   "dem Befehl geleert, der in diesem Abschnitt steht.");
  EXPECT_TRUE(may_answer("How large is the cache?",
                         "The cache of the drawer holds as many sheets as the owner wants.",
                         german));
  EXPECT_FALSE(may_answer("How large is the cache of a drawer?", "It holds 64 sheets at most.",
                          chunk("en", "The cache of a drawer is emptied by the command.")));
}

}  // namespace
}  // namespace generator::qa
