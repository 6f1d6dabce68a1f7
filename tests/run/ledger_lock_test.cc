// Whose ledger it is.
#include "run/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "run/ledger_check.h"
#include "run/ledger_fixture.h"

namespace generator {
namespace {

using ::testing::HasSubstr;

TEST_F(LedgerTest, IsOwnedByOneAtATimeAndNamesTheOwner) {
  auto first = open();
  const auto second = Ledger::open(folder, loop);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kBusy);
  EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid())));
  EXPECT_EQ(repair_ledger(folder).error().kind, ErrorKind::kBusy);
  first.reset();
  EXPECT_TRUE(Ledger::open(folder, loop));
}

TEST_F(LedgerTest, TakesOverTheLockOfAKilledProcess) {
  // `folder` is the lock file here: nothing else is needed of a ledger.
  std::filesystem::create_directories(temp / "x.run");
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto lock = LedgerLock::take(folder);
    const char byte = lock ? 'y' : 'n';
    if (::write(ready[1], &byte, 1) == 1) ::pause();
    ::_exit(1);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const auto refused = LedgerLock::take(folder);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("process " + std::to_string(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(LedgerLock::take(folder));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(LedgerTest, AnOwnerFileOfADeadProcessOrAnEarlierBootIsNoObstacle) {
  const std::string path = temp / "lock";
  char host[256] = "";
  ::gethostname(host, sizeof host);
  const std::string pid = std::to_string(::getpid());
  for (const std::string& owner :
       {std::string("pid 999999\nstarted 5\nboot b\nhost ") + host + "\n",
        "pid " + pid + "\nstarted 1\nboot b\nhost " + host + "\n", std::string("nonsense"),
        std::string(), std::string("pid 12\nhost elsewhere\n")}) {
    std::ofstream(path) << owner;
    EXPECT_TRUE(LedgerLock::take(path))
        << owner;  // the kernel's lock on a local disk is free: the owner is gone
  }
}

}  // namespace
}  // namespace generator
