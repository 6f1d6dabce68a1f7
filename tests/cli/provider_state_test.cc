#include "cli/provider_state.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/text.h"
#include "cli/local_servers.h"
#include "cli/providers.h"
#include "support/loopback_server.h"
#include "support/temp_folder.h"

namespace generator::cli {
namespace {

using test::http_answer;
using test::LoopbackServer;

std::map<std::string, std::string> variables;
const char* variable(const char* name) {
  const auto found = variables.find(name);
  return found == variables.end() ? nullptr : found->second.c_str();
}

class ProviderStates : public ::testing::Test {
 protected:
  ProviderStates() {
    // Port 1 of this machine: nobody listens, and nobody else is asked.
    variables = {{"OLLAMA_HOST", "127.0.0.1:1"}};
  }
  Settings settings(const std::string& vllm_url = "http://127.0.0.1:1/v1") {
    const std::string path = folder_ / "config.yaml";
    FILE* file = std::fopen(path.c_str(), "w");
    std::fputs(("llm: {vllm: {base_url: '" + vllm_url +
                "', model: org/m}, claude: {command: "
                "/no/such/claude}}\n")
                   .c_str(),
               file);
    std::fclose(file);
    return Settings(*find_command("providers"), {}, *ConfigFile::read(path, true), &variable);
  }
  ProviderState state(const std::string& name, const Settings& given) {
    SystemLoop loop;
    for (ProviderState& state : provider_states(given, loop))
      if (state.name == name) return state;
    ADD_FAILURE() << name << " is not listed";
    return {};
  }
  generator::testing::TempFolder folder_;
};

TEST_F(ProviderStates, ListEveryProviderOnceAndOfflineAsReady) {
  SystemLoop loop;
  const auto states = provider_states(settings(), loop);
  ASSERT_EQ(states.size(), providers().size());
  for (std::size_t i = 0; i < states.size(); ++i) {
    EXPECT_EQ(states[i].name, providers()[i].name);
    EXPECT_EQ(states[i].is_ready, states[i].name == "offline") << states[i].text;
    EXPECT_NE(states[i].text, "");
  }
}

TEST_F(ProviderStates, NameTheRemedyForWhatIsMissing) {
  EXPECT_EQ(state("openai", settings()).text,
            "no key: set OPENAI_API_KEY, or `llm.openai.api_key` in config.yaml");
  EXPECT_NE(state("ollama", settings()).text.find("start it with `ollama serve`"),
            std::string::npos);
  EXPECT_NE(state("claude", settings()).text.find("did you mean `anthropic`?"), std::string::npos);
}

TEST_F(ProviderStates, SayThatAKeyIsAcceptedAndTheModelThere) {
  const LoopbackServer server(http_answer(200, R"({"data":[{"id":"gpt-6-luna"}]})"));
  variables["OPENAI_API_KEY"] = "sk-canary";
  variables["OPENAI_BASE_URL"] = server.url("/v1");
  const ProviderState openai = state("openai", settings());
  EXPECT_TRUE(openai.is_ready);
  EXPECT_EQ(openai.text,
            server.url("").substr(7) +
                " answers, the key of OPENAI_API_KEY is accepted; model `gpt-6-luna` is there");
  EXPECT_NE(server.last_request().find("GET /v1/models "), std::string::npos);
}

TEST_F(ProviderStates, SayThatAKeyIsRefusedAndNeverShowIt) {
  const LoopbackServer server(http_answer(
      401, R"({"type":"error","error":{"type":"authentication_error","message":"m"}})"));
  variables["ANTHROPIC_AUTH_TOKEN"] = "canary";
  variables["ANTHROPIC_BASE_URL"] = server.url("");
  const ProviderState anthropic = state("anthropic", settings());
  EXPECT_FALSE(anthropic.is_ready);
  EXPECT_NE(anthropic.text.find("the key is refused"), std::string::npos);
  EXPECT_NE(anthropic.text.find("check ANTHROPIC_AUTH_TOKEN"), std::string::npos);
  EXPECT_EQ(anthropic.text.find("canary"), std::string::npos);
  EXPECT_NE(server.last_request().find("authorization: Bearer canary"), std::string::npos);
}

TEST_F(ProviderStates, SayWhichModelsThereAreInPlaceOfTheWantedOne) {
  EXPECT_TRUE(state_of("ollama", "qwen3", {"llama3.2", "qwen3:latest"}).is_ready);
  EXPECT_EQ(state_of("ollama", "qwen3:8b", {"qwen3:4b"}).text,
            "there is no model `qwen3:8b` (did you mean `qwen3:4b`?): `ollama pull qwen3:8b`, or "
            "--model NAME, or `llm.ollama.model` in config.yaml; it has qwen3:4b");
  EXPECT_EQ(state_of("vllm", "", {"a", "b", "c", "d", "e", "f", "g"}).text,
            "no model is chosen: --model NAME, or `llm.vllm.model` in config.yaml; it has a, b, c, "
            "d, e and 2 more");
}

TEST_F(ProviderStates, AServerThatAnswersOnThisMachineIsNamedWithItsModel) {
  EXPECT_EQ(answering_server(settings()), "");
  const LoopbackServer vllm(http_answer(200, R"({"data":[{"id":"org/m"}]})"));
  EXPECT_EQ(answering_server(settings(vllm.url("/v1"))), "--provider vllm --model org/m");
  const LoopbackServer ollama(http_answer(200, R"({"models":[{"name":"qwen3:8b"}]})"));
  variables["OLLAMA_HOST"] = ollama.url("");
  EXPECT_EQ(answering_server(settings(vllm.url("/v1"))), "--provider ollama --model qwen3:8b");
  variables["GENERATOR_NO_PROBE"] = "1";
  EXPECT_EQ(answering_server(settings(vllm.url("/v1"))), "");
}

TEST_F(ProviderStates, WhateverElseListensThereIsNotNamed) {
  const LoopbackServer website(http_answer(200, "<html>hello</html>"));
  EXPECT_EQ(answering_server(settings(website.url("/v1"))), "");
  EXPECT_EQ(answering_server(settings("http://192.0.2.1/v1")), "");
}

}  // namespace
}  // namespace generator::cli
