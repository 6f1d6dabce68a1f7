// The one loop on whose thread sockets, ledger, limiter and counters live, so that nothing needs a
// lock.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

struct uv_loop_s;

namespace generator {

/// Everything but `work`'s job is called, and calls back, on the thread that called `run_until`.
/// Tests replace it by one on virtual time, which is why it is an interface.
class Loop {
 public:
  using Action = std::function<void()>;
  using Timer = std::uint64_t;  // 0 names no timer

  virtual ~Loop() = default;
  /// Runs `action` soon, in the order of posting, never before `post` has returned.
  virtual void post(Action action) = 0;
  /// Runs `action` once, `ms` from now.
  virtual Timer after(std::int64_t ms, Action action) = 0;
  /// Forgets a timer; one that has fired, or 0, is no error.
  virtual void cancel(Timer timer) = 0;
  /// Runs `job` on a pool thread, then `done` on the loop's. What `job` throws is thrown by
  /// `run_until`.
  virtual void work(Action job, Action done) = 0;
  /// From now on the first SIGINT, SIGTERM or SIGHUP calls `action` once, and the next one kills
  /// the process. An empty action gives the signals their former meaning back.
  virtual void on_interrupt(Action action) = 0;
  /// Turns until `finished()` holds. Throws Fatal when nothing is left that could change it.
  virtual void run_until(const std::function<bool()>& finished) = 0;
  virtual std::int64_t monotonic_ms() const = 0;
  /// Processor cores that pool jobs can use at once.
  virtual int cores() const = 0;
};

/// The loop of the real machine, on libuv.
class SystemLoop final : public Loop {
 public:
  SystemLoop();
  ~SystemLoop() override;
  SystemLoop(const SystemLoop&) = delete;
  SystemLoop& operator=(const SystemLoop&) = delete;

  void post(Action action) override;
  Timer after(std::int64_t ms, Action action) override;
  void cancel(Timer timer) override;
  void work(Action job, Action done) override;
  void on_interrupt(Action action) override;
  void run_until(const std::function<bool()>& finished) override;
  std::int64_t monotonic_ms() const override;
  int cores() const override;

  /// For sockets and child processes, which stand on the same loop.
  uv_loop_s* handle();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace generator
