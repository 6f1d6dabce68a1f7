#include "run/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "run/request_key.h"
#include "support/numbered_items.h"
#include "support/scripted_model.h"
#include "support/temp_folder.h"
#include "support/virtual_loop.h"

namespace generator {
namespace {

using namespace testing;
using ::testing::HasSubstr;

std::string last_text(const ChatRequest& request) { return request.messages.back().content; }
ScriptedModel::Reply ok(const ChatRequest& request, std::int64_t delay_ms = 1) {
  return {completion("ok " + request.messages.front().content), delay_ms};
}

struct RunnerTest : ::testing::Test {
  RunSummary run_items(std::uint64_t count, ScriptedModel::Script script, RunOptions options = {}) {
    auto ledger = Ledger::open(temp / "ledger", loop);
    EXPECT_TRUE(ledger) << ledger.error().message;
    model = std::make_unique<ScriptedModel>(loop, clock, std::move(script));
    NumberSource source(task, count);
    output.clear();
    RunSummary summary = run(source, *model, **ledger, loop, clock, options,
                             [this](std::uint64_t index, Finished finished) {
                               output += to_line(index, finished);
                               return sink_status;
                             });
    EXPECT_EQ((*ledger)->synced_size(), (*ledger)->size());
    EXPECT_TRUE((*ledger)->close());
    return summary;
  }
  std::string expected(std::uint64_t count) {
    std::string lines;
    for (std::uint64_t n = 0; n < count; ++n)
      lines += fmt::format("{}: question {} = ok item {}\n", n, n, n);
    return lines;
  }

  TempFolder temp;
  FakeClock clock;
  VirtualLoop loop{clock, 7, 2};
  NumberTask task;
  std::unique_ptr<ScriptedModel> model;
  std::string output;
  Status sink_status;
};

TEST_F(RunnerTest, CountsWhatTheSinkLeavesOfAnItem) {
  auto ledger = *Ledger::open(temp / "ledger", loop);
  ScriptedModel scripted(loop, clock, [](const ChatRequest& request, int) { return ok(request); });
  NumberSource source(task, 10);
  const RunSummary summary =
      run(source, scripted, *ledger, loop, clock, {}, [](std::uint64_t index, Finished& finished) {
        if (index % 5 == 0) {
          finished.examples.clear();
          finished.rejects.push_back({"repeated_question", "", "", ""});
        }
        return Status{};
      });
  EXPECT_EQ(summary.done, 10u);
  EXPECT_EQ(summary.kept, 8u);
  EXPECT_EQ(summary.dropped, 2u);
  EXPECT_EQ(summary.rejects.at("repeated_question"), 2u);
}

TEST(RunSummary, CountsALaterRunIn) {
  RunSummary sum, later;
  sum.retries = 2;
  later.retries = 3;
  later.bad_replies = 5;
  later.saved = Usd{7};
  sum.add(later);
  EXPECT_EQ(sum.retries, 5u);
  EXPECT_EQ(sum.bad_replies, 5u);
  EXPECT_EQ(sum.saved, Usd{7});
}

TEST_F(RunnerTest, HandsItemsOnInInputOrderWhateverTheLatency) {
  for (const int concurrency : {1, 3, 64}) {
    TempFolder fresh;
    auto ledger = *Ledger::open(fresh / "ledger", loop);
    ScriptedModel slow(loop, clock, [](const ChatRequest& request, int call) {
      return ok(request, call * 7919 % 1000);
    });
    NumberSource source(task, 300);
    std::string lines;
    RunOptions options;
    options.concurrency = concurrency;
    const RunSummary summary =
        run(source, slow, *ledger, loop, clock, options, [&](std::uint64_t i, Finished f) {
          lines += to_line(i, f);
          return Status{};
        });
    EXPECT_EQ(lines, expected(300));
    EXPECT_TRUE(summary.complete());
    EXPECT_EQ(summary.calls, 300u);
    EXPECT_EQ(summary.kept, 300u);
    EXPECT_EQ(slow.most_in_flight(), std::min(concurrency, 300));
  }
}

TEST_F(RunnerTest, OneHungCallDoesNotStopTheOthersAndMemoryHoldsFewResults) {
  RunOptions options;
  options.concurrency = 4;
  const RunSummary summary = run_items(
      500,
      [](const ChatRequest& request, int call) { return ok(request, call == 0 ? 100'000 : 1); },
      options);
  EXPECT_EQ(output, expected(500));
  EXPECT_EQ(summary.spooled, 500u - 1 - 16);
  EXPECT_LT(summary.elapsed_ms, 100'500);
}

TEST_F(RunnerTest, AsksTheLedgerFirstAndPaysForNothingTwice) {
  EXPECT_EQ(run_items(50, [](const auto& request, int) { return ok(request); }).calls, 50u);
  const std::string first = output;
  const RunSummary again = run_items(50, [](const auto& request, int) { return ok(request); });
  EXPECT_EQ(again.calls, 0u);
  EXPECT_EQ(again.from_ledger, 50u);
  EXPECT_EQ(again.usage.input, 0);
  EXPECT_EQ(again.usage_used.input, 500);
  EXPECT_EQ(output, first);
  EXPECT_EQ(run_items(60, [](const auto& request, int) { return ok(request); }).calls, 10u);
}

TEST_F(RunnerTest, StopsEarlyWhereTheModelIsNotUpToItsTask) {
  RunOptions options;
  options.concurrency = 4;
  options.trial = Trial(20, "number", "try a larger model");
  const auto babble = [](const ChatRequest&, int) {
    return ScriptedModel::Reply{completion("babble"), 1};
  };
  const RunSummary summary = run_items(1000, babble, options);
  ASSERT_TRUE(summary.error);
  EXPECT_THAT(summary.error->message, HasSubstr("0 of the first 20 replies"));
  EXPECT_THAT(summary.error->message, HasSubstr("too small for `number`; try a larger model"));
  EXPECT_LT(summary.calls, 30u);
  EXPECT_LT(run_items(1000, babble, options).calls, 10u) << "what was paid for says the same";
  options.trial = Trial(0, "", "");
  EXPECT_TRUE(run_items(30, babble, options).complete());
}

TEST_F(RunnerTest, ReplayCallsNobodyAndCountsWhatIsMissing) {
  run_items(50, [](const auto& request, int) { return ok(request); });
  RunOptions options;
  options.replay = true;
  const RunSummary replay =
      run_items(60, [](const auto& request, int) { return ok(request); }, options);
  EXPECT_EQ(model->calls(), 0);
  EXPECT_EQ(replay.missing, 10u);
  EXPECT_EQ(replay.unanswered, 10u);
  EXPECT_EQ(replay.done, 50u);
  EXPECT_FALSE(replay.complete());
  EXPECT_EQ(output, expected(50));
}

TEST_F(RunnerTest, EqualRequestsInFlightShareOneCall) {
  task.set_distinct(10);
  const RunSummary summary =
      run_items(100, [](const auto& request, int) { return ok(request, 50); });
  EXPECT_EQ(summary.calls, 10u);
  EXPECT_EQ(summary.shared + summary.from_ledger, 90u);
  EXPECT_GT(summary.shared, 0u);
  EXPECT_EQ(summary.kept, 100u);
}

TEST_F(RunnerTest, ShowsTheModelItsBadReplyAndAsksAgain) {
  std::vector<std::string> seen;
  const RunSummary summary = run_items(1, [&](const ChatRequest& request, int call) {
    for (const Message& message : request.messages) seen.push_back(message.content);
    return call == 0 ? ScriptedModel::Reply{completion("nonsense")} : ok(request);
  });
  EXPECT_EQ(output, expected(1));
  EXPECT_EQ(summary.bad_replies, 1u);
  ASSERT_EQ(seen.size(), 4u);
  EXPECT_EQ(seen[1], "item 0");
  EXPECT_EQ(seen[2], "nonsense");
  EXPECT_THAT(seen[3], HasSubstr("the reply must begin with \"ok\""));
}

TEST_F(RunnerTest, TellsWhoListensEachAskAndWhyAReplyWasOfNoUse) {
  std::vector<std::string> told;
  std::vector<Digest> keys;
  RunOptions options;
  options.on_ask = [&](std::uint64_t item, std::size_t slot, const ChatRequest& request,
                       const Digest& key) {
    told.push_back(fmt::format("{}.{} {}", item, slot, request.messages.size()));
    keys.push_back(key);
  };
  options.on_bad_reply = [&](std::uint64_t item, std::size_t slot, const std::string& problem) {
    told.push_back(fmt::format("{}.{} bad: {}", item, slot, problem));
  };
  const auto script = [](const ChatRequest& request, int call) {
    return call == 0 ? ScriptedModel::Reply{completion("nonsense")} : ok(request);
  };
  run_items(1, script, options);
  const std::vector<std::string> first = told;
  EXPECT_THAT(first, ::testing::ElementsAre("0.0 1", HasSubstr("0.0 bad: the reply must begin"),
                                            "0.0 3"));
  options.replay = true;
  run_items(1, script, options);
  EXPECT_EQ(told.size(), 6u) << "a replay tells the same";
  EXPECT_TRUE(std::equal(first.begin(), first.end(), told.begin() + 3));
  EXPECT_EQ(keys[0], keys[2]);
  EXPECT_NE(keys[0], keys[1]);
}

TEST_F(RunnerTest, GivesUpAfterTheLastAttemptAndKeepsEveryBadReply) {
  const auto bad = [](const ChatRequest&, int call) {
    return ScriptedModel::Reply{completion("bad " + std::to_string(call))};
  };
  const RunSummary summary = run_items(2, bad);
  EXPECT_EQ(summary.calls, 6u);
  EXPECT_EQ(summary.bad_replies, 6u);
  EXPECT_EQ(summary.given_up, 2u);
  EXPECT_EQ(summary.rejects.at("unreadable_reply"), 2u);
  EXPECT_THAT(output, HasSubstr("rejected unreadable_reply (the reply must begin"));
  EXPECT_EQ(run_items(2, bad).calls, 0u);  // paid for, so not asked again
}

// Three asks an item; a reply is a number, and the schema wants at most 9.
class ThreeAsks final : public Dialogue {
 public:
  explicit ThreeAsks(std::vector<std::size_t> unusable = {}) : unusable_(std::move(unusable)) {}
  Turn open() override {
    std::vector<Ask> out(3);
    for (int slot = 0; slot < 3; ++slot) {
      Message message;
      message.content = fmt::format("ask {}", slot);
      out[static_cast<std::size_t>(slot)].request.messages = {message};
      out[static_cast<std::size_t>(slot)].request.schema = &kNumber;
    }
    return out;
  }
  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    ++hearings;
    if (hearings == 1 && !unusable_.empty()) return fail(ErrorKind::kInvalidInput, "no use of it");
    Finished finished;
    for (const Outcome& outcome : outcomes)
      if (const auto* reply = std::get_if<Completion>(&outcome)) {
        Example& example = finished.examples.emplace_back();
        example.body = QaPair{"q", {}, reply->message.content};
      } else {
        const Failure& failure = std::get<Failure>(outcome);
        finished.rejects.push_back(
            {std::string(reason_of(failure.kind)), failure.message, "", "", true, failure.reply});
        kept_reply = failure.reply;
      }
    return finished;
  }
  std::vector<std::size_t> unusable() const override { return unusable_; }

  static inline const Schema kNumber = {"n", R"({"maximum":9})"};
  static inline int hearings = 0;
  static inline std::string kept_reply;

 private:
  std::vector<std::size_t> unusable_;
};

class OneDialogue final : public DialogueSource {
 public:
  explicit OneDialogue(std::unique_ptr<Dialogue> dialogue) : dialogue_(std::move(dialogue)) {}
  Result<std::unique_ptr<Dialogue>> next() override { return std::move(dialogue_); }

 private:
  std::unique_ptr<Dialogue> dialogue_;
};

struct SchemaRunTest : RunnerTest {
  RunSummary run_one(ScriptedModel::Script script, std::vector<std::size_t> unusable = {}) {
    auto ledger = *Ledger::open(temp / "ledger", loop);
    ScriptedModel scripted(loop, clock, std::move(script));
    RunOptions options;
    options.check_reply = [](const Schema&, const std::string& reply,
                             bool bounds_only) -> std::string {
      if (reply.size() > 1) return "the whole reply: at most 9 is wanted, not " + reply;
      return bounds_only ? "" : "the whole reply: text is wanted";
    };
    OneDialogue source(std::make_unique<ThreeAsks>(std::move(unusable)));
    ThreeAsks::hearings = 0;
    ThreeAsks::kept_reply.clear();
    output.clear();
    const RunSummary summary = run(source, scripted, *ledger, loop, clock, options,
                                   [this](std::uint64_t index, const Finished& finished) {
                                     output += to_line(index, finished);
                                     return Status{};
                                   });
    EXPECT_TRUE(ledger->close());
    return summary;
  }
};

TEST_F(SchemaRunTest, AReplyThatPassesABoundIsAskedForAgainAloneWithWhatIsWanted) {
  std::vector<std::string> corrections;
  const RunSummary summary = run_one([&](const ChatRequest& request, int) {
    if (request.messages.size() > 1) corrections.push_back(last_text(request));
    const bool is_bad = request.messages[0].content == "ask 1" && request.messages.size() == 1;
    return ScriptedModel::Reply{completion(is_bad ? "12" : "7")};
  });
  EXPECT_EQ(output, "0: q = 7 q = 7 q = 7\n");
  EXPECT_EQ(summary.calls, 4u);
  EXPECT_EQ(summary.bad_replies, 1u);
  EXPECT_EQ(ThreeAsks::hearings, 1);  // what passes a bound is not heard
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_THAT(corrections[0], HasSubstr("the whole reply: at most 9 is wanted, not 12"));
}

TEST_F(SchemaRunTest, AReplyThatStaysBadIsGivenUpAndKeptAndTheOthersStand) {
  const RunSummary summary = run_one([](const ChatRequest& request, int call) {
    return ScriptedModel::Reply{
        completion(request.messages[0].content == "ask 1" ? fmt::format("9{}", call) : "7")};
  });
  EXPECT_THAT(output, HasSubstr("q = 7 q = 7 rejected unreadable_reply (the whole reply: at most"));
  EXPECT_EQ(summary.calls, 5u);
  EXPECT_EQ(summary.bad_replies, 3u);
  EXPECT_EQ(summary.given_up, 1u);
  EXPECT_EQ(ThreeAsks::kept_reply, "94");  // the last one
}

TEST_F(SchemaRunTest, TheReplyThatADialogueNamesIsAskedForAgainAloneAndToldOfTheSchema) {
  std::vector<std::string> corrections;
  const RunSummary summary = run_one(
      [&](const ChatRequest& request, int) {
        if (request.messages.size() > 1) corrections.push_back(last_text(request));
        return ScriptedModel::Reply{completion("7")};
      },
      {2});
  EXPECT_EQ(summary.calls, 4u);
  EXPECT_EQ(summary.bad_replies, 1u);
  ASSERT_EQ(corrections.size(), 1u);
  EXPECT_THAT(corrections[0],
              HasSubstr("no use of it (by its JSON Schema: the whole reply: text is wanted)"));
}

TEST_F(RunnerTest, AsksForMoreRoomWhereAReplyWasCut) {
  std::vector<std::int64_t> limits;
  std::vector<std::size_t> messages;
  run_items(1, [&](const ChatRequest& request, int call) {
    limits.push_back(request.sampling.max_tokens);
    messages.push_back(request.messages.size());
    ScriptedModel::Reply reply = ok(request);
    if (call == 0) {
      reply.result->message.content = "o";
      reply.result->stop_reason = StopReason::kLength;
    }
    return reply;
  });
  EXPECT_EQ(limits, (std::vector<std::int64_t>{2048, 4096}));
  EXPECT_EQ(messages, (std::vector<std::size_t>{1, 1}));
  EXPECT_EQ(output, expected(1));
}

TEST_F(RunnerTest, AReplyThatIsCutAtTwiceTheLimitTooIsNotAskedForAThirdTime) {
  RunOptions options;
  options.attempts = 5;
  const RunSummary summary = run_items(
      3,
      [](const ChatRequest&, int) {
        ScriptedModel::Reply reply{completion("o"), 1};
        reply.result->stop_reason = StopReason::kLength;
        return reply;
      },
      options);
  EXPECT_EQ(summary.calls, 6u);
  EXPECT_EQ(summary.given_up, 3u);
  EXPECT_TRUE(summary.complete());
  EXPECT_NE(output.find("rejected cut_reply"), std::string::npos) << output;
}

TEST_F(RunnerTest, ARequestThatDoesNotFitFailsItsItemAloneAndSaysSo) {
  const RunSummary summary = run_items(3, [](const ChatRequest& request, int) {
    if (request.inputs.get("number") != "1") return ok(request);
    return ScriptedModel::Reply{fail(ErrorKind::kTooLarge, "9,000 tokens"), 1};
  });
  EXPECT_TRUE(summary.complete());
  EXPECT_EQ(summary.kept, 2u);
  EXPECT_NE(output.find("rejected context_too_long (9,000 tokens)"), std::string::npos) << output;
}

TEST_F(RunnerTest, ARefusalIsHeardAsOneAndNotAskedAgain) {
  const RunSummary summary = run_items(1, [](const ChatRequest&, int) {
    ScriptedModel::Reply reply{completion("I cannot help with that.")};
    reply.result->stop_reason = StopReason::kRefusal;
    return reply;
  });
  EXPECT_EQ(summary.calls, 1u);
  EXPECT_EQ(summary.refused, 1u);
  EXPECT_EQ(output, "0: rejected refused_by_model (I cannot help with that.)\n");
}

TEST_F(RunnerTest, AFailedItemHarmsNoOtherAndIsTriedAgainNextTime) {
  const auto fails_on_3 = [](const ChatRequest& request, int) -> ScriptedModel::Reply {
    if (last_text(request) == "item 3")
      return {fail(ErrorKind::kInvalidInput, "too long for the context"), 5};
    return ok(request);
  };
  const RunSummary summary = run_items(6, fails_on_3);
  EXPECT_EQ(summary.calls_failed, 1u);
  EXPECT_EQ(summary.rejects.at("call_failed"), 1u);
  EXPECT_EQ(summary.kept, 5u);
  EXPECT_TRUE(summary.complete());
  EXPECT_EQ(run_items(6, [](const auto& request, int) { return ok(request); }).calls, 1u);
  EXPECT_EQ(output, expected(6));
}

TEST_F(RunnerTest, AnUnavailableModelStopsTheRunAndLosesNoReplyInFlight) {
  RunOptions options;
  options.concurrency = 8;
  const RunSummary summary = run_items(
      1000,
      [](const ChatRequest& request, int call) -> ScriptedModel::Reply {
        if (call == 20) return {fail(ErrorKind::kUnavailable, "the key was refused"), 1};
        return ok(request, 500);
      },
      options);
  ASSERT_TRUE(summary.error);
  EXPECT_EQ(summary.error->message, "the key was refused");
  EXPECT_FALSE(summary.complete());
  EXPECT_LE(summary.calls, 30u);
  const RunSummary rest =
      run_items(1000, [](const auto& request, int) { return ok(request); }, options);
  EXPECT_EQ(rest.calls, 1000 - (summary.calls - 1));
  EXPECT_EQ(output, expected(1000));
}

TEST_F(RunnerTest, AnInterruptStopsWithinASecondWithTheWorkKept) {
  RunOptions options;
  options.concurrency = 8;
  loop.after(1000, [this] { loop.interrupt(); });
  const RunSummary summary = run_items(
      1000,
      [](const ChatRequest& request, int call) { return ok(request, call % 2 == 0 ? 30 : 60'000); },
      options);
  EXPECT_TRUE(summary.interrupted);
  EXPECT_LT(summary.elapsed_ms, 2000);
  const RunSummary rest =
      run_items(1000, [](const auto& request, int) { return ok(request); }, options);
  EXPECT_GE(rest.from_ledger, 1u);
  EXPECT_EQ(rest.calls + rest.from_ledger, 1000u);
  EXPECT_EQ(output, expected(1000));
}

TEST_F(RunnerTest, ASinkThatFailsStopsTheRun) {
  sink_status = fail(ErrorKind::kIo, "disk full");
  const RunSummary summary = run_items(100, [](const auto& request, int) { return ok(request); });
  ASSERT_TRUE(summary.error);
  EXPECT_EQ(summary.error->message, "disk full");
  EXPECT_EQ(summary.done, 0u);
}

TEST_F(RunnerTest, AChangedRequestIsAskedAgainAndAnEqualOneIsNot) {
  ChatRequest base = NumberTask().ask(1);
  const Schema schema{"s", "{}"}, other_schema{"s", "{\"type\":\"object\"}"};
  const std::vector<Tool> tools{{"open", "", "{}"}};
  std::set<Digest> keys{request_key("m", false, base, 0, 0)};
  std::size_t expected_keys = 1;
  const auto differs = [&](ChatRequest request, int sample = 0, int attempt = 0,
                           const char* identity = "m") {
    keys.insert(request_key(identity, false, request, sample, attempt));
    EXPECT_EQ(keys.size(), ++expected_keys);
  };
  ChatRequest r = base;
  differs((r.messages[0].content += " ", r));
  differs((r = base, r.messages[0].role = Role::kSystem, r));
  differs((r = base, r.messages.push_back({}), r));
  differs((r = base, r.schema = &schema, r));
  differs((r = base, r.schema = &other_schema, r));
  differs((r = base, r.tools = &tools, r));
  differs((r = base, r.sampling.temperature = 0, r));
  differs((r = base, r.sampling.temperature = 0.7, r));
  differs((r = base, r.sampling.top_p = 0.7, r));
  differs((r = base, r.sampling.max_tokens = 100, r));
  differs((r = base, r.sampling.seed = 1, r));
  differs(base, 1, 0);
  differs(base, 0, 1);
  differs(base, 0, 0, "n");
  r = base;
  r.task = "another name";
  r.inputs.values.clear();
  r.sampling.seed = -7;  // not set, too
  EXPECT_EQ(request_key("m", false, r, 0, 0), request_key("m", false, base, 0, 0));
  EXPECT_NE(request_key("m", true, r, 0, 0), request_key("m", true, base, 0, 0));
  r = base;
  r.messages.clear();
  EXPECT_EQ(request_key("m", true, r, 0, 0), request_key("m", true, base, 0, 0));
}

}  // namespace
}  // namespace generator
