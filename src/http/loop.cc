// libuv behind a dozen lines of contract.
//
// `post` is a queue drained by an idle handle (an idle handle makes the poll return at once, so
// posted actions never wait for a socket); a snapshot of the queue is drained each turn, so that
// actions that post actions cannot starve timers and signals. Exceptions cannot pass through C
// frames: each callback stores the first, `run_until` throws it.
#include "http/loop.h"

#include <fmt/format.h>
#include <uv.h>

#include <csignal>
#include <cstdlib>
#include <deque>
#include <exception>
#include <thread>
#include <unordered_map>
#include <utility>

#include "base/result.h"

namespace generator {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

void check(int code, const char* doing) {
  if (code < 0) throw Fatal(1, fmt::format("event loop: cannot {}: {}", doing, uv_strerror(code)));
}

int usable_cores() {
  const unsigned cores = uv_available_parallelism();
  return cores == 0 ? 1 : static_cast<int>(cores);
}

/// libuv's pool has 4 threads; with more cores than that it must be told before its first job.
void size_thread_pool() {
  const int threads = usable_cores() + 2;  // two more, for jobs that wait on the disk
  if (threads > 4)
    setenv("UV_THREADPOOL_SIZE", fmt::format("{}", threads).c_str(), /*overwrite=*/0);
}

}  // namespace

struct SystemLoop::State {
  // Made beforehand: a callback that was never called for want of memory ends in it.
  const Fatal nothing_left{
      1, "event loop: nothing is left to wait for, and the work is not done; please report this"};
  struct TimerHandle {
    uv_timer_t handle;
    State* state;
    Timer id;
    Action action;
  };
  struct Job {
    uv_work_t request;
    State* state;
    Action job, done;
    std::exception_ptr thrown;
  };

  uv_loop_t loop;
  uv_idle_t idle;
  uv_signal_t signals[std::size(kSignals)];
  std::deque<Action> posted;
  std::unordered_map<Timer, TimerHandle*> timers;
  Timer last_timer = 0;
  Action interrupt;
  std::exception_ptr thrown;

  void call(const Action& action) {
    try {
      action();
    } catch (...) {
      if (!thrown) thrown = std::current_exception();
    }
  }

  void drain() {
    for (std::size_t n = posted.size(); n > 0 && !thrown; --n) {
      const Action action = std::move(posted.front());
      posted.pop_front();
      call(action);
    }
    if (posted.empty()) uv_idle_stop(&idle);
  }

  void close(TimerHandle* timer) {
    timers.erase(timer->id);
    uv_close(reinterpret_cast<uv_handle_t*>(&timer->handle),
             [](uv_handle_t* handle) { delete static_cast<TimerHandle*>(handle->data); });
  }

  void stop_signals() {
    for (uv_signal_t& handle : signals) uv_signal_stop(&handle);
  }

  void interrupted() {
    stop_signals();  // the default action is back: the next signal ends the process at once
    const Action action = std::exchange(interrupt, nullptr);
    if (action) call(action);
  }
};

SystemLoop::SystemLoop() : state_(std::make_unique<State>()) {
  size_thread_pool();
  check(uv_loop_init(&state_->loop), "start");
  state_->loop.data = state_.get();
  uv_idle_init(&state_->loop, &state_->idle);
  state_->idle.data = state_.get();
  for (uv_signal_t& handle : state_->signals) {
    check(uv_signal_init(&state_->loop, &handle), "watch signals");
    uv_unref(reinterpret_cast<uv_handle_t*>(&handle));  // a signal is nothing to wait for
    handle.data = state_.get();
  }
}

SystemLoop::~SystemLoop() {
  state_->posted.clear();
  uv_walk(
      &state_->loop,
      [](uv_handle_t* handle, void*) {
        if (uv_is_closing(handle)) return;
        const bool timer = handle->type == UV_TIMER;
        uv_close(handle,
                 timer ? [](uv_handle_t* h) { delete static_cast<State::TimerHandle*>(h->data); }
                       : static_cast<uv_close_cb>(nullptr));
      },
      nullptr);
  uv_run(&state_->loop, UV_RUN_DEFAULT);
  uv_loop_close(&state_->loop);
}

void SystemLoop::post(Action action) {
  state_->posted.push_back(std::move(action));
  uv_idle_start(&state_->idle, [](uv_idle_t* idle) { static_cast<State*>(idle->data)->drain(); });
}

Loop::Timer SystemLoop::after(std::int64_t ms, Action action) {
  auto* timer = new State::TimerHandle{{}, state_.get(), ++state_->last_timer, std::move(action)};
  uv_timer_init(&state_->loop, &timer->handle);
  timer->handle.data = timer;
  state_->timers.emplace(timer->id, timer);
  uv_update_time(&state_->loop);
  uv_timer_start(
      &timer->handle,
      [](uv_timer_t* handle) {
        auto* fired = static_cast<State::TimerHandle*>(handle->data);
        const Action due = std::move(fired->action);
        State* state = fired->state;
        state->close(fired);
        state->call(due);
      },
      ms < 0 ? 0 : static_cast<std::uint64_t>(ms), 0);
  return timer->id;
}

void SystemLoop::cancel(Timer timer) {
  const auto found = state_->timers.find(timer);
  if (found != state_->timers.end()) state_->close(found->second);
}

void SystemLoop::work(Action job, Action done) {
  auto* request = new State::Job{{}, state_.get(), std::move(job), std::move(done), nullptr};
  request->request.data = request;
  const int queued = uv_queue_work(
      &state_->loop, &request->request,
      [](uv_work_t* work) {
        auto* self = static_cast<State::Job*>(work->data);
        try {
          self->job();
        } catch (...) {
          self->thrown = std::current_exception();
        }
      },
      [](uv_work_t* work, int) {
        const std::unique_ptr<State::Job> self(static_cast<State::Job*>(work->data));
        if (self->thrown && !self->state->thrown) self->state->thrown = self->thrown;
        if (!self->thrown) self->state->call(self->done);
      });
  if (queued < 0) delete request;
  check(queued, "give work to the thread pool");
}

void SystemLoop::on_interrupt(Action action) {
  state_->stop_signals();
  state_->interrupt = std::move(action);
  if (!state_->interrupt) return;
  for (std::size_t i = 0; i < std::size(kSignals); ++i) {
    struct sigaction now{};
    if (sigaction(kSignals[i], nullptr, &now) == 0 && now.sa_handler == SIG_IGN)
      continue;  // as `nohup` wants it
    check(uv_signal_start(
              &state_->signals[i],
              [](uv_signal_t* handle, int) { static_cast<State*>(handle->data)->interrupted(); },
              kSignals[i]),
          "watch signals");
  }
}

void SystemLoop::run_until(const std::function<bool()>& finished) {
  while (!finished()) {
    const int alive = uv_run(&state_->loop, UV_RUN_ONCE);
    if (state_->thrown) std::rethrow_exception(std::exchange(state_->thrown, nullptr));
    if (alive == 0 && !finished()) throw state_->nothing_left;
  }
}

std::int64_t SystemLoop::monotonic_ms() const {
  return static_cast<std::int64_t>(uv_hrtime() / 1'000'000);
}

int SystemLoop::cores() const { return usable_cores(); }

uv_loop_s* SystemLoop::handle() { return &state_->loop; }

}  // namespace generator
