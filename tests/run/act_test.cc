// Dialogues that act: between asks, tool calls are carried out.
#include <gtest/gtest.h>

#include "run/runner.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"
#include "support/virtual_loop.h"

namespace generator {
namespace {

using namespace testing;

/// Asks once, calls `lookup` as the reply says, and ends in a row with what it saw.
class Acting final : public Dialogue {
 public:
  explicit Acting(int number) : number_(number) {}
  Turn open() override {
    Ask ask;
    ask.request.messages.push_back({.role = Role::kUser, .content = std::to_string(number_)});
    ask.request.task = "act";
    return std::vector<Ask>{std::move(ask)};
  }
  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    const std::string said = std::get<Completion>(outcomes[0]).message.content;
    return Turn(Act{{}, {{"", "lookup", "\"" + said + "\""}}});
  }
  Turn see(std::span<const CallResult> results) override {
    Finished out;
    ToolUse& row = out.tool_uses.emplace_back();
    row.id = std::to_string(number_);
    row.turns.push_back({.instruction = "i", .steps = {}, .answer = results[0].content});
    return out;
  }

 private:
  int number_;
};

class ActingSource final : public DialogueSource {
 public:
  explicit ActingSource(int count) : count_(count) {}
  Result<std::unique_ptr<Dialogue>> next() override {
    if (at_ == count_) return nullptr;
    return std::make_unique<Acting>(at_++);
  }

 private:
  int count_, at_ = 0;
};

/// Replies after a while, the later calls first; or never.
class SlowExecutor final : public Executor {
 public:
  SlowExecutor(Loop& loop, bool fails) : loop_(loop), fails_(fails) {}
  void carry_out(Act act, OnSeen on_seen) override {
    ++calls;
    const std::int64_t delay = 100 - calls;
    asked_.push_back(loop_.after(delay, [this, arguments = act.calls[0].arguments, told = std::move(on_seen)] {
      if (fails_) return told(fail(ErrorKind::kUnavailable, "the server is gone"));
      told(std::vector<CallResult>{{"seen " + arguments, false, 0}});
    }));
  }
  void abandon() override {
    for (const Loop::Timer timer : asked_) loop_.cancel(timer);
  }
  int calls = 0;

 private:
  Loop& loop_;
  bool fails_;
  std::vector<Loop::Timer> asked_;
};

struct ActTest : ::testing::Test {
  RunSummary run_rows(int count, bool fails = false) {
    auto ledger = *Ledger::open(temp / "ledger", loop);
    ScriptedModel model(loop, clock, [](const ChatRequest& request, int) {
      return ScriptedModel::Reply{completion("r" + request.messages[0].content), 1};
    });
    SlowExecutor executor(loop, fails);
    ActingSource source(count);
    RunOptions options;
    options.executor = &executor;
    rows.clear();
    RunSummary summary = run(source, model, *ledger, loop, clock, options,
                             [this](std::uint64_t, Finished& finished) {
                               for (const ToolUse& row : finished.tool_uses)
                                 rows += row.id + ": " + row.turns[0].answer + "\n";
                               return Status{};
                             });
    EXPECT_TRUE(ledger->close());
    return summary;
  }

  TempFolder temp;
  FakeClock clock;
  VirtualLoop loop{clock, 7, 2};
  std::string rows;
};

TEST_F(ActTest, WhatWasSeenComesBackToItsDialogueAndRowsStayInOrder) {
  const RunSummary summary = run_rows(3);
  EXPECT_TRUE(summary.complete());
  EXPECT_EQ(rows, "0: seen \"r0\"\n1: seen \"r1\"\n2: seen \"r2\"\n");
  EXPECT_EQ(summary.tool_calls, 3u);
  EXPECT_EQ(summary.kept, 3u);
}

TEST_F(ActTest, ToolsThatCannotBeAskedStopTheRunAndReRunningAsksNoModelAgain) {
  const RunSummary failed = run_rows(3, true);
  ASSERT_TRUE(failed.error);
  EXPECT_EQ(failed.error->message, "the server is gone");
  const RunSummary again = run_rows(3);
  EXPECT_TRUE(again.complete());
  EXPECT_EQ(again.calls + again.from_ledger, 3u);
  EXPECT_GE(again.from_ledger, 1u);
}

TEST(FinishedQueue, RowsOfToolUseComeBackFromTheFile) {
  Finished finished;
  ToolUse& row = finished.tool_uses.emplace_back();
  row.id = "r";
  row.turns.push_back({.instruction = "i", .steps = {}, .answer = "a"});
  const auto back = decode_finished(encode_finished(finished));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->tool_uses.size(), 1u);
  EXPECT_EQ(tool_use_text(back->tool_uses[0]), tool_use_text(row));
}

}  // namespace
}  // namespace generator
