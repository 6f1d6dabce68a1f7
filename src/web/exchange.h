// HTTP with services that are not trusted: who is spoken to is looked at after the name was looked
// up, at the moment of connecting, so that neither a name, nor a redirect, nor a name that changes
// its address leads to a machine nearby.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/deadline.h"
#include "base/result.h"
#include "web/address.h"

namespace generator::web {

struct Request {
  std::string method = "GET";
  std::string url = {};
  std::vector<std::string> headers = {};      // "Name: value"
  std::vector<std::string> credentials = {};  // headers that no other origin gets
  std::string body = {};
};

struct Response {
  long status = 0;
  std::map<std::string, std::string> headers = {};  // names in lower case
  std::string body = {};

  std::string_view header(const std::string& name) const;  // "" where there is none
  /// Without parameters, in lower case: "application/json".
  std::string media_type() const;
};

struct WebOptions {
  std::int64_t connect_ms = 10'000;
  std::size_t body_bytes = 64u << 20;  // a longer body is an error
  int redirects = 5;                   // followed at most, with GET and HEAD, or by 307 and 308
  /// "host:port:address,address": names that are not looked up.
  std::vector<std::string> known_names = {};
};

/// A request on its way, and what came back of it so far.
struct Exchange {
  Response response;            // of the last server; `body` may be taken out as it comes
  bool has_begun = false;       // status and headers are there
  bool has_ended = false;
  std::optional<Error> error;   // why it ended before the end of the response
};

/// libcurl without proxies, kept names, or protocols but http and https; a redirect from https to
/// http is not followed. Each socket is opened only to an address that the guard lets pass. Used by
/// one thread at a time.
class Web {
 public:
  explicit Web(AddressGuard guard, WebOptions options = {});
  /// Cuts what is on its way.
  ~Web();
  Web(const Web&) = delete;
  Web& operator=(const Web&) = delete;

  /// Nothing is sent before `wait`. Letting go of what is given cuts it.
  std::shared_ptr<Exchange> send(Request request);
  /// Until something was heard of one of them. Errors: kBusy where the deadline has passed.
  Status wait(Deadline deadline);
  /// Sends, and waits for the end. Errors: kUnavailable where there is no (whole) response; kBusy
  /// where the deadline has passed; kTooLarge; kWrongUse where the guard or the URL forbids it.
  Result<Response> fetch(Request request, Deadline deadline);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace generator::web
