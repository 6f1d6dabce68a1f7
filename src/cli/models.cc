#include "cli/models.h"

#include <fmt/format.h>

#include "base/text.h"
#include "model/http_model.h"
#include "model/provider.h"
#include "model/pure_model.h"
#include "offline/rules.h"

namespace generator::cli {
namespace {

using MakeProvider = std::unique_ptr<Provider> (*)(Endpoint);

struct Service {
  std::string_view name;
  std::string_view base_url;       // the vendor's own, or where the server usually listens
  std::string_view base_variable;  // environment variable that moves it
  bool needs_key;
  int concurrency;
  MakeProvider make;
};

constexpr Service kServices[] = {
    {"openai", "https://api.openai.com/v1", "OPENAI_BASE_URL", true, 32, &make_openai},
    {"anthropic", "https://api.anthropic.com", "ANTHROPIC_BASE_URL", true, 32, &make_anthropic},
    {"gemini", "https://generativelanguage.googleapis.com", "GOOGLE_GEMINI_BASE_URL", true, 8,
     &make_gemini},
    {"ollama", "http://127.0.0.1:11434", "OLLAMA_HOST", false, 4, &make_ollama},
    {"vllm", "http://127.0.0.1:8000/v1", "", false, 64, &make_vllm},
};

const Service* find_service(std::string_view name) {
  for (const Service& service : kServices)
    if (service.name == name) return &service;
  return nullptr;
}

std::string variable(const Settings& settings, std::string_view name) {
  const char* value = name.empty() ? nullptr : settings.environment(std::string(name).c_str());
  return value == nullptr ? "" : value;
}

// "${NAME}" becomes the variable's value; an unset one is an error that names it.
std::string expanded(const Settings& settings, const std::string& key, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = text.find("${");
    const std::size_t close = text.find('}', open == std::string_view::npos ? open : open + 2);
    if (open == std::string_view::npos || close == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, open));
    const std::string name(text.substr(open + 2, close - open - 2));
    const std::string value = variable(settings, name);
    if (value.empty())
      throw Fatal(kWrongUseExit,
                  fmt::format("{}: `{}` needs the environment variable {}, which is not set",
                              settings.config().path(), key, name));
    out += value;
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string api_key(const Settings& settings, const Service& service) {
  const std::string setting = fmt::format("llm.{}.api_key", service.name);
  const std::string from_config = settings.config().text(setting);
  if (!from_config.empty()) return expanded(settings, setting, from_config);
  std::string names;
  for (const ProviderRow& row : providers()) {
    if (row.name != service.name) continue;
    for (const auto name : row.key_variables) {
      if (const std::string value = variable(settings, name); !value.empty()) return value;
      names += fmt::format("{}{}", names.empty() ? "" : " or ", name);
    }
  }
  if (service.needs_key)
    throw Fatal(kWrongUseExit,
                fmt::format("provider `{}` needs a key: set {}, or `{}` in config.yaml",
                            service.name, names, setting));
  return "";
}

// OLLAMA_HOST may be a bare host, a port, or 0.0.0.0, which is an address to listen on, not to
// call.
std::string ollama_url(std::string host) {
  if (host.find("://") == std::string::npos) {
    if (host[0] == ':') host = "127.0.0.1" + host;
    if (host.find(':') == std::string::npos) host += ":11434";
    host = "http://" + host;
  }
  return text::replace_all(host, "//0.0.0.0", "//127.0.0.1");
}

std::string base_url(const Settings& settings, const Service& service) {
  std::string url = settings.config().text(fmt::format("llm.{}.base_url", service.name));
  if (url.empty()) url = variable(settings, service.base_variable);
  if (url.empty()) url = service.base_url;
  if (service.name == "ollama") url = ollama_url(url);
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

Completion answer_by_rule(const ChatRequest& request) {
  auto completion = offline::answer(request);
  if (!completion) throw Fatal(kFailed, completion.error().message);
  return std::move(*completion);
}

std::unique_ptr<Model> make_http_model(const Service& service, const StageModel& choice,
                                       const Settings& settings, SystemLoop& loop,
                                       const Clock& clock) {
  if (choice.model.empty())
    throw Fatal(kWrongUseExit, fmt::format("provider `{}` needs the name of a model: --model NAME",
                                           choice.provider));
  Endpoint endpoint;
  endpoint.base_url = base_url(settings, service);
  endpoint.api_key = api_key(settings, service);
  endpoint.model = choice.model;
  endpoint.version = settings.config().text(fmt::format("llm.{}.version", service.name));
  std::string identity = fmt::format("{}/{}", choice.provider, choice.model);
  if (endpoint.base_url != service.base_url) identity += "@" + http::host_of(endpoint.base_url);
  return std::make_unique<HttpModel>(std::move(identity), service.make(std::move(endpoint)), loop,
                                     clock);
}

}  // namespace

std::unique_ptr<Model> make_model(const StageModel& choice, const Settings& settings,
                                  SystemLoop& loop, const Clock& clock) {
  if (choice.provider == "offline")
    return std::make_unique<PureModel>(offline::identity(), &answer_by_rule, loop, clock);
  if (const Service* service = find_service(choice.provider))
    return make_http_model(*service, choice, settings, loop, clock);
  throw Fatal(kWrongUseExit,
              fmt::format("provider `{}` (the Claude command-line program) cannot be asked yet; "
                          "did you mean `anthropic`?",
                          choice.provider));
}

int usual_concurrency(const StageModel& choice) {
  const Service* service = find_service(choice.provider);
  return service == nullptr ? 256 : service->concurrency;
}

}  // namespace generator::cli
