#include "cli/models.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/program.h"
#include "base/text.h"
#include "cli/limits.h"
#include "cli/network.h"
#include "cli/session.h"
#include "model/claude_model.h"
#include "model/http_model.h"
#include "model/provider.h"
#include "model/pure_model.h"
#include "offline/rules.h"

namespace generator::cli {
namespace {

using MakeProvider = std::unique_ptr<Provider> (*)(Endpoint);
using MakeBatches = std::unique_ptr<BatchProvider> (*)(Endpoint);

struct Service {
  std::string_view name;
  std::string_view base_url;       // the vendor's own, or where the server usually listens
  std::string_view base_variable;  // environment variable that moves it
  bool needs_key;
  int concurrency;
  MakeProvider make;
  MakeBatches make_batches;  // nullptr: it has no batch endpoint
};

constexpr Service kServices[] = {
    {"openai", "https://api.openai.com/v1", "OPENAI_BASE_URL", true, 32, &make_openai,
     &make_openai_batches},
    {"anthropic", "https://api.anthropic.com", "ANTHROPIC_BASE_URL", true, 32, &make_anthropic,
     &make_anthropic_batches},
    {"gemini", "https://generativelanguage.googleapis.com", "GOOGLE_GEMINI_BASE_URL", true, 8,
     &make_gemini, &make_gemini_batches},
    {"ollama", "http://127.0.0.1:11434", "OLLAMA_HOST", false, 4, &make_ollama, nullptr},
    {"vllm", "http://127.0.0.1:8000/v1", "", false, 64, &make_vllm, nullptr},
};

constexpr std::size_t kMostResultBytes = 1u << 30;  // of one batch

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

struct Key {
  std::string value;
  std::string place;  // the setting or variable it comes from
};

Key find_key(const Settings& settings, const Service& service) {
  const std::string setting = fmt::format("llm.{}.api_key", service.name);
  const std::string from_config = settings.config().text(setting);
  if (!from_config.empty()) return {expanded(settings, setting, from_config), setting};
  for (const auto name : find_provider(service.name)->key_variables)
    if (const std::string value = variable(settings, name); !value.empty())
      return {value, std::string(name)};
  return {};
}

std::string key_remedy(const Service& service) {
  std::string names;
  for (const auto name : find_provider(service.name)->key_variables)
    names += fmt::format("{}{}", names.empty() ? "" : " or ", name);
  return fmt::format("set {}, or `llm.{}.api_key` in config.yaml", names, service.name);
}

// `on` and `off` as YAML and people write them.
bool is_on(const Settings& settings, const std::string& key) {
  const std::string value = text::to_lower(settings.config().text(key));
  if (value.empty() || value == "off" || value == "false" || value == "no") return false;
  if (value == "on" || value == "true" || value == "yes") return true;
  throw Fatal(kWrongUseExit,
              fmt::format("{}:{}: `{}` is on or off, not `{}`", settings.config().path(),
                          settings.config().find(key)->line, key, value));
}

Structured structured(const Settings& settings, const std::string& key) {
  const std::string value = settings.config().text(key);
  if (value.empty()) return Structured::kAuto;
  const auto known = structured_of(value);
  if (!known)
    throw Fatal(kWrongUseExit,
                fmt::format("{}:{}: `{}`: {}", settings.config().path(),
                            settings.config().find(key)->line, key, known.error().message));
  return *known;
}

CacheMarks cache_marks(const Settings& settings, const std::string& key) {
  const auto marks = cache_marks_of(text::to_lower(settings.config().text(key)));
  if (!marks)
    throw Fatal(kWrongUseExit,
                fmt::format("{}:{}: `{}`: {}", settings.config().path(),
                            settings.config().find(key)->line, key, marks.error().message));
  return *marks;
}

// OpenAI bills the organization and project that are named, where one key serves several.
http::Headers account_headers(const Settings& settings, const Service& service) {
  http::Headers out;
  if (service.name != "openai") return out;
  const std::string organization = variable(settings, "OPENAI_ORG_ID");
  const std::string project = variable(settings, "OPENAI_PROJECT_ID");
  if (!organization.empty()) out.emplace_back("OpenAI-Organization", organization);
  if (!project.empty()) out.emplace_back("OpenAI-Project", project);
  return out;
}

// OLLAMA_HOST may be a bare host, a port, or 0.0.0.0, which is an address to listen on, not to
// call.
std::string ollama_url(std::string host) {
  if (host.find("://") == std::string::npos) {
    if (host[0] == ':') host = "127.0.0.1" + host;
    const std::size_t path = std::min(host.find('/'), host.size());
    if (host.find(':') >= path) host.insert(path, ":11434");
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

Endpoint endpoint_of(const Service& service, const std::string& model, const Settings& settings) {
  const auto setting = [&](std::string_view field) {
    return fmt::format("llm.{}.{}", service.name, field);
  };
  const Key key = find_key(settings, service);
  Endpoint out;
  out.base_url = base_url(settings, service);
  out.api_key = key.value;
  out.is_bearer = key.place == "ANTHROPIC_AUTH_TOKEN";
  out.model = model;
  out.version = settings.config().text(setting("version"));
  out.structured = structured(settings, setting("structured"));
  out.thinks = is_on(settings, setting("thinking"));
  out.cache_marks = cache_marks(settings, setting("prompt_cache"));
  out.more_headers = account_headers(settings, service);
  return out;
}

std::string identity_of(const Service& service, const Endpoint& endpoint) {
  std::string out = fmt::format("{}/{}", service.name, endpoint.model);
  if (endpoint.base_url != service.base_url) out += "@" + http::host_of(endpoint.base_url);
  if (endpoint.thinks) out += "+thinking";
  return out;
}

// Throws where there is no name of a model, or no key.
Endpoint whole_endpoint(const Service& service, const StageModel& choice,
                        const Settings& settings) {
  if (choice.model.empty())
    throw Fatal(kWrongUseExit, fmt::format("provider `{}` needs the name of a model: --model NAME",
                                           choice.provider));
  Endpoint endpoint = endpoint_of(service, choice.model, settings);
  if (service.needs_key && endpoint.api_key.empty())
    throw Fatal(kWrongUseExit,
                fmt::format("provider `{}` needs a key: {}", service.name, key_remedy(service)));
  return endpoint;
}

// Where a ledger's folder keeps what is known of the fields that an endpoint takes.
std::string spelling_path(const std::string& folder, const std::string& identity) {
  return fmt::format("{}/spelling-{:016x}.json", folder, checksum(identity));
}

std::unique_ptr<Model> make_http_model(const Service& service, const StageModel& choice,
                                       const Settings& settings, const std::string& folder,
                                       SystemLoop& loop, const Clock& clock) {
  Endpoint endpoint = whole_endpoint(service, choice, settings);
  std::string identity = identity_of(service, endpoint);
  const bool is_vendor = service.needs_key && endpoint.base_url == service.base_url;
  HttpModelOptions options;
  options.retries = retry_options(settings);
  options.concurrency = {concurrency(choice, settings), !is_vendor};
  options.quota = quota_options(settings, choice, is_vendor, folder);
  const http::ClientOptions network = client_options(settings);
  options.patience.most_ms = network.total_ms;
  options.waits_for_quota = settings.is_on("--wait");
  if (!folder.empty()) options.spelling_path = spelling_path(folder, identity);
  note(settings, preset_note(options.quota, choice.provider));
  return std::make_unique<HttpModel>(std::move(identity), service.make(std::move(endpoint)),
                                     std::make_unique<http::Client>(loop, network), loop, clock,
                                     std::move(options));
}

// A replay starts nothing, so it needs no program.
std::unique_ptr<Model> make_claude_model(const StageModel& choice, const Settings& settings,
                                         SystemLoop& loop, const Clock& clock,
                                         const Price* capped) {
  ClaudeOptions options;
  options.capped = capped;
  options.model = choice.model;
  options.program = claude_program(settings);
  options.retries = retry_options(settings);
  options.limits.total_ms = client_options(settings).total_ms;
  if (!settings.is_on("--replay") && find_program(options.program).empty())
    throw Fatal(kWrongUseExit, claude_is_missing(options.program));
  return std::make_unique<ClaudeModel>(std::move(options), loop, clock);
}

}  // namespace

std::unique_ptr<Model> make_model(const StageModel& choice, const Settings& settings,
                                  const std::string& folder, SystemLoop& loop, const Clock& clock,
                                  const Price* capped) {
  if (choice.provider == "offline")
    return std::make_unique<PureModel>(offline::identity(), &answer_by_rule, loop, clock);
  if (choice.provider == "claude") return make_claude_model(choice, settings, loop, clock, capped);
  const Service* service = find_service(choice.provider);
  if (service == nullptr)
    throw Fatal(kFailed, fmt::format("no service for the provider `{}`", choice.provider));
  return make_http_model(*service, choice, settings, folder, loop, clock);
}

std::string model_identity(const StageModel& choice, const Settings& settings) {
  if (choice.provider == "offline") return offline::identity();
  if (choice.provider == "claude") return claude_identity(choice.model);
  const Service& service = *find_service(choice.provider);
  return identity_of(service, endpoint_of(service, choice.model, settings));
}

bool has_batches(std::string_view provider) {
  const Service* service = find_service(provider);
  return service != nullptr && service->make_batches != nullptr;
}

std::unique_ptr<BatchClient> make_batches(const StageModel& choice, const Settings& settings,
                                          const std::string& folder, SystemLoop& loop) {
  if (!has_batches(choice.provider))
    throw Fatal(kWrongUseExit,
                fmt::format("--batch: provider `{}` has no batch endpoint; use {}, or leave "
                            "--batch away",
                            choice.provider, kBatchProviders));
  const Service& service = *find_service(choice.provider);
  Endpoint endpoint = whole_endpoint(service, choice, settings);
  std::string identity = identity_of(service, endpoint);
  http::ClientOptions network = client_options(settings);
  network.max_body_bytes = kMostResultBytes;
  const std::string known = folder.empty() ? "" : spelling_path(folder, identity);
  auto out = std::make_unique<BatchClient>(
      std::move(identity), service.make_batches(std::move(endpoint)),
      std::make_unique<http::Client>(loop, network), loop, retry_options(settings));
  if (!known.empty()) out->keep_spelling(known);
  return out;
}

std::unique_ptr<BatchProvider> batch_form(const StageModel& choice, const Settings& settings) {
  if (!has_batches(choice.provider)) return nullptr;
  const Service& service = *find_service(choice.provider);
  return service.make_batches(endpoint_of(service, choice.model, settings));
}

std::optional<HttpService> http_service(const std::string& provider, const std::string& model,
                                        const Settings& settings) {
  const Service* service = find_service(provider);
  if (service == nullptr) return std::nullopt;
  Endpoint endpoint = endpoint_of(*service, model, settings);
  HttpService out;
  out.base_url = endpoint.base_url;
  out.has_key = !endpoint.api_key.empty();
  out.needs_key = service->needs_key;
  out.key_place = find_key(settings, *service).place;
  out.key_remedy = key_remedy(*service);
  out.provider = service->make(std::move(endpoint));
  return out;
}

std::string claude_program(const Settings& settings) {
  const std::string command = settings.config().text("llm.claude.command");
  return command.empty() ? "claude" : command;
}

bool is_local(const StageModel& choice, const Settings& settings) {
  const Service* service = find_service(choice.provider);
  return service != nullptr && http::is_loopback(base_url(settings, *service));
}

int concurrency(const StageModel& choice, const Settings& settings) {
  const Service* service = find_service(choice.provider);
  const int usual = choice.provider == "claude" ? 4
                    : service == nullptr        ? 256
                                                : service->concurrency;
  return static_cast<int>(settings.maybe_integer("--concurrency", 1, 100'000).value_or(usual));
}

Destination destination(const StageModel& choice, const Settings& settings) {
  if (choice.provider == "offline") return Destination::kNowhere;
  const Service* service = find_service(choice.provider);
  if (service == nullptr) return Destination::kVendor;  // the Claude program
  if (!service->needs_key) return Destination::kThisMachine;
  const std::string url = base_url(settings, *service);
  if (url == service->base_url) return Destination::kVendor;
  const std::string host = http::host_of(url);
  for (const std::string_view local : {"127.", "localhost", "[::1]"})
    if (host.starts_with(local)) return Destination::kThisMachine;
  return Destination::kElsewhere;
}

}  // namespace generator::cli
