// libcurl tells us which sockets it waits for and when its next time-out is; libuv waits. A
// transfer is an easy handle with its request and response; handles are used again, connections
// live in the multi handle.
#include "http/client.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <uv.h>

#include <deque>
#include <system_error>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/text.h"

namespace generator::http {
namespace {

struct CurlGlobal {
  CurlGlobal() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
      throw Fatal(1, "libcurl cannot be initialised");
  }
};

bool is_permanent(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_FILESIZE_EXCEEDED:
      return true;
    default:
      return false;
  }
}

bool is_unreachable(CURLcode code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
         code == CURLE_COULDNT_RESOLVE_PROXY;
}

// "Connection refused" rather than curl's "Couldn't connect to server", where the system said why.
std::string reason(CURLcode code, int system_error, const char* message) {
  if (code == CURLE_COULDNT_CONNECT && system_error != 0)
    return std::generic_category().message(system_error);
  return message[0] != '\0' ? message : curl_easy_strerror(code);
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

struct Client::State {
  struct Transfer {
    CURL* easy = nullptr;
    curl_slist* headers = nullptr;
    Request request;
    Response response;
    OnResponse on_response;
    std::size_t max_body = 0;
    bool is_too_long = false;
    char message[CURL_ERROR_SIZE] = {};
  };
  struct Done {
    std::unique_ptr<Transfer> transfer;
    CURLcode code;
    int system_error;
  };
  struct Socket {
    uv_poll_t poll;
    State* state;
    curl_socket_t fd;
  };

  State(SystemLoop& system_loop, ClientOptions given) : loop(system_loop), options(given) {
    static const CurlGlobal global;
    multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &State::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &State::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    if (options.max_connections > 0)
      curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(options.max_connections));
  }

  ~State() {
    abandon();
    loop.cancel(timer);
    for (CURL* easy : idle) curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);  // closes the sockets: each is given back through on_socket
  }

  void start(Request request, OnResponse on_response) {
    auto* transfer = new Transfer;
    transfer->request = std::move(request);
    transfer->on_response = std::move(on_response);
    transfer->max_body = options.max_body_bytes;
    if (idle.empty()) {
      transfer->easy = curl_easy_init();
    } else {
      transfer->easy = idle.back();
      idle.pop_back();
    }
    set_up(*transfer);
    transfers.insert(transfer);
    curl_multi_add_handle(multi, transfer->easy);
  }

  void set_up(Transfer& transfer) const {
    CURL* easy = transfer.easy;
    curl_easy_reset(easy);
    const Request& request = transfer.request;
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_ms));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_ms));
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 30L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 30L);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "generator");
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.message);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &State::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &State::on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    for (const auto& [name, value] : request.headers)
      transfer.headers =
          curl_slist_append(transfer.headers, fmt::format("{}: {}", name, value).c_str());
    transfer.headers = curl_slist_append(transfer.headers, "Expect:");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.headers);
    if (request.method == "POST") {
      curl_easy_setopt(easy, CURLOPT_POST, 1L);
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
    } else if (request.method != "GET") {
      curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
  }

  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
    auto* transfer = static_cast<Transfer*>(user);
    if (transfer->response.body.size() + size > transfer->max_body) {
      transfer->is_too_long = true;
      return 0;
    }
    transfer->response.body.append(data, size);
    return size;
  }

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
    auto* transfer = static_cast<Transfer*>(user);
    const std::string_view line(data, size);
    if (line.substr(0, 5) == "HTTP/")
      transfer->response.headers.clear();  // after a 100 or a proxy's answer
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos)
      transfer->response.headers.emplace_back(text::to_lower(text::trim(line.substr(0, colon))),
                                              text::trim(line.substr(colon + 1)));
    return size;
  }

  static int on_socket(CURL*, curl_socket_t fd, int what, void* user, void* known) {
    auto* state = static_cast<State*>(user);
    auto* socket = static_cast<Socket*>(known);
    if (what == CURL_POLL_REMOVE) {
      if (socket == nullptr) return 0;
      uv_poll_stop(&socket->poll);
      curl_multi_assign(state->multi, fd, nullptr);
      uv_close(reinterpret_cast<uv_handle_t*>(&socket->poll),
               [](uv_handle_t* handle) { delete static_cast<Socket*>(handle->data); });
      return 0;
    }
    if (socket == nullptr) {
      socket = new Socket{{}, state, fd};
      uv_poll_init_socket(state->loop.handle(), &socket->poll, fd);
      socket->poll.data = socket;
      curl_multi_assign(state->multi, fd, socket);
    }
    const int events = ((what & CURL_POLL_IN) != 0 ? UV_READABLE : 0) |
                       ((what & CURL_POLL_OUT) != 0 ? UV_WRITABLE : 0);
    uv_poll_start(&socket->poll, events, &State::on_ready);
    return 0;
  }

  static void on_ready(uv_poll_t* poll, int status, int events) {
    auto* socket = static_cast<Socket*>(poll->data);
    State* state = socket->state;
    const int mask = status < 0 ? CURL_CSELECT_ERR
                                : ((events & UV_READABLE) != 0 ? CURL_CSELECT_IN : 0) |
                                      ((events & UV_WRITABLE) != 0 ? CURL_CSELECT_OUT : 0);
    int running = 0;
    curl_multi_socket_action(state->multi, socket->fd, mask, &running);
    state->finish_done();
  }

  static int on_timer(CURLM*, long ms, void* user) {
    auto* state = static_cast<State*>(user);
    state->loop.cancel(state->timer);
    state->timer = 0;
    if (ms >= 0) state->timer = state->loop.after(ms, [state] { state->on_time(); });
    return 0;
  }

  void on_time() {
    timer = 0;
    int running = 0;
    curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
    finish_done();
  }

  void finish_done() {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      Transfer* transfer = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
      long status = 0;
      curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
      transfer->response.status = static_cast<int>(status);
      long system_error = 0;
      curl_easy_getinfo(message->easy_handle, CURLINFO_OS_ERRNO, &system_error);
      release(transfer);
      done.push_back({std::unique_ptr<Transfer>(transfer), code, static_cast<int>(system_error)});
    }
    if (!done.empty() && delivery == 0) delivery = loop.after(0, [this] { deliver_done(); });
  }

  // Callers are called from the loop, never from inside curl: they may send, abandon and throw.
  void deliver_done() {
    delivery = 0;
    while (!done.empty()) {
      Done next = std::move(done.front());
      done.pop_front();
      deliver(next);
    }
  }

  static void deliver(Done& done) {
    const auto& [owned, code, system_error] = done;
    Transfer& transfer = *owned;
    if (code == CURLE_OK) {
      transfer.on_response(std::move(transfer.response));
      return;
    }
    const std::string host = host_of(transfer.request.url);
    if (transfer.is_too_long) {
      transfer.on_response(tl::unexpected(TransportError{
          fmt::format("{}: the response is longer than {} bytes", host, transfer.max_body), true}));
      return;
    }
    transfer.on_response(tl::unexpected(
        TransportError{fmt::format("{}: {}", host, reason(code, system_error, transfer.message)),
                       is_permanent(code), is_unreachable(code)}));
  }

  // Takes the transfer out of curl; its handle is kept for the next one.
  void release(Transfer* transfer) {
    curl_multi_remove_handle(multi, transfer->easy);
    curl_slist_free_all(transfer->headers);
    transfer->headers = nullptr;
    idle.push_back(transfer->easy);
    transfers.erase(transfer);
  }

  void abandon() {
    loop.cancel(std::exchange(delivery, 0));
    done.clear();
    while (!transfers.empty()) {
      Transfer* transfer = *transfers.begin();
      release(transfer);
      delete transfer;
    }
  }

  SystemLoop& loop;
  ClientOptions options;
  CURLM* multi = nullptr;
  Loop::Timer timer = 0;
  Loop::Timer delivery = 0;
  std::deque<Done> done;
  std::vector<CURL*> idle;
  std::unordered_set<Transfer*> transfers;
};

Client::Client(SystemLoop& loop, ClientOptions options)
    : state_(std::make_unique<State>(loop, options)) {}
Client::~Client() = default;
void Client::send(Request request, OnResponse on_response) {
  state_->start(std::move(request), std::move(on_response));
}
void Client::abandon() { state_->abandon(); }
std::size_t Client::in_flight() const { return state_->transfers.size(); }

}  // namespace generator::http
