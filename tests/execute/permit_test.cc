#include "execute/permit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace generator::execute {
namespace {

using ::testing::HasSubstr;

Tool tool(const std::string& name, ToolAnnotations annotations = {}) {
  Tool out;
  out.name = out.source.name = name;
  out.annotations = annotations;
  out.source.kind = ToolOrigin::kMcp;
  return out;
}

Tool operation(const std::string& name, const std::string& method) {
  Tool out = tool(name);
  out.source.kind = ToolOrigin::kOpenApi;
  out.source.method = method;
  return out;
}

ToolAnnotations hints(std::optional<bool> read_only, std::optional<bool> destructive = {}) {
  ToolAnnotations out;
  out.read_only = read_only;
  out.destructive = destructive;
  return out;
}

const std::vector<Tool> kTools = {
    tool("plain"),
    tool("look", hints(true)),
    tool("change", hints(false)),
    tool("add", hints(false, false)),
    operation("get_pet", "GET"),
    operation("add_pet", "POST"),
    operation("remove_pet", "DELETE"),
};

std::vector<std::string> permitted(PermitRules rules) {
  const auto permit = Permit::of(std::move(rules), kTools, "shed");
  std::vector<std::string> out;
  for (const Tool& one : kTools)
    if (permit && permit->check(one)) out.push_back(one.name);
  return out;
}

using Names = std::vector<std::string>;

TEST(Permit, NothingIsCalledThatIsNotAllowed) { EXPECT_EQ(permitted({}), Names{}); }

TEST(Permit, ANameAllowsOneTool) { EXPECT_EQ(permitted({.allowed = {"plain", "look"}}), (Names{"plain", "look"})); }

TEST(Permit, AStarAndTheServersNameAllowWhatIsNotDestructive) {
  const Names harmless = {"plain", "look", "add", "get_pet", "add_pet"};
  EXPECT_EQ(permitted({.allowed = {"*"}}), harmless);
  EXPECT_EQ(permitted({.allowed = {"shed"}}), harmless);
}

TEST(Permit, ReadOnlyTakesTheAnnotationsAndGet) {
  EXPECT_EQ(permitted({.allowed = {"read-only"}}), (Names{"look", "get_pet"}));
}

TEST(Permit, DestructiveToolsHaveToBeNamedTwice) {
  EXPECT_EQ(permitted({.allowed = {"change", "remove_pet"}}), Names{});
  EXPECT_EQ(permitted({.allowed = {"*"}, .destructive = {"change"}}), (Names{"plain", "look", "add", "get_pet", "add_pet"}));
  EXPECT_EQ(permitted({.allowed = {"change", "remove_pet"}, .destructive = {"change", "remove_pet"}}),
            (Names{"change", "remove_pet"}));
}

TEST(Permit, ARefusalNamesTheOption) {
  const auto permit = Permit::of({}, kTools, "shed");
  EXPECT_THAT(permit->check(kTools[0]).error().message, HasSubstr("--allow plain"));
  EXPECT_THAT(permit->check(kTools[1]).error().message, HasSubstr("--allow read-only"));
  EXPECT_THAT(permit->check(kTools[2]).error().message, HasSubstr("--allow change --allow-destructive change"));
  EXPECT_EQ(permit->check(kTools[0]).error().kind, ErrorKind::kWrongUse);
}

TEST(Permit, ANameThatNoToolHasIsSaid) {
  const auto permit = Permit::of({.allowed = {"chnge"}}, kTools, "shed");
  ASSERT_FALSE(permit);
  EXPECT_THAT(permit.error().message, HasSubstr("did you mean `change`?"));
  EXPECT_FALSE(Permit::of({.destructive = {"*"}}, kTools, "shed"));
  EXPECT_FALSE(Permit::of({.allowed = {""}}, kTools, "shed"));
}

}  // namespace
}  // namespace generator::execute
