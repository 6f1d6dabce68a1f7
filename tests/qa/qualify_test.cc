#include "qa/qualify.h"

#include <gtest/gtest.h>

#include "qa/naming.h"
#include "qa/place_names.h"
#include "qa/stand_alone.h"

namespace generator::qa {
namespace {

std::vector<std::string> texts(const std::vector<PlaceName>& names) {
  std::vector<std::string> out;
  for (const auto& name : names) out.push_back(name.text);
  return out;
}

struct Place {
  const char* question;
  HeadingPath headings;
  const char* source;
  bool is_code;
  std::vector<std::string> names;
};

TEST(PlaceNames, AreNearAndSaySomething) {
  const Place places[] = {
      {"How do I run the experiment?",
       {"Gray-Scott", "Usage"},
       "packages/gray_scott/README.md",
       false,
       {"Gray-Scott", "`gray_scott`", "`gray_scott/README.md`", "`packages/gray_scott/README.md`"}},
      {"How do I run the experiment?",
       {"Examples", "3.1 MD of water (short)", "Running it", "Create a file", "Usage:"},
       "lammps_water.md",
       false,
       {"MD of water", "`lammps_water.md`"}},
      {"What does the `clean()` method do in this class?",
       {"Asan", "clean"},
       "builtin/asan/pkg.py",
       true,
       {"`Asan`", "`asan/pkg.py`", "`builtin/asan/pkg.py`"}},
      {"How do I install ARLDM?",
       {"ARLDM", "Install"},
       "https://github.com/jarvis-cd/arldm/docs/v2/index.html?x=1",
       false,
       {"`jarvis-cd`", "`jarvis-cd/arldm/docs/v2/index.html`",
        "`github.com/jarvis-cd/arldm/docs/v2/index.html`"}},
      {"How do I run the experiment?", {"Usage", "Overview"}, "docs/README.md", false, {}},
      {"How do I run the experiment?", {}, "", false, {}},
      {"How is an experiment run?", {}, "C:\\work\\heat3d\\2024\\use.txt", false,
       {"`heat3d`", "`heat3d/2024/use.txt`", "`work/heat3d/2024/use.txt`"}},
  };
  for (const auto& place : places)
    EXPECT_EQ(texts(place_names(place.question, place.headings, place.source, place.is_code)),
              place.names)
        << place.source;
}

TEST(Naming, SaysTheNameWhereAPersonWould) {
  using Kind = PlaceName::Kind;
  const struct {
    const char* question;
    PlaceName name;
    const char* wanted;
  } cases[] = {
      {"How do I run the experiment?", {"`arldm`", Kind::kFolder},
       "How do I run the `arldm` experiment?"},
      {"How do I run the experiment?", {"MD of water", Kind::kHeading},
       "How do I run the MD of water experiment?"},
      {"How do I run the experiment?", {"Water experiment", Kind::kHeading},
       "How do I run the Water experiment?"},
      {"How do I run the experiment?", {"`lammps_water.md`", Kind::kDocument},
       "How do I run the experiment of `lammps_water.md`?"},
      {"How do I create a pipeline?", {"`water.md`", Kind::kDocument},
       "According to `water.md`, how do I create a pipeline?"},
      {"What does the `clean()` method do in this class?", {"`asan/pkg.py`", Kind::kFile},
       "What does the `clean()` method do in the class of `asan/pkg.py`?"},
      {"What does the `clean()` method do in this class?", {"`Asan`", Kind::kDefinition},
       "What does the `clean()` method do in the `Asan` class?"},
      {"What is the purpose of this function?", {"`Asan`", Kind::kDefinition},
       "What is the purpose of the function of `Asan`?"},
      {"In these tests, what does `Mpi` stand for?", {"`test_mpi.py`", Kind::kFile},
       "In the tests of `test_mpi.py`, what does `Mpi` stand for?"},
      {"What does the `stop()` method return?", {"`asan/pkg.py`", Kind::kFile},
       "What does the `stop()` method return in `asan/pkg.py`?"},
      {"How do I install Spack?", {"`nyx`", Kind::kFolder}, "How do I install Spack for `nyx`?"},
      {"How do I build Nyx with Spack?", {"Polaris", Kind::kHeading},
       "For Polaris, how do I build Nyx with Spack?"},
      {"What happens when the disk is full?", {"Write-ahead log", Kind::kHeading},
       "For Write-ahead log, what happens when the disk is full?"},
      {"HDF5 stores chunks where?", {"`storage.md`", Kind::kFile}, ""},
      {"How is it configured?", {"`asan`", Kind::kFolder}, ""},
      {"What does the code snippet print?", {"`asan`", Kind::kFolder}, ""},
      {"如何运行实验？", {"`arldm`", Kind::kFolder}, "在 `arldm` 中，如何运行实验？"},
      {"実験はどのように実行しますか？", {"`arldm`", Kind::kFolder},
       "`arldm` では、実験はどのように実行しますか？"},
      {"Wie wird das Experiment auf dem Server gestartet?", {"`arldm`", Kind::kFolder},
       "`arldm`: Wie wird das Experiment auf dem Server gestartet?"},
  };
  for (const auto& c : cases) EXPECT_EQ(naming(c.question, c.name), c.wanted);
}

TEST(Naming, MakesQuestionsThatStandAlone) {
  for (const char* question :
       {"How do I run the experiment?", "What is the purpose of this test?"}) {
    ASSERT_FALSE(stand_alone(question, {}));
    EXPECT_TRUE(stand_alone(naming(question, {"`arldm`", PlaceName::Kind::kFolder}), {}));
  }
}

AskedRow row(const char* answer, const char* source, HeadingPath headings = {}) {
  return {"How do I run the experiment?", answer, source, std::move(headings), false, false};
}

std::optional<std::vector<std::string>> told_apart(const std::vector<AskedRow>& rows) {
  return qualified(
      rows, [&](std::size_t a, std::size_t b) { return rows[a].answer == rows[b].answer; });
}

using Questions = std::vector<std::string>;

TEST(Qualify, TakesTheNearestNameThatNoOtherHas) {
  EXPECT_EQ(told_apart({row("a", "docs/all.md", {"Experiments", "MD of water", "Usage"}),
                        row("b", "docs/all.md", {"Experiments", "Heat", "Usage"})}),
            (Questions{"How do I run the MD of water experiment?",
                       "How do I run the Heat experiment?"}));
  // Both are under "Water": the file is next, then its folder.
  EXPECT_EQ(told_apart({row("a", "lammps_water.md", {"Water"}),
                        row("b", "nyx/README.md", {"Water"})}),
            (Questions{"How do I run the experiment of `lammps_water.md`?",
                       "How do I run the `nyx` experiment?"}));
  EXPECT_EQ(told_apart({row("a", "one/lab/x/README.md"), row("b", "two/lab/x/README.md")}),
            (Questions{"How do I run the `one` experiment?",
                       "How do I run the `two` experiment?"}));
}

TEST(Qualify, GivesOneNameToRowsThatAnswerTheSame) {
  EXPECT_EQ(told_apart({row("a", "v1/nyx/README.md"), row("a", "v2/nyx/README.md"),
                        row("b", "wrf/README.md")}),
            (Questions{"How do I run the `nyx` experiment?", "How do I run the `nyx` experiment?",
                       "How do I run the `wrf` experiment?"}));
}

TEST(Qualify, LeavesAllAsTheyAreWhereOneCannotBeToldApart) {
  EXPECT_EQ(told_apart({row("a", "x.md"), row("b", "")}), std::nullopt);
  EXPECT_EQ(told_apart({row("a", "nyx.md", {"Water"}), row("b", "nyx.md", {"Water"}),
                        row("c", "wrf.md", {"Air"})}),
            std::nullopt);
  EXPECT_EQ(told_apart({row("a", "docs/README.md", {"Usage"}),
                        row("b", "docs/index.md", {"Example"})}),
            std::nullopt);
}

TEST(Qualify, LeavesARowOfAnotherSetAsItIs) {
  std::vector<AskedRow> rows = {row("a", "nyx/README.md"), row("b", "")};
  rows[1].is_fixed = true;
  EXPECT_EQ(told_apart(rows), (Questions{"How do I run the `nyx` experiment?",
                                         "How do I run the experiment?"}));
}

TEST(Qualify, DoesNotGiveTheAnswerAway) {
  std::vector<AskedRow> rows = {row("It is the Nyx package, version 2.", "a/docs.md", {"Nyx"}),
                                row("The WRF package.", "b/docs.md", {"WRF"})};
  for (auto& asked : rows) asked.question = "Which package runs the experiment?";
  EXPECT_EQ(told_apart(rows), std::nullopt);
  rows[0].source = "lab/heat.md", rows[1].source = "lab/air.md";
  EXPECT_EQ(told_apart(rows), (Questions{"Which package runs the experiment of `heat.md`?",
                                         "Which package runs the experiment of `air.md`?"}));
}

}  // namespace
}  // namespace generator::qa
