// Messages as HTTP requests to one address (MCP's streamable HTTP transport). The older transport
// of 2024-11-05, with an address for events, is not spoken.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "execute/endpoint.h"
#include "execute/transport.h"
#include "web/event_stream.h"
#include "web/exchange.h"

namespace generator::execute {

class HttpTransport final : public Transport {
 public:
  static constexpr int kResumptions = 3;  // of a stream that ends before the answer

  /// A reply of more than `longest` bytes is an error.
  HttpTransport(Endpoint endpoint, web::AddressGuard guard, std::size_t longest);
  ~HttpTransport() override;

  Status send(const Outgoing& message, Deadline deadline) override;
  Result<std::string> receive(Deadline deadline) override;
  void speak(std::string_view revision) override { revision_ = revision; }
  /// Ends the session, where there is one.
  void close() override;

 private:
  struct Question;  // a request that waits for its answer
  web::Request request_for(const Outgoing& message) const;
  void add_session(web::Request& request) const;
  Status hear(Question& question);
  void hear_events(Question& question);
  Status hear_end(Question& question);
  Status resume(Question& question);
  Status take_whole(Question& question, const web::Response& response);
  void take(Question& question, std::string message);
  Status refused(const web::Response& response) const;

  Endpoint endpoint_;
  web::Web web_;
  std::string revision_, session_;
  std::vector<std::unique_ptr<Question>> questions_;
  std::deque<std::string> inbox_;
};

}  // namespace generator::execute
