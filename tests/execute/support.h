// A hostile server, held back as this machine can.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "execute/mcp_runner.h"
#include "execute/process_transport.h"

namespace generator::execute {

inline constexpr std::size_t kLongestLine = 1u << 20;

inline ProcessCommand hostile(std::vector<std::string> modes, Sandbox sandbox) {
  ProcessCommand out;
  out.words = {HOSTILE_SERVER};
  out.words.insert(out.words.end(), modes.begin(), modes.end());
  out.sandbox = sandbox;
  out.limits.file_bytes = 8 << 20;
  out.limits.memory_bytes = 512 << 20;
  out.limits.processes = 64;
  return out;
}

inline Connect connector(ProcessCommand command) {
  return [command = std::move(command)]() -> Result<std::unique_ptr<Transport>> {
    TRY(auto process, Process::start(command));
    return std::make_unique<ProcessTransport>(std::move(process), kLongestLine);
  };
}

/// The levels that this machine has.
inline std::vector<Sandbox> levels() {
  std::vector<Sandbox> out;
  for (const SandboxLevel most : {SandboxLevel::kLimits, SandboxLevel::kLandlock, SandboxLevel::kBubblewrap})
    if (const Sandbox reached = probe_sandbox(false, most); reached.level == most) out.push_back(reached);
  // What is left where namespaces are forbidden.
  Sandbox bare = out.front();
  bare.has_processes = bare.has_user = bare.has_no_network = false;
  out.push_back(bare);
  return out;
}

inline std::int64_t ms_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
}

/// Processes of the hostile server that there are now, zombies too.
inline int survivors() {
  int out = 0;
  const auto names = directory_names("/proc");
  for (const std::string& name : *names)
    if (const auto command = read_file("/proc/" + name + "/cmdline"); command && command->starts_with(HOSTILE_SERVER)) ++out;
  return out;
}

}  // namespace generator::execute
