// One request on libcurl, and how it goes on after a redirect.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "web/exchange.h"

struct curl_slist;  // of libcurl

namespace generator::web {

struct EasyEnd {
  void operator()(void* easy) const;
};
struct ListEnd {
  void operator()(curl_slist* list) const;
};
using Easy = std::unique_ptr<void, EasyEnd>;
using List = std::unique_ptr<curl_slist, ListEnd>;

/// Throws Fatal where there is no memory.
void add(List& list, const std::string& line);

/// A request with its redirects: one transfer after the other.
struct Flight {
  /// `rules` and `limits` must outlive it.
  Flight(Request asked, const AddressGuard& rules, const WebOptions& limits);

  Request request;
  const AddressGuard& guard;
  const WebOptions& options;
  std::string first_origin;
  int redirects = 0;
  std::optional<Error> refusal;  // of an address, or a body that is too long
  std::weak_ptr<Exchange> exchange;
  std::size_t header_bytes = 0, heard_bytes = 0;
  List headers, known_names;
  char message[256] = "";
  Easy easy;  // last: it uses all of these
};

bool is_redirect(long status);
long status_of(const Flight& flight);

/// Sets its transfer up from the start, also after a redirect.
void make_ready(Flight& flight);
/// `code` is libcurl's.
Error error_of(const Flight& flight, int code);
/// What is asked next after a redirect; an error where it is not followed.
Result<Request> redirected(const Flight& flight, long status);

}  // namespace generator::web
