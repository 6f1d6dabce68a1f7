#include "cli/provider_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/program.h"
#include "base/text.h"
#include "cli/models.h"
#include "cli/providers.h"
#include "http/child_process.h"
#include "http/client.h"
#include "model/claude_model.h"

namespace generator::cli {
namespace {

constexpr std::size_t kShownModels = 5;

std::string how_to_reach(std::string_view provider) {
  if (provider == "ollama") return "start it with `ollama serve`, or set OLLAMA_HOST";
  if (provider == "vllm")
    return "start it with `vllm serve MODEL`, or set `llm.vllm.base_url` in config.yaml";
  return fmt::format("check the network, the proxy, and `llm.{}.base_url`", provider);
}

std::string some_of(const std::vector<std::string>& models) {
  if (models.empty()) return "it has none";
  std::string out = "it has ";
  for (std::size_t i = 0; i < std::min(models.size(), kShownModels); ++i)
    out += (i > 0 ? ", " : "") + models[i];
  if (models.size() > kShownModels)
    out += fmt::format(" and {} more", models.size() - kShownModels);
  return out;
}

bool has_model(std::string_view provider, const std::vector<std::string>& models,
               const std::string& model) {
  const auto has = [&](const std::string& name) {
    return std::find(models.begin(), models.end(), name) != models.end();
  };
  return has(model) || (provider == "ollama" && has(model + ":latest"));
}

std::string what_was_refused(const HttpService& service, const CallError& error) {
  if (error.kind == CallError::Kind::kBadKey)
    return service.has_key
               ? fmt::format("the key is refused: {}; check {}", error.message, service.key_place)
               : fmt::format("it wants a key: {}", service.key_remedy);
  return fmt::format("answers with an error: {}", error.message);
}

// One provider that is being asked.
struct Question {
  ProviderState* state;
  HttpService service;
  std::string model;
};

void hear(const Question& question, tl::expected<http::Response, http::TransportError> response) {
  const std::string host = http::host_of(question.service.base_url);
  ProviderState& state = *question.state;
  if (!response) {
    state.text =
        fmt::format("does not answer: {}; {}", response.error().message, how_to_reach(state.name));
    return;
  }
  const Listed listed = question.service.provider->decode_models(*response);
  if (!listed) {
    state.text = fmt::format("{} {}", host, what_was_refused(question.service, listed.error()));
    return;
  }
  std::vector<std::string> names;
  for (const ModelCard& card : *listed) names.push_back(card.name);
  const ProviderState told = state_of(state.name, question.model, names);
  state.is_ready = told.is_ready;
  state.text = fmt::format("{} answers{}; {}", host,
                           question.service.has_key ? fmt::format(", the key of {} is accepted",
                                                                  question.service.key_place)
                                                    : "",
                           told.text);
}

void hear_claude(ProviderState& state, const std::string& program,
                 const Result<http::ChildOutput>& output) {
  if (!output || output->exit_code != 0) {
    state.text = fmt::format("`{} --version` fails: {}", program,
                             output ? text::trim(output->complaints) : output.error().message);
    return;
  }
  state.is_ready = true;
  state.text =
      fmt::format("{} {}; `generator providers --check claude` shows whether it is logged in",
                  find_program(program), text::trim(output->output));
}

}  // namespace

std::string usual_model(const Settings& settings, const std::string& provider) {
  const std::string named = settings.config().text(fmt::format("llm.{}.model", provider));
  return named.empty() ? std::string(find_provider(provider)->model) : named;
}

ProviderState state_of(const std::string& provider, const std::string& model,
                       const std::vector<std::string>& models) {
  ProviderState out;
  out.name = provider;
  const std::string setting =
      fmt::format("--model NAME, or `llm.{}.model` in config.yaml", provider);
  if (model.empty()) {
    out.text = fmt::format("no model is chosen: {}; {}", setting, some_of(models));
  } else if (!has_model(provider, models, model)) {
    const std::string pull =
        provider == "ollama" ? fmt::format("`ollama pull {}`, or ", model) : "";
    const std::string near = text::nearest(model, models);
    out.text = fmt::format("there is no model `{}`{}: {}{}; {}", model,
                           near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near), pull,
                           setting, some_of(models));
  } else {
    out.is_ready = true;
    out.text = fmt::format("model `{}` is there", model);
  }
  return out;
}

std::vector<ProviderState> provider_states(const Settings& settings, SystemLoop& loop) {
  std::vector<ProviderState> out;
  for (const ProviderRow& row : providers()) out.push_back({std::string(row.name), false, ""});
  http::ClientOptions patience;
  patience.connect_ms = 3'000;
  patience.total_ms = 10'000;
  http::Client client(loop, patience);
  http::ChildLimits limits;
  limits.total_ms = patience.total_ms;
  http::ChildProcesses children(loop, limits);
  std::vector<std::unique_ptr<Question>> questions;  // must outlive the client's answers
  std::size_t waiting = 0;
  for (ProviderState& state : out) {
    if (state.name == "offline") {
      state = {state.name, true, "rules: no key, no network, no cost"};
    } else if (state.name == "claude") {
      const std::string program = claude_program(settings);
      state.text = claude_is_missing(program);
      if (find_program(program).empty()) continue;
      ++waiting;
      children.run({{program, "--version"}, "", ""},
                   [&, program](const Result<http::ChildOutput>& output) {
                     --waiting;
                     hear_claude(state, program, output);
                   });
    } else {
      const std::string model = usual_model(settings, state.name);
      auto question = std::make_unique<Question>(
          Question{&state, std::move(*http_service(state.name, model, settings)), model});
      if (question->service.needs_key && !question->service.has_key) {
        state.text = fmt::format("no key: {}", question->service.key_remedy);
        continue;
      }
      ++waiting;
      client.send(question->service.provider->list_models(),
                  [&, asked = question.get()](auto response) {
                    --waiting;
                    hear(*asked, std::move(response));
                  });
      questions.push_back(std::move(question));
    }
  }
  loop.run_until([&] { return waiting == 0; });
  return out;
}

}  // namespace generator::cli
