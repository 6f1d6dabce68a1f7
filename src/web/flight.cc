#include "web/flight.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "base/text.h"
#include "web/url.h"

namespace generator::web {
namespace {

void hear_header(Flight& flight, std::string_view line) {
  const auto exchange = flight.exchange.lock();
  if (!exchange) return;
  if (line.starts_with("HTTP/")) exchange->response.headers.clear();  // after a 100 Continue
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  exchange->response.headers[text::to_lower(line.substr(0, colon))] =
      std::string(text::trim(line.substr(colon + 1)));
}

std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* where) {
  constexpr std::size_t kMostBytes = 1u << 20;
  auto& flight = *static_cast<Flight*>(where);
  flight.header_bytes += size;
  if (flight.header_bytes > kMostBytes) return 0;
  hear_header(flight, {bytes, size});
  return size;
}

std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* where) {
  auto& flight = *static_cast<Flight*>(where);
  const auto exchange = flight.exchange.lock();
  if (!exchange) return 0;
  flight.heard_bytes += size;
  if (flight.heard_bytes > flight.options.body_bytes) {
    flight.refusal = Error{ErrorKind::kTooLarge, fmt::format("{} replies with more than {} bytes",
                                                             host_of(flight.request.url),
                                                             flight.options.body_bytes)};
    return 0;
  }
  const long status = status_of(flight);
  if (is_redirect(status)) return size;  // nobody reads what it says
  exchange->response.status = status;
  exchange->has_begun = true;
  exchange->response.body.append(bytes, size);
  return size;
}

curl_socket_t on_socket(void* where, curlsocktype, curl_sockaddr* to) {
  auto& flight = *static_cast<Flight*>(where);
  const auto address = address_of(to->addr);
  if (!address) return CURL_SOCKET_BAD;
  if (const Status allowed = flight.guard.check(*address); !allowed) {
    if (!flight.refusal)
      flight.refusal = Error{allowed.error().kind, fmt::format("{}: {}", host_of(flight.request.url),
                                                               allowed.error().message)};
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

void set_method(CURL* easy, const Request& request) {
  if (request.method == "HEAD") curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT" ||
      request.method == "PATCH") {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  if (request.method != "HEAD") curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_headers(Flight& flight) {
  flight.headers.reset();
  for (const std::string& line : flight.request.headers) add(flight.headers, line);
  if (origin_of(flight.request.url) == flight.first_origin)
    for (const std::string& line : flight.request.credentials) add(flight.headers, line);
  add(flight.headers, "Expect:");
  curl_easy_setopt(flight.easy.get(), CURLOPT_HTTPHEADER, flight.headers.get());
}

void set_limits(CURL* easy, const WebOptions& options) {
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_ms));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "generator");
}

}  // namespace

void EasyEnd::operator()(void* easy) const { curl_easy_cleanup(easy); }
void ListEnd::operator()(curl_slist* list) const { curl_slist_free_all(list); }

void add(List& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw Fatal(1, "libcurl: no memory for one more request");
  static_cast<void>(list.release());
  list.reset(longer);
}

Flight::Flight(Request asked, const AddressGuard& rules, const WebOptions& limits)
    : request(std::move(asked)), guard(rules), options(limits), first_origin(origin_of(request.url)) {
  for (const std::string& name : options.known_names) add(known_names, name);
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

long status_of(const Flight& flight) {
  long out = 0;
  curl_easy_getinfo(flight.easy.get(), CURLINFO_RESPONSE_CODE, &out);
  return out;
}

void make_ready(Flight& flight) {
  flight.easy.reset(curl_easy_init());
  CURL* easy = flight.easy.get();
  if (easy == nullptr) throw Fatal(1, "libcurl: no memory for one more request");
  set_limits(easy, flight.options);
  curl_easy_setopt(easy, CURLOPT_URL, flight.request.url.c_str());
  static_assert(sizeof flight.message >= CURL_ERROR_SIZE);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, flight.message);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &on_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &flight);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &flight);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &flight);
  curl_easy_setopt(easy, CURLOPT_RESOLVE, flight.known_names.get());
  set_method(easy, flight.request);
  set_headers(flight);
}

Error error_of(const Flight& flight, int code) {
  if (flight.refusal) return *flight.refusal;
  const std::string_view why = flight.message[0] != '\0' ? flight.message : curl_easy_strerror(static_cast<CURLcode>(code));
  return {code == CURLE_URL_MALFORMAT ? ErrorKind::kWrongUse : ErrorKind::kUnavailable,
          fmt::format("{}: {}", host_of(flight.request.url), text::for_terminal(text::repair_utf8(why)))};
}

Result<Request> redirected(const Flight& flight, long status) {
  const std::string host = host_of(flight.request.url);
  char* location = nullptr;
  curl_easy_getinfo(flight.easy.get(), CURLINFO_REDIRECT_URL, &location);
  if (location == nullptr)
    return fail(ErrorKind::kUnavailable, fmt::format("{} sends us elsewhere and does not say where", host));
  if (flight.redirects >= flight.options.redirects)
    return fail(ErrorKind::kUnavailable,
                fmt::format("{} sends us on more than {} times", host, flight.options.redirects));
  Request next = flight.request;
  next.url = location;
  CHECK_OK(check_url(next.url));
  if (scheme_of(flight.request.url) == "https" && scheme_of(next.url) != "https")
    return fail(ErrorKind::kUnavailable, fmt::format("{} sends us from https to http", host));
  const bool keeps_method = status == 307 || status == 308 || next.method == "GET" || next.method == "HEAD";
  if (keeps_method) return next;
  if (status == 303) {
    next.method = "GET";
    next.body.clear();
    return next;
  }
  return fail(ErrorKind::kUnavailable,
              fmt::format("{} sends a {} elsewhere with status {}, which says not how to go on", host,
                          next.method, status));
}

}  // namespace generator::web
