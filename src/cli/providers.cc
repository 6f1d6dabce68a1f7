#include "cli/providers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/judge_panel.h"
#include "cli/settings.h"
#include "model/provider.h"

namespace generator::cli {
namespace {

constexpr std::string_view kFields[] = {"model",   "base_url",   "api_key",  "version",
                                        "command", "structured", "thinking", "prompt_cache"};

[[noreturn]] void refuse_to_guess(const std::vector<std::string>& found) {
  std::string choices;
  for (const auto& choice : found) choices += fmt::format("\n  {}", choice);
  throw Fatal(kWrongUseExit,
              fmt::format("a key is set, but no provider is chosen; say which one is asked:{}\n"
                          "  --provider offline     rules, no key, no cost",
                          choices));
}

// offline, unless a key in the environment says that another may be meant.
std::string default_provider(const Settings& settings) {
  std::vector<std::string> found;
  for (const auto& row : providers())
    for (const auto variable : row.key_variables) {
      const char* value = settings.environment(std::string(variable).c_str());
      if (value == nullptr || *value == '\0') continue;
      found.push_back(fmt::format("--provider {:<12}{} is set", row.name, variable));
      break;
    }
  if (!found.empty()) refuse_to_guess(found);
  return "offline";
}

// A sampling value of the stage, else of `llm`, else `otherwise`.
double sampling_value(const Settings& settings, std::string_view stage, std::string_view field,
                      double otherwise) {
  for (const auto& key :
       {fmt::format("stages.{}.{}", stage, field), fmt::format("llm.{}", field)}) {
    const ConfigEntry* entry = settings.config().find(key);
    if (entry == nullptr) continue;
    const auto number = entry->values.empty() ? std::nullopt : to_number(entry->values.back());
    if (!number || *number < 0)
      throw Fatal(kWrongUseExit, fmt::format("{}:{}: `{}` is not a number of 0 or more",
                                             settings.config().path(), entry->line, key));
    return *number;
  }
  return otherwise;
}

}  // namespace

std::span<const ProviderRow> providers() {
  static const std::vector<ProviderRow> rows = {
      {"ollama", {"OLLAMA_API_KEY"}, ""},
      {"claude", {}, "claude-haiku-5-5"},
      {"gemini", {"GOOGLE_API_KEY", "GEMINI_API_KEY"}, "gemini-3.8-flash"},
      {"vllm", {"VLLM_API_KEY"}, ""},
      {"openai", {"OPENAI_API_KEY"}, "gpt-6-luna"},
      {"anthropic", {"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"}, "claude-haiku-5-5"},
      {"offline", {}, "offline-rules"},
  };
  return rows;
}

const ProviderRow* find_provider(std::string_view name) {
  for (const auto& row : providers())
    if (row.name == name) return &row;
  return nullptr;
}

std::span<const std::string_view> provider_fields() { return kFields; }

namespace {

// Of an option that is given several times the value for one of several judges; one value is for
// all.
std::string value_at(const Settings& settings, std::string_view option, std::size_t place) {
  const auto values = settings.list(option);
  return values.size() > place ? values[place] : settings.text(option);
}

}  // namespace

StageModel stage_model(const Settings& settings, std::string_view stage) {
  StageModel out;
  // Judges have options of their own; another provider's --model is none of theirs.
  const bool judges = is_judge(stage);
  const std::size_t place = judges ? place_of_judge(stage) : 0;
  if (judges) stage = "judge";
  const bool has_own = judges && settings.is_set("--judge-provider");
  const std::string_view option = has_own ? "--judge-provider" : "--provider";
  const std::string_view model_option =
      judges && (has_own || settings.is_set("--judge-model")) ? "--judge-model" : "--model";
  out.provider = settings.config().text(fmt::format("stages.{}.provider", stage));
  // A flag or variable speaks for every stage; config.yaml's `llm.provider` for those that have
  // none of their own.
  const bool from_config = !has_own && settings.config().find("llm.provider") != nullptr &&
                           settings.text("--provider") == settings.config().text("llm.provider");
  if (settings.is_set(option) && (out.provider.empty() || !from_config))
    out.provider = value_at(settings, option, place);
  if (out.provider.empty()) {
    out.provider = default_provider(settings);
    out.by_default = true;
  }
  const ProviderRow* row = find_provider(out.provider);
  if (row == nullptr) {
    std::vector<std::string> names;
    for (const auto& known : providers()) names.emplace_back(known.name);
    const std::string near = text::nearest(out.provider, names);
    throw Fatal(
        kWrongUseExit,
        fmt::format("unknown provider `{}`; known are {}{}", out.provider, text::join(names, ", "),
                    near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
  }
  if (settings.is_set(model_option)) out.model = value_at(settings, model_option, place);
  if (out.model.empty()) out.model = settings.config().text(fmt::format("stages.{}.model", stage));
  if (out.model.empty())
    out.model = settings.config().text(fmt::format("llm.{}.model", out.provider));
  if (out.model.empty()) out.model = row->model;
  out.sampling.temperature = sampling_value(settings, stage, "temperature", -1);
  out.sampling.top_p = sampling_value(settings, stage, "top_p", -1);
  out.sampling.max_tokens =
      static_cast<std::int64_t>(sampling_value(settings, stage, "max_tokens", 2048));
  out.sampling.seed = static_cast<std::int64_t>(sampling_value(settings, stage, "seed", -1));
  out.sampling = taken(out.provider, out.model, out.sampling);
  return out;
}

}  // namespace generator::cli
