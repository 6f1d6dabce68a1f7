// An HTTP/1.1 server on libuv: kept connections, one response at a time on each, bodies with a
// Content-Length. What a response does besides being sent (wait, trickle, cut the connection, close
// the port) is told by its Delivery.
#include "support/endpoint/endpoint.h"

#include <fmt/format.h>
#include <uv.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <csignal>
#include <future>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "base/result.h"
#include "base/text.h"
#include "support/endpoint/service.h"

namespace generator::endpoint {
namespace {

constexpr std::size_t kMostInBody = 64u << 20;
constexpr std::size_t kFillerBlock = 1u << 20;

// The request whose head ends at `head_end`, body left away.
Received read_head(std::string_view head) {
  Received out;
  std::size_t end = head.find("\r\n");
  const auto words = text::split(head.substr(0, end), ' ');
  if (words.size() >= 2) {
    out.method = words[0];
    const std::size_t query = words[1].find('?');
    out.path = words[1].substr(0, query);
    if (query != std::string_view::npos) out.query = words[1].substr(query + 1);
  }
  while (end != std::string_view::npos && end + 2 < head.size()) {
    const std::size_t next = head.find("\r\n", end + 2);
    const std::string_view line = head.substr(
        end + 2, next == std::string_view::npos ? std::string_view::npos : next - end - 2);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos)
      out.headers.emplace_back(text::to_lower(line.substr(0, colon)),
                               text::trim(line.substr(colon + 1)));
    end = next;
  }
  return out;
}

// The body's length by the head alone, without reading the other headers.
std::size_t body_length(std::string_view head) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;
       at = head.find("\r\n", at + 2)) {
    const std::string_view line = head.substr(at + 2);
    if (!text::starts_with_ignoring_case(line, "content-length:")) continue;
    const std::string_view digits = text::trim(line.substr(15, line.find("\r\n") - 15));
    std::size_t length = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    return length;
  }
  return 0;
}

}  // namespace

struct FakeEndpoint::State {
  struct Connection {
    uv_tcp_t socket;
    uv_timer_t timer;
    State* state;
    std::string in;
    Delivery out;          // on its way
    std::size_t sent = 0;  // of out.bytes, while it trickles
    bool is_busy = false;  // a response is on its way
    bool is_closing = false;
    int open_handles = 2;
  };

  explicit State(Options given) : options(std::move(given)), service(options) {}

  // ---- the server's life

  void run(std::promise<int> started) {
    sigset_t broken_pipe;
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
    uv_loop_init(&loop);
    uv_async_init(&loop, &stop,
                  [](uv_async_t* handle) { static_cast<State*>(handle->data)->shut_down(); });
    stop.data = this;
    uv_timer_init(&loop, &reopening);
    reopening.data = this;
    const int listening = listen_on(options.port);
    if (listening < 0) {
      uv_close(reinterpret_cast<uv_handle_t*>(&stop), nullptr);
      uv_close(reinterpret_cast<uv_handle_t*>(&reopening), nullptr);
      uv_run(&loop, UV_RUN_DEFAULT);
      uv_loop_close(&loop);
      return started.set_value(listening);
    }
    started.set_value(0);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
  }

  int listen_on(int wanted) {
    listener = new uv_tcp_t;
    uv_tcp_init(&loop, listener);
    listener->data = this;
    sockaddr_in address{};
    uv_ip4_addr("127.0.0.1", wanted, &address);
    int code = uv_tcp_bind(listener, reinterpret_cast<const sockaddr*>(&address), 0);
    if (code == 0)
      code = uv_listen(reinterpret_cast<uv_stream_t*>(listener), 16384,
                       [](uv_stream_t* stream, int status) {
                         if (status == 0) static_cast<State*>(stream->data)->accept();
                       });
    if (code < 0) {
      close_listener();
      return code;
    }
    int size = sizeof address;
    uv_tcp_getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    return 0;
  }

  void close_listener() {
    if (listener == nullptr) return;
    uv_close(reinterpret_cast<uv_handle_t*>(std::exchange(listener, nullptr)),
             [](uv_handle_t* handle) { delete reinterpret_cast<uv_tcp_t*>(handle); });
  }

  // Connections are refused for a while; those that are open stay.
  void refuse_connections() {
    if (listener == nullptr) return;
    close_listener();
    uv_timer_start(
        &reopening,
        [](uv_timer_t* timer) {
          auto* state = static_cast<State*>(timer->data);
          if (state->listen_on(state->port) == 0) uv_timer_stop(timer);
        },
        static_cast<std::uint64_t>(options.refused_ms), 20);
  }

  void shut_down() {
    close_listener();
    uv_close(reinterpret_cast<uv_handle_t*>(&stop), nullptr);
    uv_close(reinterpret_cast<uv_handle_t*>(&reopening), nullptr);
    const auto open = connections;
    for (Connection* connection : open) close(*connection, false);
  }

  // ---- connections

  void accept() {
    auto* connection = new Connection{};
    connection->state = this;
    uv_tcp_init(&loop, &connection->socket);
    uv_timer_init(&loop, &connection->timer);
    connection->socket.data = connection->timer.data = connection;
    connections.insert(connection);
    auto* stream = reinterpret_cast<uv_stream_t*>(&connection->socket);
    if (uv_accept(reinterpret_cast<uv_stream_t*>(listener), stream) != 0)
      return close(*connection, false);
    uv_tcp_nodelay(&connection->socket, 1);
    uv_read_start(
        stream,
        [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
          auto* state = static_cast<Connection*>(handle->data)->state;
          *buffer = uv_buf_init(state->block, sizeof state->block);
        },
        [](uv_stream_t* from, ssize_t size, const uv_buf_t* buffer) {
          auto* self = static_cast<Connection*>(from->data);
          if (size < 0) return self->state->close(*self, false);
          self->in.append(buffer->base, static_cast<std::size_t>(size));
          self->state->take_request(*self);
        });
  }

  void close(Connection& connection, bool reset) {
    if (std::exchange(connection.is_closing, true)) return;
    connections.erase(&connection);
    if (connection.is_busy) --in_flight;
    const auto closed = [](uv_handle_t* handle) {
      auto* self = static_cast<Connection*>(handle->data);
      if (--self->open_handles == 0) delete self;
    };
    uv_close(reinterpret_cast<uv_handle_t*>(&connection.timer), closed);
    if (!reset || uv_tcp_close_reset(&connection.socket, closed) != 0)
      uv_close(reinterpret_cast<uv_handle_t*>(&connection.socket), closed);
  }

  // ---- requests

  void take_request(Connection& connection) {
    if (connection.is_busy || connection.is_closing) return;
    const std::string_view in = connection.in;
    const std::size_t end = in.find("\r\n\r\n");
    if (end == std::string_view::npos) return;
    const std::string_view head = in.substr(0, end + 2);
    const std::size_t whole = end + 4 + body_length(head);
    if (whole > kMostInBody) return close(connection, false);
    if (in.size() < whole) return;
    const std::size_t path_at = head.find(' ') + 1;
    const std::string_view path = head.substr(path_at, head.find(' ', path_at) - path_at);
    connection.is_busy = true;
    ++requests;
    if (++in_flight > most_in_flight) most_in_flight = in_flight;
    if (const std::string* bytes = service.canned(path)) {
      connection.out = Delivery{};
      connection.in.erase(0, whole);
      return options.latency_ms > 0 ? send_later(connection, *bytes) : send(connection, *bytes);
    }
    Received received = read_head(head);
    received.body = in.substr(end + 4, whole - end - 4);
    {
      const std::lock_guard lock(mutex);
      connection.out = service.serve(received);
    }
    if (options.on_answer) options.on_answer(requests, received);
    connection.in.erase(0, whole);
    options.latency_ms > 0 ? send_later(connection, connection.out.bytes)
                           : send(connection, connection.out.bytes);
  }

  // ---- responses

  void send_later(Connection& connection, const std::string& bytes) {
    if (&bytes != &connection.out.bytes) connection.out.bytes = bytes;
    uv_timer_start(
        &connection.timer,
        [](uv_timer_t* timer) {
          auto* self = static_cast<Connection*>(timer->data);
          self->state->send(*self, self->out.bytes);
        },
        static_cast<std::uint64_t>(options.latency_ms), 0);
  }

  void send(Connection& connection, const std::string& bytes) {
    if (connection.out.trickles) return begin_trickle(connection);
    if (bytes.empty()) return end_response(connection);
    write(connection, bytes.data(), bytes.size());
  }

  // What does not fit into the socket's buffer is written when there is room; the bytes live as
  // long as the connection's Delivery, or the service's canned reply.
  void write(Connection& connection, const char* data, std::size_t size) {
    auto* stream = reinterpret_cast<uv_stream_t*>(&connection.socket);
    uv_buf_t buffer = uv_buf_init(const_cast<char*>(data), static_cast<unsigned>(size));
    const int written = uv_try_write(stream, &buffer, 1);
    if (written < 0 && written != UV_EAGAIN) return close(connection, false);
    const std::size_t done = written > 0 ? static_cast<std::size_t>(written) : 0;
    if (done == size) return written_all(connection);
    auto* request = new uv_write_t;
    request->data = &connection;
    buffer = uv_buf_init(const_cast<char*>(data + done), static_cast<unsigned>(size - done));
    uv_write(request, stream, &buffer, 1, [](uv_write_t* write, int status) {
      auto* self = static_cast<Connection*>(write->data);
      delete write;
      if (status < 0) return self->state->close(*self, false);
      self->state->written_all(*self);
    });
  }

  void written_all(Connection& connection) {
    if (connection.is_closing) return;
    if (connection.out.filler == 0) return end_response(connection);
    static const std::string filler(kFillerBlock, 'x');
    const std::size_t size = std::min(filler.size(), connection.out.filler);
    connection.out.filler -= size;
    write(connection, filler.data(), size);
  }

  // Half at once, then a byte a second: slower than anybody waits.
  void begin_trickle(Connection& connection) {
    connection.sent = connection.out.bytes.size() / 2;
    uv_buf_t half =
        uv_buf_init(connection.out.bytes.data(), static_cast<unsigned>(connection.sent));
    uv_try_write(reinterpret_cast<uv_stream_t*>(&connection.socket), &half, 1);
    uv_timer_start(
        &connection.timer,
        [](uv_timer_t* timer) {
          auto* self = static_cast<Connection*>(timer->data);
          uv_buf_t one = uv_buf_init(self->out.bytes.data() + self->sent++, 1);
          if (uv_try_write(reinterpret_cast<uv_stream_t*>(&self->socket), &one, 1) < 0)
            return self->state->close(*self, false);
          if (self->sent == self->out.bytes.size()) self->state->end_response(*self);
        },
        1000, 1000);
  }

  void end_response(Connection& connection) {
    using End = Delivery::End;
    const End end = connection.out.end;
    if (end == End::kKeep) {
      --in_flight;
      connection.is_busy = false;
      return take_request(connection);
    }
    if (end == End::kResetAndRefuse) refuse_connections();
    close(connection, end != End::kClose);
  }

  Options options;
  Service service;  // guarded by `mutex` but for canned replies
  mutable std::mutex mutex;
  uv_loop_t loop{};
  uv_async_t stop{};
  uv_timer_t reopening{};
  uv_tcp_t* listener = nullptr;
  std::unordered_set<Connection*> connections;
  std::uint64_t in_flight = 0;
  std::atomic<std::uint64_t> most_in_flight = 0, requests = 0;
  int port = 0;
  char block[64 * 1024];
  std::thread thread;
};

FakeEndpoint::FakeEndpoint(Options options) : state_(std::make_unique<State>(std::move(options))) {
  std::promise<int> started;
  std::future<int> listening = started.get_future();
  state_->thread = std::thread(
      [this, promise = std::move(started)]() mutable { state_->run(std::move(promise)); });
  if (const int code = listening.get(); code < 0) {
    state_->thread.join();
    throw Fatal(1, fmt::format("the endpoint cannot listen on port {}: {}", state_->options.port,
                               uv_strerror(code)));
  }
}

FakeEndpoint::~FakeEndpoint() {
  uv_async_send(&state_->stop);
  state_->thread.join();
}

int FakeEndpoint::port() const { return state_->port; }

std::string FakeEndpoint::url(const std::string& path) const {
  return fmt::format("http://127.0.0.1:{}{}", port(), path);
}

std::vector<std::string> FakeEndpoint::violations() const {
  const std::lock_guard lock(state_->mutex);
  return state_->service.violations;
}

std::vector<Received> FakeEndpoint::received() const {
  const std::lock_guard lock(state_->mutex);
  return state_->service.received;
}

std::uint64_t FakeEndpoint::requests() const { return state_->requests; }

std::uint64_t FakeEndpoint::injected(Fault fault) const {
  const std::lock_guard lock(state_->mutex);
  return state_->service.plan().injected(fault);
}

std::size_t FakeEndpoint::batches() const {
  const std::lock_guard lock(state_->mutex);
  return state_->service.desk().begun();
}

std::map<std::string, int> FakeEndpoint::taken_into_batches() const {
  const std::lock_guard lock(state_->mutex);
  return state_->service.desk().taken;
}

std::uint64_t FakeEndpoint::most_in_flight() const { return state_->most_in_flight; }

}  // namespace generator::endpoint
