#include "execute/mcp_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <deque>
#include <functional>

#include "base/json.h"

namespace generator::execute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The other side, as a function from what is sent to what comes back.
class Scripted final : public Transport {
 public:
  using Answer = std::function<std::vector<std::string>(const RpcMessage&, json::Value)>;
  explicit Scripted(Answer answer) : answer_(std::move(answer)) {}

  Status send(const Outgoing& message, Deadline) override {
    sent.push_back(message.text);
    const auto document = json::Document::parse(message.text);
    const auto read = read_rpc(message.text);
    if (!document || !read) return fail(ErrorKind::kInternal, "sent what is no message");
    if (read->method.empty()) return {};
    for (std::string& line : answer_(*read, document->root())) coming_.push_back(std::move(line));
    return {};
  }
  Result<std::string> receive(Deadline) override {
    if (coming_.empty()) {
      if (is_dead) return fail(ErrorKind::kUnavailable, "the server ended with exit code 1");
      return fail(ErrorKind::kBusy, "the server did not answer in time");
    }
    std::string out = std::move(coming_.front());
    coming_.pop_front();
    return out;
  }
  void speak(std::string_view) override {}
  void close() override {}

  std::vector<std::string> sent;
  bool is_dead = false;

 private:
  Answer answer_;
  std::deque<std::string> coming_;
};

std::string result(const RpcMessage& to, std::string_view text) { return rpc_result(to.id, text); }
std::string handshake(std::string_view revision) {
  return fmt::format(R"({{"protocolVersion":"{}","capabilities":{{"tools":{{"listChanged":true}}}},)"
                     R"("serverInfo":{{"name":"shed","title":"The Shed","version":"3"}},"instructions":"Knock."}})",
                     revision);
}

// A server of a handshake's revision; what else it is asked, `more` answers.
Scripted old_server(Scripted::Answer more = {}, std::string revision = "2025-06-18") {
  return Scripted([=](const RpcMessage& message, json::Value value) -> std::vector<std::string> {
    if (message.kind == RpcKind::kNotification) return {};
    if (message.method == "server/discover") return {rpc_refusal(message.id, -32601, "what?")};
    if (message.method == "initialize") return {result(message, handshake(revision))};
    return more ? more(message, value) : std::vector<std::string>{};
  });
}

TEST(McpClient, ShakesHandsInEveryKnownRevision) {
  for (const char* revision : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
    Scripted server = old_server({}, revision);
    McpClient client(server);
    ASSERT_TRUE(client.open());
    EXPECT_EQ(client.server().revision, revision);
    EXPECT_EQ(client.server().name, "shed");
    EXPECT_EQ(client.server().title, "The Shed");
    EXPECT_EQ(client.server().instructions, "Knock.");
    EXPECT_EQ(client.server().capabilities, R"({"tools":{"listChanged":true}})");
    EXPECT_THAT(server.sent[1], HasSubstr(R"("protocolVersion":"2025-11-25","capabilities":{})"));
    EXPECT_EQ(server.sent[2], R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  }
}

TEST(McpClient, LeavesAServerOfAnUnknownRevision) {
  Scripted server = old_server({}, "1999-01-01");
  McpClient client(server);
  const Status opened = client.open();
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("1999-01-01"));
}

TEST(McpClient, SpeaksTheStatelessRevisionWithoutAHandshake) {
  Scripted server([](const RpcMessage& message, json::Value value) -> std::vector<std::string> {
    const auto meta = value.find("params")->find("_meta");
    EXPECT_EQ(meta->text_of("io.modelcontextprotocol/protocolVersion"), "2026-07-28");
    EXPECT_EQ(meta->find("io.modelcontextprotocol/clientInfo")->text_of("name"), "generator");
    EXPECT_TRUE(meta->find("io.modelcontextprotocol/clientCapabilities")->is_object());
    if (message.method == "server/discover")
      return {result(message, R"({"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}}})")};
    EXPECT_EQ(value.find("params")->text_of("name"), "dig");
    return {result(message, R"({"resultType":"complete","content":[]})")};
  });
  McpClient client(server);
  ASSERT_TRUE(client.open());
  EXPECT_EQ(client.server().revision, "2026-07-28");
  EXPECT_TRUE(client.call_tool("dig", R"({"depth":2})", in_ms(1000)));
  EXPECT_EQ(server.sent.size(), 2u);
}

TEST(McpClient, AnUnsupportedRevisionFallsBackOnlyToOneThatBothSpeak) {
  for (const bool is_old : {true, false}) {
    Scripted server([=](const RpcMessage& message, json::Value) -> std::vector<std::string> {
      if (message.method == "initialize") return {result(message, handshake("2025-11-25"))};
      return {fmt::format(R"({{"id":{},"error":{{"code":-32022,"message":"no","data":{{"supported":["{}"]}}}}}})",
                          message.id, is_old ? "2025-11-25" : "2031-01-01")};
    });
    EXPECT_EQ(McpClient(server).open().has_value(), is_old);
  }
}

TEST(McpClient, ASilentServerIsTakenForAnOlderOneAndADyingOneIsSaidToBe) {
  Scripted silent([](const RpcMessage& message, json::Value) -> std::vector<std::string> {
    if (message.method != "initialize") return {};
    return {"late noise", rpc_result("1", "{}"), result(message, handshake("2025-11-25"))};
  });
  EXPECT_TRUE(McpClient(silent).open());
  Scripted dying([](const RpcMessage&, json::Value) { return std::vector<std::string>{}; });
  dying.is_dead = true;
  McpClient client(dying);
  EXPECT_FALSE(client.open());
  EXPECT_TRUE(client.died_of_probe());
}

TEST(McpClient, ListsEveryPageOfTools) {
  Scripted server = old_server([](const RpcMessage& message, json::Value value) -> std::vector<std::string> {
    const auto params = value.find("params");
    if (params->text_of("cursor").empty()) return {result(message, R"({"tools":[{"name":"a"}],"nextCursor":"p\"2"})")};
    EXPECT_EQ(params->text_of("cursor"), "p\"2");
    return {result(message, R"({"tools":[{"name":"b","annotations":{"readOnlyHint":true}}]})")};
  });
  McpClient client(server);
  ASSERT_TRUE(client.open());
  EXPECT_EQ(client.list_tools().value_or(""), "[{\"name\":\"a\"},\n{\"name\":\"b\",\"annotations\":{\"readOnlyHint\":true}}]");
}

TEST(McpClient, AListingThatDoesNotEndIsRefused) {
  for (const bool goes_in_circles : {true, false}) {
    int page = 0;
    Scripted server = old_server([&](const RpcMessage& message, json::Value) -> std::vector<std::string> {
      return {result(message, fmt::format(R"({{"tools":[],"nextCursor":"{}"}})", goes_in_circles ? 1 : ++page))};
    });
    McpClient client(server);
    ASSERT_TRUE(client.open());
    const auto tools = client.list_tools();
    ASSERT_FALSE(tools);
    EXPECT_THAT(tools.error().message, HasSubstr(goes_in_circles ? "in circles" : "100 pages"));
  }
}

TEST(McpClient, ALongListingIsRefused) {
  Scripted server = old_server([](const RpcMessage& message, json::Value) -> std::vector<std::string> {
    std::string tools = "{}";
    for (std::size_t i = 0; i < McpClient::kMaxTools; ++i) tools += ",{}";
    return {result(message, "{\"tools\":[" + tools + "]}")};
  });
  McpClient client(server);
  ASSERT_TRUE(client.open());
  EXPECT_EQ(client.list_tools().error().kind, ErrorKind::kTooLarge);
}

TEST(McpClient, AnswersPingsRefusesOtherRequestsAndPassesNoiseOver) {
  Scripted server = old_server([](const RpcMessage& message, json::Value) -> std::vector<std::string> {
    return {"Debugger attached.",
            R"({"jsonrpc":"2.0","method":"notifications/progress","params":{}})",
            R"({"jsonrpc":"2.0","id":"p1","method":"ping"})",
            R"({"jsonrpc":"2.0","id":-9,"method":"sampling/createMessage","params":{}})",
            R"({"jsonrpc":"2.0","id":99999999999999999999,"result":{"content":[]}})",
            R"({"jsonrpc":"2.0","id":-3,"result":{"wrong":1}})",
            R"({"jsonrpc":"2.0","id":1,"result":{"used":1}})",
            result(message, R"({"right":1})")};
  });
  McpClient client(server);
  ASSERT_TRUE(client.open());
  server.sent.clear();
  const auto reply = client.call_tool("dig", "{}", in_ms(1000));
  ASSERT_TRUE(reply);
  EXPECT_EQ(std::get<std::string>(*reply), R"({"right":1})");
  EXPECT_THAT(server.sent,
              ElementsAre(HasSubstr("tools/call"), R"({"jsonrpc":"2.0","id":"p1","result":{}})",
                          HasSubstr(R"("id":-9,"error":{"code":-32601)")));
}

TEST(McpClient, AFloodOfNotificationsEndsTheRequest) {
  Scripted server = old_server([](const RpcMessage&, json::Value) {
    return std::vector<std::string>(McpClient::kMaxStrays + 5, R"({"method":"notifications/message"})");
  });
  McpClient client(server);
  ASSERT_TRUE(client.open());
  const auto reply = client.call_tool("dig", "{}", in_ms(1000));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, ErrorKind::kTooLarge);
}

TEST(McpClient, HearsThatTheListIsOld) {
  Scripted server = old_server([](const RpcMessage& message, json::Value) -> std::vector<std::string> {
    return {R"({"method":"notifications/tools/list_changed"})", result(message, R"({"tools":[]})")};
  });
  McpClient client(server);
  ASSERT_TRUE(client.open());
  EXPECT_FALSE(client.listing_is_old());
  ASSERT_TRUE(client.call_tool("dig", "{}", in_ms(1000)));
  EXPECT_TRUE(client.listing_is_old());
}

}  // namespace
}  // namespace generator::execute
