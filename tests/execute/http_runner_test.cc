// A service that OpenAPI describes, really called.
#include "execute/http_runner.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "support/http_service.h"

namespace generator::execute {
namespace {

using generator::testing::HttpRequest;
using generator::testing::HttpService;
using generator::testing::http_reply;
using generator::testing::json_reply;
using ::testing::HasSubstr;

Tool operation(const std::string& name, const std::string& method, const std::string& path, std::vector<ArgumentPlace> places = {}) {
  Tool out;
  out.name = name;
  out.parameters = R"({"type":"object"})";
  out.source.kind = ToolOrigin::kOpenApi;
  out.source.method = method;
  out.source.path = path;
  out.source.places = std::move(places);
  return out;
}

std::vector<Tool> pet_store() {
  const ArgumentPlace id{"petId", "path", "petId", "", {}, ""};
  Tool add = operation("addPet", "POST", "/pets", {{"name", "body", "name", "", {}, ""}});
  add.source.body.media_type = "application/json";
  return {operation("listPets", "GET", "/pets"), add, operation("getPet", "GET", "/pets/{petId}", {id}),
          operation("deletePet", "DELETE", "/pets/{petId}", {id})};
}

/// Keeps pets, and forgets them with /reset.
struct PetStore {
  std::map<std::string, std::string> pets;
  HttpService service{[this](const HttpRequest& request) { return answer(request); }};

  std::string answer(const HttpRequest& request) {
    if (request.target == "/slow") std::this_thread::sleep_for(std::chrono::milliseconds(500));
    if (request.target == "/image") return http_reply("200 OK", "image/png", std::string("\x89PNG\0\xff", 6));
    if (request.target == "/text") return http_reply("200 OK", "text/plain", "plain");
    if (request.target == "/echo") return json_reply("\"" + request.header("x-key") + "\"");
    if (request.target == "/reset") pets.clear();
    if (request.method == "POST") {
      const std::string id = std::to_string(pets.size() + 1);
      pets[id] = request.body;
      return http_reply("201 Created", "application/json", fmt::format("{{ \"id\": {}, \"pet\": {} }}", id, request.body));
    }
    const std::string id = request.target.substr(std::min<std::size_t>(6, request.target.size()));
    if (!pets.contains(id)) return http_reply("404 Not Found", "application/json", R"({"message":"no such pet"})");
    if (request.method == "DELETE") {
      pets.erase(id);
      return http_reply("204 No Content", "", "");
    }
    return json_reply(pets[id]);
  }
};

web::AddressGuard open_guard() { return web::AddressGuard({web::parse_range("127.0.0.1").value()}); }

HttpRunner runner_of(const PetStore& store, std::vector<Tool> tools, PermitRules rules, RunnerOptions options = {}, Endpoint service = {}) {
  service.url = store.service.url();
  Permit permit = Permit::of(std::move(rules), tools, "").value();
  return HttpRunner(std::move(tools), std::move(service), open_guard(), std::move(permit), options);
}

TEST(HttpRunner, CarriesOutOperationsAndTellsWhatTheServiceSays) {
  PetStore store;
  HttpRunner runner = runner_of(store, pet_store(), {.allowed = {"*", "deletePet"}, .destructive = {"deletePet"}});
  EXPECT_EQ(runner.call({"", "addPet", R"({"name":"Rex"})"})->content, R"({"id":1,"pet":{"name":"Rex"}})");
  EXPECT_EQ(runner.call({"", "getPet", R"({"petId":1})"})->content, R"({"name":"Rex"})");
  EXPECT_EQ(runner.call({"", "deletePet", R"({"petId":1})"})->content, R"({"status":204})");
  const CallResult gone = *runner.call({"", "getPet", R"({"petId":1})"});
  EXPECT_TRUE(gone.is_error);
  EXPECT_EQ(gone.content, R"({"error":{"message":"no such pet"},"status":404})");
}

TEST(HttpRunner, NothingIsSentThatIsNotAllowed) {
  PetStore store;
  HttpRunner reading = runner_of(store, pet_store(), {.allowed = {"read-only"}});
  EXPECT_TRUE(reading.call({"", "listPets", "{}"}));
  EXPECT_EQ(reading.call({"", "addPet", R"({"name":"Rex"})"}).error().kind, ErrorKind::kWrongUse);
  HttpRunner once = runner_of(store, pet_store(), {.allowed = {"*", "deletePet"}});
  EXPECT_THAT(once.call({"", "deletePet", R"({"petId":1})"}).error().message, HasSubstr("--allow-destructive deletePet"));
  EXPECT_EQ(store.service.connections(), 1);
}

TEST(HttpRunner, WhatCannotBeSentIsAnErrorResult) {
  PetStore store;
  HttpRunner runner = runner_of(store, pet_store(), {.allowed = {"*"}});
  for (const auto& [name, arguments, says] : std::vector<std::array<std::string, 3>>{
           {"getPet", "{}", "is missing"}, {"getPet", R"({"petId":".."})", "another path"}, {"getPet", "[1]", "no JSON object"},
           {"getPet", "{", "no JSON"}, {"getPets", "{}", "did you mean `getPet`?"}}) {
    const auto result = runner.call({"", name, arguments});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->is_error);
    EXPECT_THAT(result->content, HasSubstr(says));
  }
  EXPECT_EQ(store.service.connections(), 0);
}

TEST(HttpRunner, RepliesThatAreNoJsonAreLateOrLong) {
  PetStore store;
  const std::vector<Tool> tools = {operation("slow", "GET", "/slow"), operation("image", "GET", "/image"), operation("text", "GET", "/text")};
  HttpRunner runner = runner_of(store, tools, {.allowed = {"*"}}, {.call_ms = 200, .output_bytes = 100});
  EXPECT_EQ(runner.call({"", "text", "{}"})->content, R"("plain")");
  EXPECT_EQ(runner.call({"", "image", "{}"})->content, R"({"media_type":"image/png","bytes":6})");
  EXPECT_EQ(to_call_result({.status = 200, .body = "\"" + std::string(300, 'a') + "\""}, 10).content,
            R"("aaaaaaaaaa … [cut: 10 of 300 bytes]")");
  EXPECT_THAT(runner.call({"", "slow", "{}"})->content, HasSubstr("took longer than 0.2 s"));
}

TEST(HttpRunner, SecretsAreNotInResultsAndSessionsBeginAfterReset) {
  PetStore store;
  ::setenv("TEST_HTTP_KEY", "canary-4711", 1);
  Endpoint service;
  ASSERT_TRUE(add_header("X-Key: {TEST_HTTP_KEY}", service));
  std::vector<Tool> tools = pet_store();
  tools.push_back(operation("echo", "GET", "/echo"));
  int resets = 0;
  HttpRunner runner = runner_of(store, tools, {.allowed = {"*"}}, {.restore = [&] { store.pets.clear(); ++resets; return Status{}; }}, service);
  EXPECT_EQ(runner.call({"", "echo", "{}"})->content, R"("***")");
  ASSERT_TRUE(runner.call({"", "addPet", R"({"name":"Rex"})"}));
  ASSERT_TRUE(runner.reset());
  EXPECT_EQ(resets, 1);
  EXPECT_TRUE(runner.call({"", "getPet", R"({"petId":1})"})->is_error);
}

TEST(HttpRunner, AServiceThatIsNotThereIsAnErrorAndNoResult) {
  std::string url;
  {
    HttpService gone([](const HttpRequest&) { return json_reply("1"); });
    url = gone.url();
  }
  Permit permit = Permit::of({.allowed = {"*"}}, pet_store(), "").value();
  HttpRunner runner(pet_store(), {.url = url}, open_guard(), permit, {});
  EXPECT_EQ(runner.call({"", "listPets", "{}"}).error().kind, ErrorKind::kUnavailable);
  HttpRunner guarded(pet_store(), {.url = url}, web::AddressGuard(), permit, {});
  EXPECT_EQ(guarded.call({"", "listPets", "{}"}).error().kind, ErrorKind::kWrongUse);
}

}  // namespace
}  // namespace generator::execute
