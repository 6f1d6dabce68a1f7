// Of a burst of requests to a host only the first goes, until it is connected: so that the name is
// looked up once, and a host that is not there is found out once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace generator::http {

class Transfer;

/// Addresses written as numbers pass at once: there is nothing to look up.
class HostGate {
 public:
  enum class Way : std::uint8_t { kPass, kLead, kWait };

  /// What `transfer` is to do; kWait keeps it here.
  Way enter(Transfer& transfer, const std::string& host, std::int64_t now_ms);
  /// The one that leads to `host` is connected. Those that waited, in order.
  std::vector<Transfer*> opened(const std::string& host, std::int64_t now_ms);
  /// It ended without that. Those that waited, in order: their fate is the same.
  std::vector<Transfer*> failed(const std::string& host);
  /// `transfer` waits no more, if it did.
  void leave(const Transfer& transfer, const std::string& host);
  /// Someone could not connect: the next one looks the name up again.
  void doubt(const std::string& host);
  /// Forgets who waits.
  void clear() { hosts_.clear(); }

 private:
  struct Host {
    bool has_leader = false;
    std::int64_t looked_up_ms = -1;
    std::vector<Transfer*> waiting;
  };
  std::map<std::string, Host> hosts_;
};

}  // namespace generator::http
