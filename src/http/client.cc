// libcurl tells us which sockets it waits for and when its next time-out is; libuv waits. The
// sockets stand in an epoll set of their own, of which libuv sees one descriptor: curl changes its
// mind about a socket several times a request, and each change is one cheap call this way.
//
// Looking for a free connection, a multi handle walks over all it has to a host: at 10,000 that is
// most of a request's cost (213 µs, of which 38 are left where there are 64). So there is a multi
// handle, a lane, for every few hundred requests in flight. They share the names looked up.
#include "http/client.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/host_gate.h"
#include "http/transfer.h"

namespace generator::http {
namespace {

constexpr std::size_t kMany = 512;  // in flight; from here on buffers are small
constexpr int kEventsATurn = 256;
constexpr std::size_t kNoLane = SIZE_MAX;
constexpr std::size_t kMostInLane = 200;  // before another one is opened

struct CurlGlobal {
  CurlGlobal() {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
      throw Fatal(1, "libcurl cannot be initialised");
  }
};

// A handle lives until libuv has closed it, which may be after the client is gone.
template <class Handle>
void close(Handle* handle) {
  uv_close(reinterpret_cast<uv_handle_t*>(handle),
           [](uv_handle_t* closed) { delete reinterpret_cast<Handle*>(closed); });
}

}  // namespace

struct Client::State {
  struct Lane {
    State* state;
    std::size_t index;
    CURLM* multi;
    uv_timer_t* timer;
    std::size_t in_flight = 0;
  };

  State(SystemLoop& system_loop, ClientOptions given) : loop(system_loop), options(given) {
    static const CurlGlobal global;
    sockets = ::epoll_create1(EPOLL_CLOEXEC);
    if (sockets < 0) throw Fatal(1, "the client cannot wait for sockets: no file is left to open");
    ready = new uv_poll_t;
    ready->data = this;
    uv_poll_init(loop.handle(), ready, sockets);
    sweep_timer = new_timer(this);
    names = curl_share_init();
    curl_share_setopt(names, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
  }

  ~State() {
    abandon();
    idle.clear();
    for (const auto& lane : lanes) {
      curl_multi_cleanup(lane->multi);  // closes the sockets: each is given back through on_socket
      close(lane->timer);
    }
    curl_share_cleanup(names);
    close(ready);
    close(sweep_timer);
    ::close(sockets);
  }

  uv_timer_t* new_timer(void* data) {
    auto* timer = new uv_timer_t;
    timer->data = data;
    uv_timer_init(loop.handle(), timer);
    return timer;
  }

  Lane& open_lane() {
    lanes.push_back(std::make_unique<Lane>(Lane{this, lanes.size(), curl_multi_init(), nullptr}));
    Lane& lane = *lanes.back();
    lane.timer = new_timer(&lane);
    curl_multi_setopt(lane.multi, CURLMOPT_SOCKETFUNCTION, &State::on_socket);
    curl_multi_setopt(lane.multi, CURLMOPT_SOCKETDATA, &lane);
    curl_multi_setopt(lane.multi, CURLMOPT_TIMERFUNCTION, &State::on_timer);
    curl_multi_setopt(lane.multi, CURLMOPT_TIMERDATA, &lane);
    if (options.max_connections > 0)
      curl_multi_setopt(lane.multi, CURLMOPT_MAXCONNECTS,
                        static_cast<long>(options.max_connections));
    return lane;
  }

  /// The first lane that has room: with few in flight there is one, whose connections are used
  /// again.
  Lane& lane_with_room() {
    for (const auto& lane : lanes)
      if (lane->in_flight < kMostInLane) return *lane;
    return open_lane();
  }

  void add(Transfer& transfer) {
    Lane& lane = lane_with_room();
    ++lane.in_flight;
    transfer.set_lane(lane.index);
    curl_multi_add_handle(lane.multi, transfer.handle());
  }

  void remove(Transfer& transfer) {
    if (transfer.lane() == kNoLane) return;  // it waits at the gate
    Lane& lane = *lanes[transfer.lane()];
    --lane.in_flight;
    transfer.set_lane(kNoLane);
    curl_multi_remove_handle(lane.multi, transfer.handle());
  }

  // ---- beginning

  Transport::Ticket start(Request request, OnResponse on_response) {
    if (transfers.empty()) begin_waiting();
    std::unique_ptr<Transfer> owned;
    if (idle.empty()) {
      owned = std::make_unique<Transfer>(options, names);
      owned->set_clock(&now_ms);
      owned->set_lane(kNoLane);
    } else {
      owned = std::move(idle.back());
      idle.pop_back();
    }
    Transfer* transfer = owned.release();
    transfer->ticket = ++last_ticket;
    transfers.emplace(transfer->ticket, transfer);
    transfer->begin(std::move(request), std::move(on_response), transfers.size() > kMany);
    enter(*transfer);
    return transfer->ticket;
  }

  void enter(Transfer& transfer) {
    const HostGate::Way way = gate.enter(transfer, transfer.host(), loop.monotonic_ms());
    if (way == HostGate::Way::kWait) return;
    if (way == HostGate::Way::kLead) transfer.lead(&State::on_connected, this);
    add(transfer);
  }

  // Called from inside curl, which takes no new requests there.
  static void on_connected(Transfer& leader, void* user) {
    auto* state = static_cast<State*>(user);
    for (Transfer* waiting : state->gate.opened(leader.host(), state->loop.monotonic_ms()))
      state->let_in.push_back(waiting);
    if (!state->let_in.empty()) state->deliver_soon();
  }

  // ---- waiting

  void begin_waiting() {
    uv_poll_start(ready, UV_READABLE,
                  [](uv_poll_t* poll, int, int) { static_cast<State*>(poll->data)->on_ready(); });
    const auto every =
        static_cast<std::uint64_t>(std::max<std::int64_t>(options.silence_ms / 4, 5));
    uv_timer_start(
        sweep_timer, [](uv_timer_t* timer) { static_cast<State*>(timer->data)->end_silent(); },
        every, every);
  }

  // With nothing in flight nothing keeps the loop turning.
  void end_waiting() {
    uv_poll_stop(ready);
    uv_timer_stop(sweep_timer);
  }

  static int on_socket(CURL*, curl_socket_t fd, int what, void* user, void* known) {
    auto* lane = static_cast<Lane*>(user);
    State* state = lane->state;
    if (what == CURL_POLL_REMOVE) {
      ::epoll_ctl(state->sockets, EPOLL_CTL_DEL, fd, nullptr);
      return 0;
    }
    epoll_event wanted{};
    wanted.data.u64 = static_cast<std::uint64_t>(lane->index) << 32 | static_cast<unsigned>(fd);
    wanted.events =
        ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u);
    const int change = known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (::epoll_ctl(state->sockets, change, fd, &wanted) != 0)
      ::epoll_ctl(state->sockets, change == EPOLL_CTL_ADD ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd,
                  &wanted);
    curl_multi_assign(lane->multi, fd, lane);  // known from now on
    return 0;
  }

  void on_ready() {
    epoll_event events[kEventsATurn];
    const int count = ::epoll_wait(sockets, events, kEventsATurn, 0);
    now_ms = loop.monotonic_ms();
    for (int i = 0; i < count; ++i) {
      const std::uint32_t seen = events[i].events;
      const int mask = ((seen & (EPOLLIN | EPOLLHUP)) != 0 ? CURL_CSELECT_IN : 0) |
                       ((seen & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                       ((seen & EPOLLERR) != 0 ? CURL_CSELECT_ERR : 0);
      int running = 0;
      Lane& lane = *lanes[events[i].data.u64 >> 32];
      curl_multi_socket_action(lane.multi, static_cast<int>(events[i].data.u64 & 0xffffffff), mask,
                               &running);
      finish_done(lane);
    }
  }

  static int on_timer(CURLM*, long ms, void* user) {
    auto* lane = static_cast<Lane*>(user);
    if (ms < 0) {
      uv_timer_stop(lane->timer);
      return 0;
    }
    uv_update_time(lane->state->loop.handle());
    uv_timer_start(
        lane->timer,
        [](uv_timer_t* timer) {
          auto* due = static_cast<Lane*>(timer->data);
          due->state->on_time(*due);
        },
        static_cast<std::uint64_t>(ms), 0);
    return 0;
  }

  void on_time(Lane& lane) {
    now_ms = loop.monotonic_ms();
    int running = 0;
    curl_multi_socket_action(lane.multi, CURL_SOCKET_TIMEOUT, 0, &running);
    finish_done(lane);
  }

  // ---- ending

  void end_silent() {
    now_ms = loop.monotonic_ms();
    std::vector<Transfer*> silent;
    for (const auto& [ticket, transfer] : transfers)
      if (transfer->silent_ms(now_ms) > options.silence_ms) silent.push_back(transfer);
    for (Transfer* transfer : silent) {
      transfer->fail(fmt::format("the reply stopped in the middle: hardly a byte in {:.3g} s",
                                 static_cast<double>(options.silence_ms) / 1000));
      end(transfer, CURLE_OPERATION_TIMEDOUT);
    }
  }

  void finish_done(Lane& lane) {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(lane.multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      Transfer* transfer = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
      end(transfer, message->data.result);
    }
  }

  void cancel(Transport::Ticket ticket) {
    const auto at = transfers.find(ticket);
    if (at == transfers.end()) return;
    Transfer* transfer = at->second;
    gate.leave(*transfer, transfer->host());
    std::erase(let_in, transfer);
    std::vector<Transfer*> led;  // its end says nothing about the host: another one leads them
    if (transfer->leads()) led = gate.failed(transfer->host());
    transfer->fail("given up, for no answer came");
    end(transfer, CURLE_OPERATION_TIMEDOUT);
    for (Transfer* waiting : led) enter(*waiting);
  }

  // Takes it out of curl; its caller is told soon.
  void end(Transfer* transfer, CURLcode code) {
    remove(*transfer);
    transfer->finish(code);
    const bool is_unreachable = code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST;
    if (is_unreachable) gate.doubt(transfer->host());
    if (transfer->leads() && code != CURLE_OK)
      for (Transfer* waiting : gate.failed(transfer->host())) {
        waiting->fail(transfer->result().error().message.substr(transfer->host().size() + 2));
        waiting->finish(code);
        settle(waiting);
      }
    settle(transfer);
  }

  void settle(Transfer* transfer) {
    transfers.erase(transfer->ticket);
    done.emplace_back(transfer);
    if (transfers.empty()) end_waiting();
    deliver_soon();
  }

  void deliver_soon() {
    if (delivery == 0) delivery = loop.after(0, [this] { deliver_done(); });
  }

  // Callers are called from the loop, never from inside curl: they may send, abandon and throw.
  void deliver_done() {
    delivery = 0;
    for (Transfer* waiting : std::exchange(let_in, {})) add(*waiting);
    while (!done.empty()) {
      std::unique_ptr<Transfer> next = std::move(done.front());
      done.pop_front();
      const OnResponse on_response = std::move(next->on_response());
      auto result = next->result();
      next->forget();
      idle.push_back(std::move(next));
      on_response(std::move(result));
    }
  }

  void abandon() {
    loop.cancel(std::exchange(delivery, 0));
    done.clear();
    let_in.clear();
    gate.clear();
    if (!transfers.empty()) end_waiting();
    for (const auto& [ticket, transfer] : std::exchange(transfers, {})) {
      remove(*transfer);
      delete transfer;
    }
  }

  SystemLoop& loop;
  const ClientOptions options;
  CURLSH* names = nullptr;
  std::vector<std::unique_ptr<Lane>> lanes;
  int sockets = -1;  // an epoll set
  uv_poll_t* ready = nullptr;
  uv_timer_t* sweep_timer = nullptr;
  std::int64_t now_ms = 0;
  Loop::Timer delivery = 0;
  HostGate gate;
  std::vector<Transfer*> let_in;  // by the gate, not yet in curl
  std::unordered_map<Transport::Ticket, Transfer*> transfers;
  Transport::Ticket last_ticket = 0;
  std::deque<std::unique_ptr<Transfer>> done;
  std::vector<std::unique_ptr<Transfer>> idle;
};

Client::Client(SystemLoop& loop, ClientOptions options)
    : state_(std::make_unique<State>(loop, options)) {}
Client::~Client() = default;
Transport::Ticket Client::send(Request request, OnResponse on_response) {
  return state_->start(std::move(request), std::move(on_response));
}
void Client::cancel(Ticket ticket) { state_->cancel(ticket); }
void Client::abandon() { state_->abandon(); }
std::size_t Client::in_flight() const { return state_->transfers.size(); }

}  // namespace generator::http
