#include "http/host_gate.h"

#include <algorithm>
#include <utility>

namespace generator::http {
namespace {

constexpr std::int64_t kFreshMs = 300'000;  // how long an address is taken for granted

bool is_number(const std::string& host) {
  return host.empty() || host[0] == '[' || std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= '0' && c <= '9') || c == '.' || c == ':';
         });
}

}  // namespace

HostGate::Way HostGate::enter(Transfer& transfer, const std::string& name, std::int64_t now_ms) {
  if (is_number(name)) return Way::kPass;
  Host& host = hosts_[name];
  if (host.has_leader) {
    host.waiting.push_back(&transfer);
    return Way::kWait;
  }
  if (host.looked_up_ms >= 0 && now_ms - host.looked_up_ms < kFreshMs) return Way::kPass;
  host.looked_up_ms = -1;
  host.has_leader = true;
  return Way::kLead;
}

std::vector<Transfer*> HostGate::opened(const std::string& name, std::int64_t now_ms) {
  Host& host = hosts_[name];
  host.has_leader = false;
  host.looked_up_ms = now_ms;
  return std::exchange(host.waiting, {});
}

std::vector<Transfer*> HostGate::failed(const std::string& name) {
  return std::exchange(hosts_[name], {}).waiting;
}

void HostGate::leave(const Transfer& transfer, const std::string& name) {
  if (const auto host = hosts_.find(name); host != hosts_.end())
    std::erase(host->second.waiting, &transfer);
}

void HostGate::doubt(const std::string& name) {
  if (const auto host = hosts_.find(name); host != hosts_.end()) host->second.looked_up_ms = -1;
}

}  // namespace generator::http
