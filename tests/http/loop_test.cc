#include "http/loop.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/result.h"

namespace generator {
namespace {

TEST(Loop, PostsRunInOrderAndNeverInsidePost) {
  SystemLoop loop;
  std::vector<int> seen;
  loop.post([&] {
    loop.post([&] { seen.push_back(3); });
    seen.push_back(1);
  });
  loop.post([&] { seen.push_back(2); });
  EXPECT_TRUE(seen.empty());
  loop.run_until([&] { return seen.size() == 3; });
  EXPECT_EQ(seen, (std::vector<int>{1, 2, 3}));
}

TEST(Loop, ActionsThatPostActionsDoNotStarveTimers) {
  SystemLoop loop;
  bool due = false;
  std::function<void()> again = [&] {
    if (!due) loop.post(again);
  };
  loop.post(again);
  loop.after(5, [&] { due = true; });
  loop.run_until([&] { return due; });
}

TEST(Loop, ACancelledTimerDoesNotFire) {
  SystemLoop loop;
  bool fired = false, done = false;
  const Loop::Timer timer = loop.after(1, [&] { fired = true; });
  loop.after(20, [&] { done = true; });
  loop.cancel(timer);
  loop.cancel(timer);
  loop.cancel(0);
  loop.run_until([&] { return done; });
  EXPECT_FALSE(fired);
}

TEST(Loop, WorkRunsOnAnotherThreadAndEndsOnThisOne) {
  SystemLoop loop;
  const std::thread::id here = std::this_thread::get_id();
  std::thread::id job, done;
  bool over = false;
  loop.work([&] { job = std::this_thread::get_id(); },
            [&] {
              done = std::this_thread::get_id();
              over = true;
            });
  loop.run_until([&] { return over; });
  EXPECT_NE(job, here);
  EXPECT_EQ(done, here);
}

TEST(Loop, WhatCallbacksThrowRunUntilThrows) {
  SystemLoop loop;
  loop.post([] { throw std::runtime_error("posted"); });
  EXPECT_THROW(loop.run_until([] { return false; }), std::runtime_error);
  loop.work([] { throw Fatal(3, "job"); }, [] {});
  EXPECT_THROW(loop.run_until([] { return false; }), Fatal);
  loop.after(1, [] { throw std::runtime_error("timer"); });
  EXPECT_THROW(loop.run_until([] { return false; }), std::runtime_error);
}

TEST(Loop, WaitingForNothingIsAnErrorAndNoHang) {
  SystemLoop loop;
  EXPECT_THROW(loop.run_until([] { return false; }), Fatal);
}

TEST(Loop, DestroysWhatIsStillWaiting) {
  SystemLoop loop;
  loop.post([] {});
  loop.after(100'000, [] {});
}

TEST(Loop, TheFirstSignalIsToldAndTheSecondKills) {
  const pid_t child = ::fork();
  if (child == 0) {
    SystemLoop loop;
    bool told = false;
    loop.on_interrupt([&] { told = true; });
    ::raise(SIGINT);
    loop.after(100'000, [] {});
    loop.run_until([&] { return told; });
    ::raise(SIGINT);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGINT);
}

}  // namespace
}  // namespace generator
