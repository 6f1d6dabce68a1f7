// Replies of every tool of real specifications, held against the tools' own schemas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "store/schema.h"
#include "store/tool_file.h"
#include "support.h"
#include "tool/schema.h"
#include "world/values.h"

namespace generator::world {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const fs::path kData = fs::path(SOURCE_DIR) / ".." / "shared" / "data";

std::vector<fs::path> specifications() {
  std::vector<fs::path> out;
  for (const char* folder : {"openapi", "tools"})
    if (fs::exists(kData / folder))
      for (const auto& entry : fs::recursive_directory_iterator(kData / folder))
        if (entry.is_regular_file()) out.push_back(entry.path());
  return out;
}

// Some argument: an identifier that is in the world where one is wanted, else what its schema
// allows.
std::string arguments_for(const Simulator& simulator, const Plan& plan, std::uint64_t seed) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  std::string holder;
  const auto properties = plan.input->root().find("properties");
  for (const PlannedParameter& parameter : plan.parameters) {
    const json::Value schema = tool::resolve(*properties->find(parameter.name), plan.input->root());
    const Thing* thing = nullptr;
    for (const Thing& other : simulator.world().things) {
      const bool fits = parameter.role == Role::kAnything ? other.kind == "dataset"
                                                          : other.kind == parameter.kind;
      if (fits && (holder.empty() || other.inside.empty() || other.inside[0].key == holder)) {
        thing = &other;
        break;
      }
    }
    if (thing == nullptr && !parameter.is_required) continue;
    if (thing != nullptr && parameter.role == Role::kNew) thing = nullptr;
    if (thing != nullptr) holder = thing->key();
    const bool is_text = tool::type_of(schema) == "string" || parameter.is_list;
    if (parameter.kind == "attribute") {
      writer.field(parameter.name, "description");
      continue;
    }
    if (parameter.role == Role::kFolder && plan.deed.kind == tool::DeedKind::kOther) {
      writer.field(parameter.name, "/data");
      continue;
    }
    std::string value = thing == nullptr ? leaf_value(schema, {parameter.name, plan.kind}, seed)
                        : is_text        ? json::quote(thing->key())
                                         : thing->fields[0].json;
    if (parameter.is_list)
      value = "[" + value + "]";
    else if (tool::type_of(schema) == "object")
      value = "{}";
    writer.key(parameter.name).raw(value);
  }
  writer.end_object();
  return out;
}

// Calls everything once, each from the first state, with what must be open open.
void check(const fs::path& path, int& validated, int& answered) {
  auto listing = load_tools(path.string());
  ASSERT_TRUE(listing) << path << ": " << listing.error().message;
  const Understanding known = understand(listing->tools);
  Simulator simulator(listing->tools, {.seed = 2});
  for (const Plan& plan : known.plans) {
    ASSERT_TRUE(simulator.reset());
    for (const Plan& opener : known.plans)
      if (opener.deed.kind == tool::DeedKind::kOpen)
        good(simulator, opener.tool->name, arguments_for(simulator, opener, 1));
    const std::string content = good(simulator, plan.tool->name, arguments_for(simulator, plan, 1));
    ++answered;
    if (plan.tool->output_schema.empty()) continue;
    const auto checker = compile_schema(plan.tool->output_schema);
    if (!checker) continue;  // a build without the bridge
    ++validated;
    EXPECT_THAT((*checker)->check(content), testing::IsEmpty())
        << path << " " << plan.tool->name << ": " << content;
  }
}

TEST(Replies, OfEveryToolOfRealSpecificationsFitItsSchema) {
  const std::vector<fs::path> paths = specifications();
  if (paths.empty()) GTEST_SKIP() << "no " << kData;
  int validated = 0, answered = 0;
  for (const fs::path& path : paths) {
    if (path.filename().string().starts_with("webhook-example")) continue;  // it has no operation
    check(path, validated, answered);
  }
  EXPECT_GE(answered, 100);
  if (compile_schema("{}")) {
    EXPECT_GE(validated, 90);
  }
}

Tool http(std::string name, std::string method, std::string path, std::string output) {
  Tool out = make_tool(std::move(name), "", "", "", std::move(output));
  out.source.method = std::move(method);
  out.source.path = std::move(path);
  return out;
}

TEST(Replies, KeepToBoundsChoicesFormatsAndCombinations) {
  const std::string schema =
      R"({"allOf":[{"type":"object","properties":{"id":{"type":"string","format":"uuid"}},"required":["id"]},)"
      R"({"type":"object","properties":{"level":{"type":"integer","minimum":900,"maximum":901},)"
      R"("ratio":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":0.2},"mood":{"enum":["calm","wild"]},)"
      R"("when":{"type":"string","format":"date-time"},"code":{"type":"string","minLength":12,"maxLength":12},)"
      R"("either":{"oneOf":[{"type":"null"},{"type":"string"}]},"steps":{"type":"array","minItems":4,"items":{"type":"integer"}}},)"
      R"("required":["level","ratio","mood","when","code","either","steps"]}]})";
  const auto checker = compile_schema(schema);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Simulator simulator({http("getReport", "GET", "/report", schema)}, {.seed = seed});
    const std::string content = good(simulator, "getReport");
    EXPECT_THAT(content, HasSubstr("\"level\":90"));
    if (checker) {
      EXPECT_THAT((*checker)->check(content), testing::IsEmpty()) << content;
    }
  }
}

TEST(Replies, WithoutASchemaTakeTheFormOfAnExample) {
  Tool make =
      make_tool("create_job", "Create a new job",
                R"("job_id":{"type":"string","description":"ID for the new job"})", R"("job_id")");
  make.examples.push_back(
      {"", R"({"job_id":"nightly"})",
       R"({"status":"success","job_id":"nightly","message":"Job nightly made"})"});
  Tool list = make_tool("list_jobs", "List all jobs");
  list.examples.push_back({"", "{}", R"({"status":"success","jobs":["a","b"],"total_jobs":2})"});
  list.output_schema =
      R"({"type":"object","properties":{"status":{"type":"string"},"jobs":{"type":"array","items":{"type":"string"}},"total_jobs":{"type":"integer"}}})";
  list.output_is_inferred = true;
  Simulator simulator({make, list}, {});
  EXPECT_EQ(good(simulator, "create_job", R"({"job_id":"weekly"})"),
            R"({"status":"success","job_id":"weekly","message":"Job weekly made"})");
  EXPECT_EQ(good(simulator, "list_jobs"),
            R"({"status":"success","jobs":["a","b","weekly"],"total_jobs":3})");
  EXPECT_EQ(bad(simulator, "create_job", R"({"job_id":"weekly"})"),
            R"({"status":"error","message":"job 'weekly' exists already"})");
}

TEST(Replies, OfHttpOperationsThatFailHaveAStatus) {
  Tool tool = http("getPet", "GET", "/pets/{petId}",
                   R"({"type":"object","properties":{"id":{"type":"integer"}}})");
  tool.parameters =
      R"({"type":"object","properties":{"petId":{"type":"integer"}},"required":["petId"]})";
  tool.source.places = {{.argument = "petId",
                         .in = "path",
                         .name = "petId",
                         .style = "",
                         .explode = {},
                         .media_type = ""}};
  Simulator simulator({tool}, {});
  EXPECT_EQ(bad(simulator, "getPet", R"({"petId":9})"),
            R"({"status":404,"error":"Not Found","message":"there is no pet '9'"})");
}

}  // namespace
}  // namespace generator::world
