#include "world/world_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support.h"

namespace generator::world {
namespace {

using testing::HasSubstr;

std::string error_of(const std::string& text) {
  const std::vector<Tool> tools = note_tools();
  const auto world = parse_world(text, "world.yaml", understand(tools));
  return world ? "" : world.error().message;
}

TEST(WorldFile, ThingsAreFoundAsTheyAreWritten) {
  const std::vector<Tool> tools = note_tools();
  auto world = parse_world(R"({"notes":[{"id":7,"title":"Water the plants"}]})", "world.json",
                           understand(tools));
  ASSERT_TRUE(world) << world.error().message;
  Simulator simulator(tools, std::move(*world), {});
  EXPECT_EQ(good(simulator, "list_notes"), R"([{"id":7,"title":"Water the plants"}])");
  EXPECT_EQ(good(simulator, "get_note", R"({"note_id":7})"),
            R"({"id":7,"title":"Water the plants"})");
  bad(simulator, "get_note", R"({"note_id":8})");
  EXPECT_THAT(good(simulator, "create_note", R"({"title":"x"})"), HasSubstr("\"id\":8"));
}

TEST(WorldFile, AMistakeNamesItsLineAndPlace) {
  EXPECT_THAT(error_of("notes: 7"), HasSubstr("world.yaml:1: `notes`"));
  EXPECT_THAT(error_of("notes:\n  - {id: 1}\n  - []\n"), HasSubstr("world.yaml:3: `notes[1]`"));
  EXPECT_THAT(error_of("notes:\n  - {id: 1}\n  - {id: 1}\n"), HasSubstr("is there twice"));
  EXPECT_THAT(error_of("notes:\n  - {id: {}}\n"), HasSubstr("first field"));
  EXPECT_THAT(error_of("notes:\n  - {id: 1, folder: x}\nfolders:\n  - {name: y}\n"),
              HasSubstr("world.yaml:2: `notes[0].folder` names no folder"));
  EXPECT_THAT(error_of("cats:\n  - {id: 1}\n"), HasSubstr("they know: note"));
  EXPECT_THAT(error_of("[]"), HasSubstr("under the name of each kind"));
  EXPECT_THAT(error_of("notes: ["), HasSubstr("world.yaml:"));
}

TEST(WorldFile, TheExamplesAreWorlds) {
  std::ifstream in(std::string(SOURCE_DIR) + "/examples/worlds/hdf5.yaml");
  std::ostringstream text;
  text << in.rdbuf();
  const std::vector<Tool> tools = file_tools();
  auto world = parse_world(text.str(), "hdf5.yaml", understand(tools));
  ASSERT_TRUE(world) << world.error().message;
  Simulator simulator(tools, std::move(*world), {});
  good(simulator, "open_file", R"({"path":"/data/buoy_0412.h5"})");
  EXPECT_EQ(good(simulator, "list_keys"), R"(["waves","wind"])");
  EXPECT_EQ(good(simulator, "get_shape", R"({"path":"/waves/spectrum"})"), "\"(8760, 64)\"");
  bad(simulator, "get_shape", R"({"path":"/probes/position"})");  // of the other file
}

}  // namespace
}  // namespace generator::world
