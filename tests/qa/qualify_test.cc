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
       {"`work`", "`heat3d`", "`heat3d/2024/use.txt`"}},
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
      {"How do I run the experiment?", {"`lammps_water.md`", Kind::kFile},
       "How do I run the experiment of `lammps_water.md`?"},
      {"What does the `clean()` method do in this class?", {"`asan/pkg.py`", Kind::kFile},
       "What does the `clean()` method do in this class?"},
  };
  for (const auto& c : cases) EXPECT_EQ(naming(c.question, c.name), c.wanted);
}

}  // namespace
}  // namespace generator::qa
