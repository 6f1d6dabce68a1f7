// An HTTP client on the event loop: any number of requests in flight on one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "http/loop.h"
#include "http/message.h"

namespace generator::http {

struct ClientOptions {
  std::int64_t connect_ms = 10'000;
  std::int64_t total_ms = 600'000;    // from sending to the last byte
  std::int64_t silence_ms = 120'000;  // once a reply has begun: without a further KiB or its end
  std::size_t max_body_bytes = 64u << 20;  // after decompression; a longer one is an error
  int max_connections = 0;                 // kept open; 0: as many as were in flight
};

/// Why there is no response. The message names the host, never the URL's query or a header.
struct TransportError {
  std::string message;
  bool is_permanent = false;    // asking again cannot help: bad URL, certificate not trusted
  bool is_unreachable = false;  // nobody was spoken to: connection refused, host not known
};

using OnResponse = std::function<void(tl::expected<Response, TransportError>)>;

/// Whatever carries a request to a server and its response back: the client below, or a server that
/// is simulated.
class Transport {
 public:
  using Ticket = std::uint64_t;  // of one request
  virtual ~Transport() = default;
  /// `on_response` is called once, later, on the loop's thread.
  virtual Ticket send(Request request, OnResponse on_response) = 0;
  /// Ends one request, whose `on_response` is told so soon. One that was answered goes its way.
  virtual void cancel(Ticket ticket) = 0;
  /// Ends what is in flight; nobody is called back.
  virtual void abandon() = 0;
};

/// On libcurl's multi interface. A host's name is looked up once for a burst, by the first request
/// of it; where that fails the whole burst does. HTTP/1.1 with kept connections; no redirect is
/// followed; http and https only; proxies and certificates from the environment, as curl does. Used
/// on the loop's thread.
class Client final : public Transport {
 public:
  /// `loop` must outlive this.
  explicit Client(SystemLoop& loop, ClientOptions options = {});
  /// Ends what is in flight; nobody is called back.
  ~Client() override;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Ticket send(Request request, OnResponse on_response) override;
  void cancel(Ticket ticket) override;
  void abandon() override;
  std::size_t in_flight() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// "host:port" of a URL, for messages; "" where it has none.
std::string host_of(std::string_view url);
/// Whether a URL names this machine: 127.*, localhost or ::1.
bool is_loopback(std::string_view url);

}  // namespace generator::http
