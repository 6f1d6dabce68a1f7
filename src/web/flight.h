// One request on libcurl, and how it goes on after a redirect.
#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "web/exchange.h"

namespace generator::web {

struct EasyEnd {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListEnd {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyEnd>;
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
  char message[CURL_ERROR_SIZE] = "";
  Easy easy;  // last: it uses all of these
};

bool is_redirect(long status);
long status_of(const Flight& flight);

/// Sets its transfer up from the start, also after a redirect.
void make_ready(Flight& flight);
Error error_of(const Flight& flight, CURLcode code);
/// What is asked next after a redirect; an error where it is not followed.
Result<Request> redirected(const Flight& flight, long status);

}  // namespace generator::web
