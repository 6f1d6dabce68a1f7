// Who can be asked: what each provider lacks, and a tiny question to one of them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/models.h"
#include "cli/provider_state.h"
#include "cli/providers.h"
#include "cli/settings.h"

namespace generator::cli {
namespace {

int list(const Settings& settings) {
  SystemLoop loop;
  for (const ProviderState& state : provider_states(settings, loop))
    fmt::print("{:<10} {:<6} {}\n", state.name, state.is_ready ? "ready" : "-",
               text::for_terminal(state.text));
  return kDone;
}

StageModel chosen(const Settings& settings, const std::string& provider) {
  StageModel out;
  out.provider = provider;
  out.model =
      settings.is_set("--model") ? settings.text("--model") : usual_model(settings, provider);
  out.sampling.max_tokens = 1024;  // a reasoning model thinks first
  return out;
}

int check(const Settings& settings, const std::string& provider) {
  if (provider == "offline") {
    fmt::print("`offline` answers by rules; there is nothing to check\n");
    return kDone;
  }
  SystemLoop loop;
  const SystemClock clock;
  const std::unique_ptr<Model> model =
      make_model(chosen(settings, provider), settings, "", loop, clock);
  ChatRequest request;
  request.task = "check";
  request.messages = {{Role::kSystem, "You answer in one word.", {}, "", ""},
                      {Role::kUser, "Write the word: ready", {}, "", ""}};
  request.sampling = chosen(settings, provider).sampling;
  std::optional<Result<Completion>> reply;
  const std::int64_t began = loop.monotonic_ms();
  model->complete(request, [&](Result<Completion> result) { reply = std::move(result); });
  loop.run_until([&] { return reply.has_value(); });
  if (!*reply) throw Fatal(kFailed, reply->error().message);
  const Completion& said = **reply;
  fmt::print("`{}` answered in {} ms: {}\n", provider, loop.monotonic_ms() - began,
             text::for_terminal(text::prefix(text::trim(said.message.content), 200)));
  fmt::print("model {}; {} tokens in ({} of them cached), {} out ({} of them thought)\n",
             text::for_terminal(said.model), said.usage.input, said.usage.cached, said.usage.output,
             said.usage.reasoning);
  return kDone;
}

}  // namespace

int run_providers(const Settings& settings) {
  if (!settings.positional().empty())
    throw Fatal(kWrongUseExit, "`generator providers` takes no words, only --check NAME");
  const std::string wanted = settings.text("--check");
  if (wanted.empty()) return list(settings);
  std::vector<std::string> names;
  for (const ProviderRow& row : providers()) names.emplace_back(row.name);
  return check(settings, settings.one_of("--check", names));
}

}  // namespace generator::cli
