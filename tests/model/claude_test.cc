#include "model/claude.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>

#include "base/json.h"
#include "model/claude_model.h"

namespace generator {
namespace {

using K = CallError::Kind;

const Schema kSchema = {
    "reply",
    R"({"type":"object","properties":{"n":{"type":"integer","minimum":1}},"required":["n"]})"};

ChatRequest question() {
  ChatRequest request;
  request.messages = {{Role::kSystem, "Be brief.", {}, "", ""},
                      {Role::kUser, "Hi \"you\"", {}, "", ""}};
  request.sampling.temperature = 0.5;
  return request;
}

TEST(Claude, IsStartedWithoutToolsAndSettingsAndReadsThePromptFromItsInput) {
  const auto command = encode_claude(question(), "claude-haiku-5-5");
  ASSERT_TRUE(command);
  EXPECT_EQ(command->input, "Hi \"you\"");
  EXPECT_EQ(
      command->arguments,
      (std::vector<std::string>{"-p", "--output-format", "stream-json", "--verbose", "--tools", "",
                                "--setting-sources=", "--strict-mcp-config", "--system-prompt",
                                "Be brief.", "--model", "claude-haiku-5-5", "--max-turns", "1"}));
}

TEST(Claude, HasTurnsLeftToFollowASchema) {
  ChatRequest request = question();
  request.schema = &kSchema;
  const auto command = encode_claude(request, "m");
  ASSERT_TRUE(command);
  EXPECT_EQ(
      std::vector<std::string>(command->arguments.begin() + 12, command->arguments.end()),
      (std::vector<std::string>{
          "--max-turns", "4", "--json-schema",
          R"({"type":"object","properties":{"n":{"type":"integer","description":"{minimum: 1}"}},"required":["n"],"additionalProperties":false})"}));
}

TEST(Claude, IsToldHowLongAndHowDearARunMayBeWhereSpendingIsCapped) {
  ChatRequest request = question();
  const auto command = encode_claude(request, "m", {2048, *read_usd("0.0123456789")});
  ASSERT_TRUE(command);
  EXPECT_EQ(std::vector<std::string>(command->arguments.end() - 2, command->arguments.end()),
            (std::vector<std::string>{"--max-budget-usd", "0.012346"}));
  EXPECT_EQ(command->environment,
            (std::vector<std::string>{"CLAUDE_CODE_MAX_OUTPUT_TOKENS=2048"}));
  EXPECT_TRUE(encode_claude(request, "m")->environment.empty());
}

TEST(Claude, ReadsThePromptInEveryTurnThatASchemaMayTake) {
  ChatRequest request = question();
  request.sampling.max_tokens = 1'000;
  const std::int64_t prompt = token_bound(request).prompt;
  const TokenBound one = claude_token_bound(request);
  EXPECT_EQ(one.reply, 1'000);
  EXPECT_GT(one.prompt, prompt);
  request.schema = &kSchema;
  const TokenBound four = claude_token_bound(request);
  EXPECT_EQ(four.reply, 4'000);
  EXPECT_GE(four.prompt, 4 * one.prompt + (1'000 + 2'000 + 3'000)) << "and what it wrote before";
}

TEST(Claude, CallsAReplyThatALimitOfOursEndedCutBecauseItIsPaidFor) {
  for (const char* end :
       {R"("subtype":"error_max_budget_usd")",
        R"("subtype":"success","result":"API Error: Claude's response exceeded the 512 output token maximum.")"}) {
    const auto out = decode_claude(
        fmt::format(R"({{"type":"result","is_error":true,{},"total_cost_usd":0.5}})", end), "", "m",
        0);
    ASSERT_TRUE(out) << out.error().message;
    EXPECT_EQ(out->stop_reason, StopReason::kLength);
    EXPECT_EQ(out->told_cost, read_usd("0.5"));
  }
}

TEST(Claude, IsToldOfEarlierTurnsAndOfASystemPromptTooLongForAnArgument) {
  ChatRequest request = question();
  request.messages.push_back({Role::kAssistant, "Yo.", {}, "", ""});
  request.messages.push_back({Role::kUser, "Again.", {}, "", ""});
  EXPECT_EQ(encode_claude(request, "m")->input,
            "Hi \"you\"\n\nYour earlier reply to this was:\nYo.\n\nAgain.");
  request.messages[0].content = std::string(200'000, 's');
  const auto command = encode_claude(request, "m");
  EXPECT_EQ(command->input.substr(0, 200'010), std::string(200'000, 's') + "\n\nHi \"you\"");
  EXPECT_EQ(command->arguments[9], "");
  const std::vector<Tool> tools(1);
  request.tools = &tools;
  EXPECT_EQ(encode_claude(request, "m").error().kind, K::kInvalidRequest);
}

TEST(Claude, CountsCachedTokensOnceAndNamesTheModelThatWroteMost) {
  const auto out = decode_claude(
      "{\"type\":\"system\",\"subtype\":\"init\"}\nwarning: not JSON\n"
      R"({"type":"result","subtype":"success","is_error":false,"result":"hi","stop_reason":"end_turn","total_cost_usd":0.01,)"
      R"("usage":{"input_tokens":10,"output_tokens":5,"cache_creation_input_tokens":3,"cache_read_input_tokens":7,"output_tokens_details":{"thinking_tokens":2}},)"
      R"("modelUsage":{"claude-small":{"outputTokens":1},"claude-haiku-5-5-20260930":{"outputTokens":5}}})"
      "\n",
      "", "claude-haiku-5-5", 0);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->message.content, "hi");
  EXPECT_EQ(out->stop_reason, StopReason::kStop);
  EXPECT_EQ(out->model, "claude-haiku-5-5-20260930");
  EXPECT_EQ(out->usage.input, 20);
  EXPECT_EQ(out->usage.cached, 7);
  EXPECT_EQ(out->usage.output, 5);
  EXPECT_EQ(out->usage.reasoning, 2);
  EXPECT_EQ(out->told_cost, read_usd("0.01"));
}

TEST(Claude, GivesTheStructuredOutputAsTheReply) {
  const auto out = decode_claude(
      R"({"type":"result","subtype":"success","is_error":false,"result":"Done.","stop_reason":"tool_use","structured_output":{"n": 3}})",
      "", "m", 0);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->message.content, R"({"n": 3})");
  EXPECT_EQ(out->stop_reason, StopReason::kStop);
  EXPECT_EQ(out->model, "m");
}

TEST(Claude, CallsAReplyThatFitsNoSchemaABadReplyBecauseItIsPaidFor) {
  const auto out = decode_claude(
      R"({"type":"result","subtype":"error_max_structured_output_retries","is_error":true,"usage":{"output_tokens":50}})",
      "", "m", 0);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->message.content, "");
  EXPECT_EQ(out->usage.output, 50);
  EXPECT_EQ(out->told_cost, std::nullopt);
}

TEST(Claude, TellsStopReasonsApart) {
  const auto reason = [](const std::string& name) {
    return decode_claude(
               R"({"type":"result","is_error":false,"result":"x","stop_reason":")" + name + "\"}",
               "", "m", 0)
        ->stop_reason;
  };
  EXPECT_EQ(reason("max_tokens"), StopReason::kLength);
  EXPECT_EQ(reason("model_context_window_exceeded"), StopReason::kLength);
  EXPECT_EQ(reason("refusal"), StopReason::kRefusal);
  EXPECT_EQ(reason("stop_sequence"), StopReason::kStop);
}

struct ErrorCase {
  const char* output;
  const char* complaints;
  K kind;
};
class ClaudeErrors : public testing::TestWithParam<ErrorCase> {};
TEST_P(ClaudeErrors, AreToldByTheLastWordAndNotBySubtypeOrExitCode) {
  const auto out = decode_claude(GetParam().output, GetParam().complaints, "m", 0);
  ASSERT_FALSE(out) << GetParam().output;
  EXPECT_EQ(out.error().kind, GetParam().kind) << out.error().message;
}
INSTANTIATE_TEST_SUITE_P(
    Table, ClaudeErrors,
    testing::Values(
        ErrorCase{
            R"({"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"API Error: 429"})",
            "", K::kRateLimited},
        ErrorCase{
            R"({"type":"result","subtype":"success","is_error":true,"api_error_status":529,"result":"API Error: Overloaded"})",
            "", K::kOverloaded},
        ErrorCase{
            R"({"type":"result","subtype":"success","is_error":true,"api_error_status":500,"result":"API Error"})",
            "", K::kOverloaded},
        ErrorCase{
            R"({"type":"result","subtype":"success","is_error":true,"api_error_status":401,"result":"Invalid API key"})",
            "", K::kBadKey},
        ErrorCase{
            R"({"type":"result","subtype":"success","is_error":true,"result":"Not logged in. Please run /login"})",
            "", K::kBadKey},
        ErrorCase{
            R"({"type":"result","subtype":"success","is_error":true,"api_error_status":400,"result":"Credit balance is too low"})",
            "", K::kNoCredit},
        ErrorCase{
            R"({"type":"result","subtype":"success","is_error":true,"api_error_status":404,"result":"model: x"})",
            "", K::kNoSuchModel},
        ErrorCase{
            R"({"type":"result","subtype":"success","is_error":true,"api_error_status":400,"result":"Prompt is too long"})",
            "", K::kContextTooLong},
        ErrorCase{R"({"type":"result","subtype":"error_max_turns","is_error":true})", "",
                  K::kTransport},
        ErrorCase{
            R"({"type":"result","subtype":"error_during_execution","is_error":true,"errors":["boom"]})",
            "", K::kTransport},
        ErrorCase{R"({"type":"result","subtype":"success","result":"no is_error"})", "",
                  K::kTransport},
        ErrorCase{"", "error: unknown option '--setting-sources='\n", K::kInvalidRequest},
        ErrorCase{"Invalid API key · Please run /login\n", "", K::kBadKey},
        ErrorCase{R"({"type":"result","is_er)", "", K::kTransport},
        ErrorCase{"", "", K::kTransport}));

TEST(ClaudeErrors, SayWhenASpentLimitEnds) {
  const auto out = decode_claude(
      R"({"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":1763000600,"rateLimitType":"five_hour"}})"
      "\n"
      R"({"type":"result","subtype":"success","is_error":true,"api_error_status":429,"result":"You've hit your limit"})",
      "", "m", 1763000000500);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, K::kRateLimited);
  EXPECT_EQ(out.error().retry_after_ms, 599500);
}

// ---- the program as a process

// Not a TempFolder: nothing may be executed in /dev/shm on many machines.
class ClaudeProgram : public testing::Test {
 protected:
  ClaudeProgram() : folder_((std::filesystem::temp_directory_path() / "claude-test-XXXXXX")) {
    if (::mkdtemp(folder_.data()) == nullptr) std::abort();
  }
  ~ClaudeProgram() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  // A program that counts its runs in `runs` beside itself; `body` is what it does, `$n` its
  // number.
  void write(const std::string& body) {
    std::ofstream(path()) << "#!/bin/bash\nhere=$(dirname \"$0\")\necho x >> \"$here/runs\"\n"
                             "n=$(wc -l < \"$here/runs\")\n"
                          << body << "\n";
    ::chmod(path().c_str(), 0755);
  }
  std::string path() const { return folder_ + "/claude"; }
  std::size_t runs() const {
    std::ifstream file(folder_ + "/runs");
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) ++count;
    return count;
  }
  ClaudeOptions options() const {
    ClaudeOptions out;
    out.program = path();
    out.model = "m";
    out.retries.most = 3;
    out.retries.first_ms = 2;
    return out;
  }
  Result<Completion> ask(const ClaudeOptions& given) {
    SystemLoop loop;
    const SystemClock clock;
    ClaudeModel model(given, loop, clock);
    std::optional<Result<Completion>> out;
    model.complete(question(), [&](Result<Completion> result) { out = std::move(result); });
    loop.run_until([&] { return out.has_value(); });
    return *out;
  }
  std::string folder_;
};

constexpr const char* kAnswer =
    R"sh(echo '{"type":"result","subtype":"success","is_error":false,"result":"'$(cat)'"}')sh";
constexpr const char* kOverloaded =
    R"(echo '{"type":"result","subtype":"success","is_error":true,"api_error_status":529,"result":"Overloaded"}'; exit)";

TEST_F(ClaudeProgram, AnswersInAnEmptyFolder) {
  write(R"sh([ -z "$(ls -A)" ] || { echo not empty >&2; exit 1; }
echo '{"type":"result","subtype":"success","is_error":false,"result":"'$(cat | tr -d '"')'"}')sh");
  const auto out = ask(options());
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->message.content, "Hi you");
  EXPECT_GT(out->unix_ms, 0);
}

TEST_F(ClaudeProgram, IsAskedAgainAfterOverloadAndASuddenEnd) {
  write(std::string("[ $n = 1 ] && { ") + kOverloaded +
        "; }\n[ $n = 2 ] && exit 1\n[ $n = 3 ] && kill -9 $$\n"
        R"(echo '{"type":"result","is_error":false,"result":"late"}')");
  const auto out = ask(options());
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->message.content, "late");
  EXPECT_EQ(runs(), 4u);
}

TEST_F(ClaudeProgram, IsGivenUpAfterItsTries) {
  write(kOverloaded);
  const auto out = ask(options());
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, ErrorKind::kUnavailable);
  EXPECT_NE(out.error().message.find("after 4 tries"), std::string::npos) << out.error().message;
  EXPECT_EQ(runs(), 4u);
}

TEST_F(ClaudeProgram, ThatNobodyIsLoggedIntoStopsTheRunAtOnce) {
  write(R"(echo '{"type":"result","is_error":true,"result":"Please run /login"}'; exit 1)");
  const auto out = ask(options());
  ASSERT_FALSE(out);
  EXPECT_NE(out.error().message.find("log in by running `claude`"), std::string::npos);
  EXPECT_EQ(runs(), 1u);
}

TEST_F(ClaudeProgram, WhoseLimitEndsInHoursStopsTheRunAndSaysWhen) {
  const std::int64_t later = SystemClock().unix_ms() / 1000 + 7230;
  write(R"(echo '{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":)" +
        std::to_string(later) +
        R"(}}'; echo '{"type":"result","is_error":true,"api_error_status":429,"result":"limit"}')");
  const auto out = ask(options());
  ASSERT_FALSE(out);
  EXPECT_NE(out.error().message.find("the limit ends in 2h00m"), std::string::npos)
      << out.error().message;
  EXPECT_EQ(runs(), 1u);
}

TEST_F(ClaudeProgram, ThatIsNotInstalledAsksWhetherAnthropicWasMeant) {
  const auto out = ask(options());
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().kind, ErrorKind::kUnavailable);
  EXPECT_NE(out.error().message.find("did you mean `anthropic`?"), std::string::npos);
}

TEST_F(ClaudeProgram, RunsAtMostFourTimesAtOnce) {
  // Each waits until four have begun, so that a fifth would show.
  write(R"sh(mkdir -p "$here/now"; touch "$here/now/$$"; ls "$here/now" | wc -l >> "$here/most"
for i in $(seq 100); do [ "$(wc -l < "$here/runs")" -ge 4 ] && break; sleep 0.02; done
rm "$here/now/$$"
)sh" + std::string(kAnswer));
  SystemLoop loop;
  const SystemClock clock;
  ClaudeModel model(options(), loop, clock);
  int answered = 0;
  ChatRequest request = question();
  request.messages[1].content = "x";
  for (int i = 0; i < 10; ++i)
    model.complete(request, [&](const Result<Completion>& result) {
      EXPECT_TRUE(result) << result.error().message;
      ++answered;
    });
  loop.run_until([&] { return answered == 10; });
  std::ifstream file(folder_ + "/most");
  int most = 0;
  for (int count = 0; file >> count;) most = std::max(most, count);
  EXPECT_GE(most, 2);
  EXPECT_LE(most, 4);
}

TEST_F(ClaudeProgram, IsEndedWhenItIsAbandoned) {
  write("echo $$ done > \"$here/pid\"; sleep 600");
  SystemLoop loop;
  const SystemClock clock;
  ClaudeModel model(options(), loop, clock);
  model.complete(question(), [](const Result<Completion>&) { FAIL(); });
  pid_t pid = 0;
  const auto has_begun = [&] {
    std::string end;
    return static_cast<bool>(std::ifstream(folder_ + "/pid") >> pid >> end);
  };
  std::function<void()> look = [&] {
    if (!has_begun()) loop.after(10, look);
  };
  look();
  loop.run_until(has_begun);
  model.abandon();
  EXPECT_EQ(::kill(pid, 0), -1);
}

}  // namespace
}  // namespace generator
