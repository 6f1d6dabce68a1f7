#include "execute/json_rpc.h"

#include <gtest/gtest.h>

namespace generator::execute {
namespace {

TEST(JsonRpc, TellsTheFourKindsOfMessagesApart) {
  EXPECT_EQ(read_rpc(R"({"jsonrpc":"2.0","id":1,"method":"ping"})")->kind, RpcKind::kRequest);
  EXPECT_EQ(read_rpc(R"({"jsonrpc":"2.0","method":"notifications/x"})")->kind, RpcKind::kNotification);
  const auto result = read_rpc(R"({"jsonrpc":"2.0","id":7,"result":{"a":[1, 2]}})");
  EXPECT_EQ(result->kind, RpcKind::kResult);
  EXPECT_EQ(result->result, R"({"a":[1, 2]})");
  const auto error = read_rpc(R"({"id":7,"error":{"code":-32601,"message":"no","data":[1]}})");
  EXPECT_EQ(error->kind, RpcKind::kError);
  EXPECT_EQ(error->error.code, kMethodNotFound);
  EXPECT_EQ(error->error.message, "no");
  EXPECT_EQ(error->error.data, "[1]");
}

TEST(JsonRpc, RefusesWhatIsNoMessage) {
  for (const char* line :
       {"", "npm warn deprecated", "[]", "{}", R"({"id":1})", R"({"result":1})",
        R"({"id":{},"result":1})", R"({"id":1,"result":1,"error":{}})", R"({"method":7,"id":1})",
        R"([{"id":1,"result":1}])", "{\"id\":1,\"result\":\"\xff\"}"}) {
    const auto message = read_rpc(line);
    ASSERT_FALSE(message) << line;
    EXPECT_EQ(message.error().kind, ErrorKind::kInvalidInput);
  }
}

TEST(JsonRpc, AnAnswerHasExactlyTheNumberOfItsRequest) {
  const auto answers = [](const char* id, std::int64_t number) {
    return read_rpc(std::string(R"({"result":{},"id":)") + id + "}")->answers(number);
  };
  EXPECT_TRUE(answers("3", 3));
  for (const char* other : {"4", "-3", "\"3\"", "3.0", "3e0", "null", "99999999999999999999999999"})
    EXPECT_FALSE(answers(other, 3)) << other;
  EXPECT_FALSE(read_rpc(R"({"id":3,"method":"ping"})")->answers(3));
}

TEST(JsonRpc, WritesOneLineWhateverTheArgumentsHold) {
  EXPECT_EQ(rpc_request(2, "tools/call", "{\"a\":\n \"x\\ny\"}\r\n"),
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"a\":  \"x\\ny\"}  }");
  EXPECT_EQ(rpc_notification("notifications/initialized"),
            R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  EXPECT_EQ(rpc_result("\"a\"", "{}"), R"({"jsonrpc":"2.0","id":"a","result":{}})");
  EXPECT_EQ(rpc_refusal("1", -32601, "no"), R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}})");
}

}  // namespace
}  // namespace generator::execute
