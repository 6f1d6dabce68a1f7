// The way to an MCP server and back: a process on pipes, or an address.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"

namespace generator::execute {

/// A message on its way out, with what a transport may have to say beside it.
struct Outgoing {
  std::string text;         // JSON in one line
  std::string_view method;  // "tools/call"; "" of a reply
  std::string_view tool;    // of tools/call
  std::vector<std::pair<std::string, std::string>> headers = {};  // arguments that HTTP shows, too
};

/// Carries whole messages. After an error nothing goes through any more. Used by one thread.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Errors: kUnavailable where the other side has gone or the deadline has passed; kTooLarge
  /// where it says more than we take.
  virtual Status send(const Outgoing& message, Deadline deadline) = 0;
  /// The next message or line of noise, without its end. Errors as of `send`; a passed deadline
  /// gives kBusy, and the transport can be used on.
  virtual Result<std::string> receive(Deadline deadline) = 0;
  /// The revision that was agreed on; "" while there is none.
  virtual void speak(std::string_view revision) = 0;
  /// Takes leave, and waits a little until the other side has ended. Destroyed without, it is cut.
  virtual void close() = 0;
};

/// Makes a new connection to a server that is as it was at first.
using Connect = std::function<Result<std::unique_ptr<Transport>>()>;

}  // namespace generator::execute
