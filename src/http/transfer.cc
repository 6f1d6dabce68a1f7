// Progress is a kibibyte, the end, or, before the body's first character, anything at all: servers
// that think for minutes send blank lines meanwhile, and that is life. A byte a second is not.
#include "http/transfer.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/result.h"
#include "base/text.h"

namespace generator::http {
namespace {

constexpr long kUsualBuffer = 16 * 1024;
constexpr long kSmallBuffer = 2 * 1024;
constexpr std::size_t kProgress = 1024;         // bytes
constexpr long kNamesKeptSeconds = 24 * 3600L;  // the client has them looked up anew before that

bool is_permanent(int code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return true;
    default:
      return false;
  }
}

bool is_unreachable(int code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
         code == CURLE_COULDNT_RESOLVE_PROXY;
}

// "host:port" as curl's cache of names knows it.
std::string with_port(std::string_view url, const std::string& host) {
  if (host.rfind(':') != std::string::npos && host.back() != ']') return host;
  return host + (text::starts_with_ignoring_case(url, "https") ? ":443" : ":80");
}

}  // namespace

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  std::string_view rest = url.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t at = rest.rfind('@');
  return std::string(at == std::string_view::npos ? rest : rest.substr(at + 1));
}

bool is_loopback(std::string_view url) {
  const std::string host = host_of(url);
  return host.starts_with("127.") || host == "localhost" || host.starts_with("localhost:") ||
         host.starts_with("[::1]");
}

Transfer::Transfer(const ClientOptions& options, void* names)
    : options_(options), easy_(curl_easy_init()) {
  if (easy_ == nullptr) throw Fatal(1, "libcurl: no memory for one more request");
  static_assert(sizeof message_ >= CURL_ERROR_SIZE);
  const auto set = [this](CURLoption option, auto value) {
    curl_easy_setopt(easy_, option, value);
  };
  set(CURLOPT_SHARE, names);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_ms));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_ms));
  set(CURLOPT_DNS_CACHE_TIMEOUT, kNamesKeptSeconds);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_TCP_KEEPIDLE, 30L);
  set(CURLOPT_TCP_KEEPINTVL, 30L);
  set(CURLOPT_ACCEPT_ENCODING, "");
  set(CURLOPT_USERAGENT, "generator");
  set(CURLOPT_ERRORBUFFER, message_);
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_PREREQDATA, this);
}

Transfer::~Transfer() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(headers_);
  curl_slist_free_all(anew_);
}

void Transfer::begin(Request request, OnResponse on_response, bool many) {
  request_ = std::move(request);
  on_response_ = std::move(on_response);
  host_ = host_of(request_.url);
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  set_headers(request_.headers);
  const long buffer = many ? kSmallBuffer : kUsualBuffer;
  if (std::exchange(buffer_bytes_, buffer) != buffer)
    curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, buffer);
  if (request_.method == "POST") {
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, nullptr);
    curl_easy_setopt(easy_, CURLOPT_POST, 1L);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.data());
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
  } else {
    curl_easy_setopt(easy_, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST,
                     request_.method == "GET" ? nullptr : request_.method.c_str());
  }
}

// The headers of a run are the same for all its requests.
void Transfer::set_headers(const Headers& headers) {
  if (headers_ != nullptr && headers == headers_set_) return;
  curl_slist_free_all(std::exchange(headers_, nullptr));
  for (const auto& [name, value] : headers)
    headers_ = curl_slist_append(headers_, fmt::format("{}: {}", name, value).c_str());
  headers_ = curl_slist_append(headers_, "Expect:");
  headers_set_ = headers;
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
}

void Transfer::lead(void (*on_connected)(Transfer&, void*), void* user) {
  on_connected_ = on_connected;
  user_ = user;
  anew_ = curl_slist_append(nullptr, ("-" + with_port(request_.url, host_)).c_str());
  curl_easy_setopt(easy_, CURLOPT_RESOLVE, anew_);
  curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &Transfer::on_connection);
}

int Transfer::on_connection(void* user, char*, char*, int, int) {
  auto* self = static_cast<Transfer*>(user);
  if (self->leads()) std::exchange(self->on_connected_, nullptr)(*self, self->user_);
  return CURL_PREREQFUNC_OK;
}

void Transfer::note_progress(std::string_view bytes) {
  since_progress_ += bytes.size();
  has_content_ = has_content_ || bytes.find_first_not_of(" \t\r\n") != std::string_view::npos;
  if (progress_ms_ != 0 && has_content_ && since_progress_ < kProgress) return;
  since_progress_ = 0;
  progress_ms_ = std::max<std::int64_t>(1, *now_ms_);
}

std::size_t Transfer::on_body(char* data, std::size_t, std::size_t size, void* user) {
  auto* self = static_cast<Transfer*>(user);
  std::string& body = self->response_.body;
  if (body.size() + size > self->options_.max_body_bytes) {
    self->fail(fmt::format("the response is longer than {} bytes", self->options_.max_body_bytes));
    return 0;
  }
  self->note_progress({data, size});
  body.append(data, size);
  return size;
}

std::size_t Transfer::on_header(char* data, std::size_t, std::size_t size, void* user) {
  auto* self = static_cast<Transfer*>(user);
  const std::string_view line(data, size);
  if (self->progress_ms_ == 0) self->progress_ms_ = std::max<std::int64_t>(1, *self->now_ms_);
  Headers& headers = self->response_.headers;
  if (line.starts_with("HTTP/")) headers.clear();  // after a 100 or a proxy's answer
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos)
    headers.emplace_back(text::to_lower(text::trim(line.substr(0, colon))),
                         text::trim(line.substr(colon + 1)));
  return size;
}

void Transfer::finish(int code) {
  code_ = code;
  long status = 0;
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  // "Connection refused" rather than curl's "Couldn't connect to server", where the system said
  // why.
  long system_error = 0;
  curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &system_error);
  if (why_.empty() && code == CURLE_COULDNT_CONNECT && system_error != 0)
    why_ = std::generic_category().message(static_cast<int>(system_error));
}

tl::expected<Response, TransportError> Transfer::result() {
  if (code_ == CURLE_OK && why_.empty()) return std::move(response_);
  const std::string_view detail = !why_.empty() ? std::string_view(why_)
                                  : message_[0] != '\0'
                                      ? std::string_view(message_)
                                      : curl_easy_strerror(static_cast<CURLcode>(code_));
  return tl::unexpected(TransportError{fmt::format("{}: {}", host_, detail), is_permanent(code_),
                                       is_unreachable(code_)});
}

void Transfer::forget() {
  if (anew_ != nullptr) {
    curl_easy_setopt(easy_, CURLOPT_RESOLVE, nullptr);
    curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 0L);
    curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, nullptr);
    curl_slist_free_all(std::exchange(anew_, nullptr));
    on_connected_ = nullptr;
  }
  request_ = {};
  response_ = {};
  on_response_ = nullptr;
  why_.clear();
  message_[0] = '\0';
  progress_ms_ = 0;
  since_progress_ = 0;
  has_content_ = false;
}

}  // namespace generator::http
