// Hostile servers: what they tried, what came of it, and what was left of them.
#include "execute/sandbox.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cstdlib>

#include "base/json.h"
#include "execute/support.h"
#include "support/temp_folder.h"

namespace generator::execute {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::int64_t kCallMs = 1500;

class Hostile {
 public:
  explicit Hostile(const Sandbox& sandbox, std::vector<std::string> modes = {}, ProcessLimits* limits = nullptr) {
    ProcessCommand command = hostile(std::move(modes), sandbox);
    if (limits != nullptr) command.limits = *limits;
    server_ = std::make_unique<McpServer>(connector(command), RunnerOptions{.start_ms = 10'000, .call_ms = kCallMs});
    const Status started = server_->start();
    EXPECT_TRUE(started) << (started ? "" : started.error().message);
  }
  CallResult call(const std::string& deed, const std::string& arguments = "{}") {
    if (!server_->is_running()) return {"not running", true, 0};
    return server_->call(deed, arguments);
  }
  CallResult at(const std::string& deed, const std::string& path) {
    return call(deed, "{\"path\":" + json::quote(path) + "}");
  }
  CallResult number(const std::string& deed, std::int64_t number) {
    return call(deed, fmt::format("{{\"number\":{}}}", number));
  }
  void stop() { server_->stop(); }

 private:
  std::unique_ptr<McpServer> server_;
};

class EveryLevel : public ::testing::TestWithParam<Sandbox> {};

TEST_P(EveryLevel, CarriesOutCalls) {
  Hostile server(GetParam());
  EXPECT_EQ(server.call("echo", R"({"a":1})").content, R"("echo {\"a\":1}")");
  EXPECT_EQ(server.at("write", "note").content, R"("done")");
}

TEST_P(EveryLevel, AServerThatHangsOrBurnsIsEndedInTime) {
  for (const char* deed : {"hang", "burn"}) {
    Hostile server(GetParam(), {"stubborn"});
    const auto began = std::chrono::steady_clock::now();
    const CallResult result = server.call(deed);
    EXPECT_TRUE(result.is_error);
    EXPECT_THAT(result.content, HasSubstr("took longer than 1.5 s"));
    EXPECT_LT(ms_since(began), kCallMs + 1000);
    EXPECT_EQ(survivors(), 0) << deed;
  }
}

TEST_P(EveryLevel, FloodsAndEndlessLinesAreRefused) {
  for (const auto& [deed, message] : {std::pair{"flood", "nobody asked for"}, {"line", "a line of more than"}}) {
    Hostile server(GetParam());
    const auto began = std::chrono::steady_clock::now();
    const CallResult result = server.call(deed);
    EXPECT_TRUE(result.is_error);
    EXPECT_THAT(result.content, HasSubstr(message));
    EXPECT_LT(ms_since(began), kCallMs + 1000);
    EXPECT_EQ(survivors(), 0) << deed;
  }
}

TEST_P(EveryLevel, ChatterOnStandardErrorBlocksNobody) {
  Hostile server(GetParam());
  EXPECT_EQ(server.call("chatter").content, R"("said")");
}

TEST_P(EveryLevel, AForkBombComesToItsLimitAndIsGone) {
  Hostile server(GetParam());
  const CallResult result = server.call("forks");
  server.stop();
  EXPECT_FALSE(result.is_error) << result.content;
  EXPECT_LE(std::atoi(result.content.c_str() + 1), 64) << result.content;
  EXPECT_EQ(survivors(), 0);
}

TEST_P(EveryLevel, ADaemonInASessionOfItsOwnIsGone) {
  Hostile server(GetParam());
  EXPECT_EQ(server.at("daemon", "tracks").content, R"("left")");
  ::usleep(50'000);
  EXPECT_GE(survivors(), 1);  // there was one
  server.stop();
  EXPECT_EQ(survivors(), 0);
}

TEST_P(EveryLevel, AStubbornServerIsEndedAtLast) {
  Hostile server(GetParam(), {"stubborn"});
  const auto began = std::chrono::steady_clock::now();
  server.stop();
  EXPECT_LT(ms_since(began), 1500);
  EXPECT_EQ(survivors(), 0);
}

TEST_P(EveryLevel, TheDiskAndTheMemoryAreBounded) {
  Hostile server(GetParam());
  EXPECT_EQ(server.call("fill").content, R"("8")");
  EXPECT_LE(std::atoi(server.call("memory").content.c_str() + 1), 512);
}

TEST_P(EveryLevel, TheEnvironmentHasNoKeys) {
  ::setenv("CANARY_API_KEY", "sk-canary", 1);
  Hostile server(GetParam());
  const std::string variables = server.call("environment").content;
  EXPECT_THAT(variables, Not(HasSubstr("canary")));
  EXPECT_THAT(variables, Not(HasSubstr(std::string("HOME=") + std::getenv("HOME") + "\\n")));
  EXPECT_THAT(variables, HasSubstr("PATH="));
}

TEST_P(EveryLevel, AnEndedServerSaysHow) {
  Hostile server(GetParam());
  EXPECT_THAT(server.number("exit", 7).content, HasSubstr("the server ended with exit code 7"));
}

// In a process of its own: starts a server that leaves a daemon, tells so, and does nothing more.
[[noreturn]] void be_killed(const Sandbox& sandbox, int told) {
  auto server = std::make_unique<Hostile>(sandbox, std::vector<std::string>{"stubborn"});
  const bool is_left = server->at("daemon", "tracks").content == "\"left\"";
  [[maybe_unused]] const ssize_t written = ::write(told, is_left ? "y" : "n", 1);
  for (;;) ::pause();
}

TEST_P(EveryLevel, NothingIsLeftWhenWeAreKilled) {
  const testing::TempFolder place;  // what nobody is there to remove
  ASSERT_EQ(::chmod(place.path().c_str(), 0755), 0);
  Pipe news = make_pipe().value();
  const pid_t pid = ::fork();
  if (pid == 0) ::setenv("TMPDIR", place.path().c_str(), 1);
  if (pid == 0) be_killed(GetParam(), news.write.get());
  char told = 0;
  ASSERT_EQ(::read(news.read.get(), &told, 1), 1);
  EXPECT_EQ(told, 'y');
  EXPECT_GE(survivors(), 1);
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  for (int i = 0; i < 100 && survivors() > 0; ++i) ::usleep(10'000);
  EXPECT_EQ(survivors(), 0);
}

INSTANTIATE_TEST_SUITE_P(Sandbox, EveryLevel, ::testing::ValuesIn(levels()), [](const auto& level) {
  return std::string(to_text(level.param.level)) + (level.param.has_processes ? "" : "_bare");
});

// What the kernel holds back, from Landlock on.
class HeldBack : public ::testing::Test {
 protected:
  void SetUp() override {
    sandbox_ = probe_sandbox(false);
    if (sandbox_.level < SandboxLevel::kLandlock) GTEST_SKIP() << "this machine has only limits";
  }
  Sandbox sandbox_;
};

TEST_F(HeldBack, OthersFilesCanBeNeitherReadNorWritten) {
  testing::TempFolder others;
  ASSERT_TRUE(write_file(others / "secret", "canary"));
  ASSERT_EQ(::chmod((others / "secret").c_str(), 0666), 0);
  ASSERT_EQ(::chmod(others.path().c_str(), 0777), 0);
  Hostile server(sandbox_);
  const std::string home = std::getenv("HOME");
  for (const std::string& path : {others / "secret", std::string("/etc/shadow"), home + "/.ssh/id_rsa",
                                  home + "/.bashrc", fmt::format("/proc/{}/environ", ::getpid()),
                                  fmt::format("/proc/{}/mem", ::getpid())})
    EXPECT_THAT(server.at("read", path).content, StartsWith("\"refused")) << path;
  for (const std::string& path : {others / "new", others / "secret", std::string("/tmp/canary"), std::string("/var/tmp/canary"),
                                  std::string("/usr/canary"), std::string("/dev/shm/canary")}) {
    const std::string before = read_file(path).value_or("");
    const std::string content = server.at("write", path).content;
    EXPECT_EQ(read_file(path).value_or(""), before) << path;
    // In bubblewrap /tmp and /dev are there, and nobody else's.
    if (sandbox_.level == SandboxLevel::kLandlock) {
      EXPECT_THAT(content, StartsWith("\"refused")) << path;
    }
  }
  EXPECT_THAT(server.at("link", others / "linked").content, StartsWith("\"refused"));
  EXPECT_THAT(server.at("remove", others / "secret").content, StartsWith("\"refused"));
  EXPECT_EQ(read_file(others / "secret").value_or(""), "canary");
  EXPECT_EQ(directory_names(others.path())->size(), 1u);
}

TEST_F(HeldBack, NobodyElseCanBeSignalledOrTraced) {
  Hostile server(sandbox_);
  EXPECT_THAT(server.number("signal", ::getpid()).content, StartsWith("\"refused"));
  EXPECT_THAT(server.number("ptrace", ::getpid()).content, StartsWith("\"refused"));
}

TEST_F(HeldBack, NothingCanBeReachedByTheNetwork) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener, 5), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const int port = ntohs(address.sin_port);
  Hostile closed(sandbox_);
  EXPECT_THAT(closed.number("connect", port).content, StartsWith("\"refused"));
  Sandbox only_landlock = sandbox_;
  only_landlock.has_processes = only_landlock.has_no_network = only_landlock.has_user = false;
  if (sandbox_.landlock >= 4 && sandbox_.level == SandboxLevel::kLandlock) {
    Hostile ruled(only_landlock);
    EXPECT_THAT(ruled.number("connect", port).content, StartsWith("\"refused"));
  }
  ProcessCommand command = hostile({}, probe_sandbox(true));
  command.allows_network = true;
  McpServer open(connector(command), {});
  ASSERT_TRUE(open.start());
  EXPECT_EQ(open.call("connect", fmt::format("{{\"number\":{}}}", port)).content, R"("done")");
  ::close(listener);
}

TEST(Sandbox, KnowsItsLevelsByName) {
  EXPECT_EQ(sandbox_level("landlock").value(), SandboxLevel::kLandlock);
  EXPECT_EQ(sandbox_level("docker").error().kind, ErrorKind::kWrongUse);
  EXPECT_LT(SandboxLevel::kLimits, SandboxLevel::kBubblewrap);
}

TEST(Sandbox, NeverShowsAHomeFolderAsAWhole) {
  const testing::TempFolder home;
  const std::string before = std::getenv("HOME");
  ::setenv("HOME", home.path().c_str(), 1);
  ASSERT_TRUE(write_file(home / "server.py", "pass"));
  const std::vector<std::string> paths = readable_paths("/usr/bin/python3", {"python3", home / "server.py"});
  ::setenv("HOME", before.c_str(), 1);
  EXPECT_THAT(paths, ::testing::Contains(home / "server.py"));
  EXPECT_THAT(paths, Not(::testing::Contains(home.path())));
  EXPECT_THAT(paths, Not(::testing::Contains("/etc")));
}

}  // namespace
}  // namespace generator::execute
