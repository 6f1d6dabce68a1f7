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
#include "cli/tariff.h"
#include "model/price.h"

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

// What a reply cost, as far as that is known.
std::string price_of(const Settings& settings, const StageModel& choice, const Completion& said) {
  const Tariff tariff(settings);
  if (!tariff.is_paid(choice)) return "nothing is paid for it";
  const Price* price = tariff.price(choice);
  const auto paid =
      said.told_cost || price == nullptr ? said.told_cost : cost(*price, said.usage, said.unix_ms);
  if (!paid)
    return fmt::format("no price is known for `{}` (--prices FILE gives one)", choice.model);
  const auto* today = price == nullptr ? nullptr : price->on(day_of(said.unix_ms));
  if (today == nullptr) return to_text(*paid) + " USD";
  const Rates& rates = today->rates(said.usage.input);
  const auto of_a_million = [](Usd token) { return to_text(1'000'000 * token); };
  return fmt::format("{} USD; a million tokens cost {} USD in, {} out", to_text(*paid),
                     of_a_million(rates.input), of_a_million(rates.output));
}

int check(const Settings& settings, const std::string& provider) {
  if (provider == "offline") {
    fmt::print("`offline` answers by rules; there is nothing to check\n");
    return kDone;
  }
  SystemLoop loop;
  const SystemClock clock;
  const StageModel choice = chosen(settings, provider);
  const std::unique_ptr<Model> model = make_model(choice, settings, "", loop, clock);
  ChatRequest request;
  request.task = "check";
  request.messages = {{Role::kSystem, "You answer in one word.", {}, "", ""},
                      {Role::kUser, "Write the word: ready", {}, "", ""}};
  request.sampling = choice.sampling;
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
  fmt::print("price: {}\n", text::for_terminal(price_of(settings, choice, said)));
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
