#include "execute/mcp_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "execute/support.h"
#include "support/temp_folder.h"

namespace generator::execute {
namespace {

using ::testing::HasSubstr;

class Live {
 public:
  explicit Live(std::vector<std::string> modes = {}, RunnerOptions options = {.start_ms = 10'000, .call_ms = 1000},
                std::string snapshot = "") {
    ProcessCommand command = hostile(std::move(modes), probe_sandbox(false));
    command.snapshot = std::move(snapshot);
    auto server = std::make_unique<McpServer>(connector(command), options);
    const auto listing = server->list_tools();
    EXPECT_TRUE(listing) << (listing ? "" : listing.error().message);
    std::vector<Tool> tools;
    for (const char* name : {"echo", "read", "write", "hang", "exit"}) {
      Tool tool;
      tool.name = tool.source.name = name;
      tools.push_back(std::move(tool));
    }
    Permit permit = Permit::of({.allowed = {"echo", "read", "write", "hang"}}, tools, "hostile").value();
    runner_ = std::make_unique<McpRunner>(std::move(server), std::move(tools), listing.value_or("[]"),
                                          std::move(permit), options);
  }
  Result<CallResult> call(const std::string& name, const std::string& arguments = "{}") {
    return runner_->call({"", name, arguments});
  }
  std::string content(const std::string& name, const std::string& arguments = "{}") {
    const auto result = call(name, arguments);
    return result ? result->content : "error: " + result.error().message;
  }
  Status reset() { return runner_->reset(); }

 private:
  std::unique_ptr<McpRunner> runner_;
};

TEST(McpRunner, EachResetBeginsWithAFreshServerAndFolder) {
  const testing::TempFolder snapshot;
  ASSERT_TRUE(write_file(snapshot / "given", "x"));
  Live live({}, {.call_ms = 5000}, snapshot.path());
  for (int session = 0; session < 2; ++session) {
    ASSERT_TRUE(live.reset());
    EXPECT_EQ(live.content("read", R"({"path":"given"})"), R"("done")");
    EXPECT_THAT(live.content("read", R"({"path":"made"})"), HasSubstr("refused"));
    EXPECT_EQ(live.content("write", R"({"path":"made"})"), R"("done")");
    EXPECT_EQ(live.content("read", R"({"path":"made"})"), R"("done")");
  }
  EXPECT_EQ(directory_names(snapshot.path())->size(), 1u);
}

TEST(McpRunner, WhatIsNotPermittedIsAnErrorAndUnknownToolsAreErrorResults) {
  Live live;
  EXPECT_EQ(live.call("exit").error().kind, ErrorKind::kWrongUse);
  EXPECT_EQ(live.content("ecko"), R"({"error":"there is no tool `ecko`; did you mean `echo`?"})");
  EXPECT_THAT(live.content("echo", "[1]"), HasSubstr("no JSON object"));
  EXPECT_THAT(live.content("echo", "{"), HasSubstr("no JSON"));
}

TEST(McpRunner, AfterACallThatTookTooLongTheSessionIsOverAndTheNextIsNot) {
  Live live;
  EXPECT_THAT(live.content("hang"), HasSubstr("took longer than 1 s"));
  EXPECT_THAT(live.content("echo"), HasSubstr("was ended with the call of `hang`"));
  ASSERT_TRUE(live.reset());
  EXPECT_EQ(live.content("echo"), R"("echo {}")");
}

TEST(McpRunner, ToolsThatChangeAfterTheListingAreFoundOut) {
  Live live({"swaps"});
  const auto refused = live.call("echo");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("`echo`: its description changed"));
  EXPECT_THAT(refused.error().message, HasSubstr("--accept-changes"));
  Live accepting({"swaps"}, {.call_ms = 5000, .accepts_changes = true});
  EXPECT_TRUE(accepting.call("echo"));
  EXPECT_TRUE(accepting.call("echo"));
}

TEST(McpRunner, ADeafServerDoesNotBlockWhoSpeaksToIt) {
  Live live({"deaf"});
  const std::string large(1 << 20, 'z');  // more than a pipe holds
  const auto began = std::chrono::steady_clock::now();
  EXPECT_THAT(live.content("echo", "{\"a\":\"" + large + "\"}"), HasSubstr("does not read"));
  EXPECT_LT(ms_since(began), 2000);
}

TEST(McpRunner, RestoresBetweenSessionsWhileNoServerRuns) {
  int restored = 0;
  Live live({}, {.call_ms = 5000, .restore = [&]() -> Status {
                   EXPECT_EQ(survivors(), 0);
                   return ++restored < 3 ? Status{} : fail(ErrorKind::kIo, "the disk is full");
                 }});
  ASSERT_TRUE(live.reset());
  EXPECT_EQ(live.content("echo"), R"("echo {}")");
  ASSERT_TRUE(live.reset());
  EXPECT_EQ(restored, 2);
  EXPECT_FALSE(live.reset());
}

TEST(McpServer, SaysWhyItCannotBeStarted) {
  const auto error_of = [](std::vector<std::string> modes, std::int64_t start_ms) {
    McpServer server(connector(hostile(std::move(modes), probe_sandbox(false))), {.start_ms = start_ms});
    const Status started = server.start();
    return started ? "" : started.error().message;
  };
  EXPECT_EQ(error_of({"dies"}, 5000), "the server ended with exit code 5; it said last: no licence \\x1B[31mkey");
  EXPECT_THAT(error_of({"silent"}, 500), HasSubstr("did not answer `initialize`"));
  EXPECT_EQ(error_of({"dies-of-probe"}, 5000), "");
  EXPECT_EQ(survivors(), 0);
}

TEST(Process, ThatCannotBeStartedSaysWhy) {
  ProcessCommand command;
  command.words = {"no-such-server-here"};
  EXPECT_EQ(Process::start(command).error().kind, ErrorKind::kNotFound);
  command.words = {"true"};
  command.snapshot = "/no/such/folder";
  EXPECT_EQ(Process::start(command).error().kind, ErrorKind::kNotFound);
}

TEST(Process, LeavesNoFolderBehind) {
  std::string path;
  {
    ProcessCommand command = hostile({}, probe_sandbox(false));
    auto process = Process::start(command);
    ASSERT_TRUE(process) << process.error().message;
    path = (*process)->folder().path();
    EXPECT_TRUE(is_directory(path));
  }
  EXPECT_FALSE(path_exists(path));
}

TEST(Process, FilesThatACommandNamesAreFoundFromAnywhere) {
  const std::vector<std::string> words = with_whole_paths({"node", "CMakeLists.txt", "--x", ".", "no/such"});
  EXPECT_EQ(words[0], "node");
  EXPECT_EQ(words[2], "--x");
  EXPECT_EQ(words[3], ".");
  EXPECT_EQ(words[4], "no/such");
}

}  // namespace
}  // namespace generator::execute
