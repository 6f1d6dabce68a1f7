// Messages as lines on the pipes of a process (MCP's stdio transport).
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "execute/process.h"
#include "execute/transport.h"

namespace generator::execute {

class ProcessTransport final : public Transport {
 public:
  static constexpr std::size_t kComplaints = 4096;  // of its standard error, the last bytes

  /// Lines of more than `longest` bytes end the connection.
  ProcessTransport(std::unique_ptr<Process> process, std::size_t longest);

  Status send(const Outgoing& message, Deadline deadline) override;
  Result<std::string> receive(Deadline deadline) override;
  void speak(std::string_view) override {}
  void close() override { process_->stop(); }

  Process& process() { return *process_; }
  /// The end of what it wrote on its standard error: hostile text.
  const std::string& complaints() const { return complaints_; }

 private:
  Status pump(bool wants_to_write, Deadline deadline);
  Status hear();
  void hear_complaints();
  tl::unexpected<Error> gone();
  std::unique_ptr<Process> process_;
  std::size_t longest_;
  std::string heard_;         // from `taken_` on not yet given away
  std::size_t taken_ = 0, searched_ = 0;
  std::string complaints_;
  bool has_ended_ = false;        // its output
  bool complaints_ended_ = false;
};

}  // namespace generator::execute
