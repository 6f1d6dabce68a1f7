#include "cli/local_servers.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "cli/models.h"
#include "http/client.h"

namespace generator::cli {
namespace {

constexpr std::array<const char*, 2> kServers = {"ollama", "vllm"};

std::string how_to_ask(const std::string& provider, const std::vector<ModelCard>& models) {
  return fmt::format("--provider {} --model {}", provider,
                     models.empty() ? "NAME" : models.front().name);
}

}  // namespace

std::string answering_server(const Settings& settings) {
  const char* forbidden = settings.environment("GENERATOR_NO_PROBE");
  if (settings.is_on("--quiet") || (forbidden != nullptr && *forbidden != '\0')) return "";
  SystemLoop loop;
  http::ClientOptions patience;
  patience.connect_ms = 100;
  patience.total_ms = 100;
  http::Client client(loop, patience);
  std::array<std::string, kServers.size()> found;
  std::array<std::optional<HttpService>, kServers.size()> services;
  std::size_t waiting = 0;
  for (std::size_t i = 0; i < kServers.size(); ++i) {
    services[i] = http_service(kServers[i], "", settings);
    if (!http::is_loopback(services[i]->base_url)) continue;
    ++waiting;
    client.send(services[i]->provider->list_models(), [&, i](auto response) {
      --waiting;
      if (!response) return;
      const Listed listed = services[i]->provider->decode_models(*response);
      if (listed) found[i] = how_to_ask(kServers[i], *listed);
    });
  }
  loop.run_until([&] { return waiting == 0; });
  for (const std::string& way : found)
    if (!way.empty()) return way;
  return "";
}

}  // namespace generator::cli
