#include "http/child_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include "support/temp_folder.h"

namespace generator::http {
namespace {

using Heard = Result<ChildOutput>;

Heard run(ChildCommand command, ChildLimits limits = {}) {
  SystemLoop loop;
  ChildProcesses children(loop, limits);
  std::optional<Heard> out;
  children.run(std::move(command), [&](Heard heard) { out = std::move(heard); });
  EXPECT_FALSE(out) << "called back before run has returned";
  loop.run_until([&] { return out.has_value(); });
  EXPECT_EQ(children.running(), 0u);
  return *out;
}

ChildCommand shell(std::string script) { return {{"sh", "-c", std::move(script)}, "", ""}; }

// Waits until a process has gone, or is a zombie that somebody else reaps.
bool is_gone(pid_t pid) {
  for (int i = 0; i < 500; ++i) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    if (!(file >> number >> name >> state) || state == "Z" || state == "X") return true;
    ::usleep(10'000);
  }
  return false;
}

pid_t number_in(const std::string& path) {
  for (int i = 0; i < 500; ++i) {
    std::ifstream file(path);
    pid_t pid = 0;
    std::string end;
    if (file >> pid >> end) return pid;
    ::usleep(10'000);
  }
  return 0;
}

TEST(ChildProcesses, GiveInputAndTakeBothStreamsAndTheExitCode) {
  ChildCommand command = shell("cat; echo problem >&2; exit 3");
  command.input = std::string(300'000, 'x') + "\n";
  const Heard heard = run(command);
  ASSERT_TRUE(heard) << heard.error().message;
  EXPECT_EQ(heard->output, command.input);
  EXPECT_EQ(heard->complaints, "problem\n");
  EXPECT_EQ(heard->exit_code, 3);
}

TEST(ChildProcesses, MayLeaveTheirInputUnread) {
  ChildCommand command = shell("exec 0<&-; echo done");
  command.input = std::string(5'000'000, 'x');
  EXPECT_EQ(run(command)->output, "done\n");
}

TEST(ChildProcesses, RunInTheFolderThatIsNamedWithArgumentsAsTheyAre) {
  const testing::TempFolder folder;
  ChildCommand command{
      {"sh", "-c", "pwd; printf '%s|' \"$@\"", "sh", "a b", "", "$HOME"}, folder.path(), ""};
  EXPECT_EQ(run(command)->output, folder.path() + "\na b||$HOME|");
}

TEST(ChildProcesses, SayHowASignalEndedThem) {
  EXPECT_EQ(run(shell("kill -TERM $$"))->exit_code, 128 + SIGTERM);
}

TEST(ChildProcesses, NameAProgramThatIsNotThere) {
  const Heard heard = run({{"no-such-program-anywhere"}, "", ""});
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(heard.error().message.find("no-such-program-anywhere"), std::string::npos);
}

TEST(ChildProcesses, SayWhyTheyCannotBeStarted) {
  const Heard heard = run({{"sh"}, "/no/such/folder", ""});
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().kind, ErrorKind::kIo);
  EXPECT_NE(heard.error().message.find("No such file"), std::string::npos);
}

TEST(ChildProcesses, AreEndedWithTheirChildrenWhenTheirTimeIsOver) {
  const testing::TempFolder folder;
  const std::string note = folder.path() + "/pid";
  ChildLimits limits;
  limits.total_ms = 300;
  const Heard heard = run(shell("sleep 600 & echo $! done > '" + note + ".new'; mv '" + note +
                                ".new' '" + note + "'; wait"),
                          limits);
  ASSERT_FALSE(heard);
  EXPECT_EQ(heard.error().kind, ErrorKind::kUnavailable);
  EXPECT_NE(heard.error().message.find("took longer"), std::string::npos);
  const pid_t grandchild = number_in(note);
  ASSERT_GT(grandchild, 0);
  EXPECT_TRUE(is_gone(grandchild));
}

TEST(ChildProcesses, AreEndedWhereTheyWriteTooMuch) {
  ChildLimits limits;
  limits.output_bytes = 100'000;
  const Heard heard = run(shell("yes"), limits);
  ASSERT_FALSE(heard);
  EXPECT_NE(heard.error().message.find("more than 100000 bytes"), std::string::npos);
}

TEST(ChildProcesses, MayComplainAtLengthWithoutHarm) {
  ChildLimits limits;
  limits.complaint_bytes = 10;
  const Heard heard = run(shell("yes 2>&1 | head -c 1000000 >&2; echo good"), limits);
  EXPECT_EQ(heard->output, "good\n");
  EXPECT_EQ(heard->complaints.size(), 10u);
}

TEST(ChildProcesses, TakeWhatTheyLeftRunningWithThem) {
  const Heard heard = run(shell("sleep 600 & echo $!"));
  ASSERT_TRUE(heard);
  EXPECT_TRUE(is_gone(std::stoi(heard->output)));
}

TEST(ChildProcesses, ThatAreAbandonedAreGoneAndCallNobody) {
  SystemLoop loop;
  const testing::TempFolder folder;
  const std::string note = folder.path() + "/pid";
  ChildProcesses children(loop);
  children.run(shell("echo $$ done > '" + note + "'; sleep 600"), [](Heard) { FAIL(); });
  children.run({{"no-such-program-anywhere"}, "", ""}, [](Heard) { FAIL(); });
  const pid_t child = number_in(note);
  ASSERT_GT(child, 0);
  children.abandon();
  EXPECT_EQ(children.running(), 0u);
  EXPECT_EQ(::kill(child, 0), -1);
  bool later = false;
  loop.after(20, [&] { later = true; });
  loop.run_until([&] { return later; });
}

TEST(ChildProcesses, DieWithUs) {
  const testing::TempFolder folder;
  const std::string note = folder.path() + "/pid";
  const pid_t parent = ::fork();
  if (parent == 0) {
    SystemLoop loop;
    ChildProcesses children(loop);
    children.run(shell("echo $$ done > '" + note + "'; exec sleep 600"), [](Heard) {});
    number_in(note);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(parent, &status, 0);
  const pid_t child = number_in(note);
  ASSERT_GT(child, 0);
  EXPECT_TRUE(is_gone(child));
}

TEST(ChildProcesses, LoseNoOutputWhereTheLoopLooksLate) {
  const testing::TempFolder folder;
  SystemLoop loop;
  ChildLimits limits;
  limits.afterword_ms = 1;
  ChildProcesses children(loop, limits);
  int ended = 0;
  const auto expect = [&](const char* output) {
    return [&ended, output](Heard heard) {
      ++ended;
      EXPECT_EQ(heard->output, output);
    };
  };
  const std::string note = folder.path() + "/pid";
  children.run(shell("echo early; echo $$ done > '" + note + "'"), expect("early\n"));
  const pid_t first = number_in(note);
  ASSERT_TRUE(is_gone(first));
  children.run(shell("echo late"), expect("late\n"));  // and sees that the first has ended
  ::usleep(5'000);
  loop.run_until([&] { return ended == 2; });
}

TEST(ChildProcesses, RunSideBySide) {
  SystemLoop loop;
  ChildProcesses children(loop);
  int ended = 0;
  for (int i = 0; i < 20; ++i)
    children.run(shell("echo " + std::to_string(i)), [&ended, i](Heard heard) {
      ++ended;
      EXPECT_EQ(heard->output, std::to_string(i) + "\n");
    });
  EXPECT_EQ(children.running(), 20u);
  loop.run_until([&] { return ended == 20; });
}

}  // namespace
}  // namespace generator::http
