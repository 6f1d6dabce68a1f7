// libuv's own uv_spawn has no place for what a child must do before it becomes the program: ask the
// kernel to be killed when we die. So we fork here, with nothing between fork and exec but calls
// that are safe there, and leave the waiting to libuv: two pipes and SIGCHLD.
//
// Standard input is a file in memory that is written before the child starts. A pipe would have to
// be fed while the child runs, and a child that does not read would cost us a SIGPIPE.
#include "http/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/descriptor.h"
#include "base/program.h"

extern char** environ;

namespace generator::http {
namespace {

using File = Descriptor;

tl::unexpected<Error> system_error(const std::string& doing) {
  return fail(ErrorKind::kIo, fmt::format("cannot {}: {}", doing, std::strerror(errno)));
}

Result<File> file_of(std::string_view content) {
  File file(::memfd_create("input", MFD_CLOEXEC));
  if (file.get() < 0) return system_error("make a file in memory");
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return system_error("write a file in memory");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::lseek(file.get(), 0, SEEK_SET) != 0) return system_error("read a file in memory");
  return file;
}

struct Streams {
  int input, output, complaints, failure;
};

// In the child, between fork and exec: only calls that may follow a fork of a process with threads.
[[noreturn]] void become(const char* program, char* const* words, char* const* environment,
                         const char* folder, const Streams& streams, pid_t parent) {
  for (int number = 1; number < NSIG; ++number) {  // libuv's handlers write to the parent's pipe
    struct sigaction now{};
    if (::sigaction(number, nullptr, &now) == 0 && now.sa_handler != SIG_IGN)
      ::signal(number, SIG_DFL);
  }
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const bool is_ready = ::getppid() == parent && ::dup2(streams.input, STDIN_FILENO) >= 0 &&
                        ::dup2(streams.output, STDOUT_FILENO) >= 0 &&
                        ::dup2(streams.complaints, STDERR_FILENO) >= 0 &&
                        (folder == nullptr || ::chdir(folder) == 0);
  if (is_ready) {
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    ::execve(program, words, environment);
  }
  const int error = errno;
  [[maybe_unused]] const ssize_t told = ::write(streams.failure, &error, sizeof error);
  ::_exit(127);
}

// Ours, with `more` in place of what has the same name; ended by a null.
std::vector<char*> environment_with(const std::vector<std::string>& more) {
  const auto is_replaced = [&](std::string_view line) {
    const std::string_view name = line.substr(0, line.find('='));
    return std::ranges::any_of(more, [&](std::string_view other) {
      return other.substr(0, other.find('=')) == name;
    });
  };
  std::vector<char*> out;
  for (char** line = environ; *line != nullptr; ++line)
    if (!is_replaced(*line)) out.push_back(*line);
  for (const std::string& line : more) out.push_back(const_cast<char*>(line.c_str()));
  out.push_back(nullptr);
  return out;
}

Result<pid_t> start(const std::string& program, const ChildCommand& command, const File& input,
                    const Pipe& output, const Pipe& complaints) {
  TRY(Pipe failure, make_pipe());
  std::vector<char*> words;
  for (const std::string& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const std::vector<char*> environment = environment_with(command.environment);
  const Streams streams{input.get(), output.write.get(), complaints.write.get(),
                        failure.write.get()};
  const char* folder = command.folder.empty() ? nullptr : command.folder.c_str();
  const pid_t parent = ::getpid();
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t pid = ::fork();
  if (pid == 0)
    become(program.c_str(), words.data(), environment.data(), folder, streams, parent);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0) return system_error(fmt::format("start `{}`", program));
  failure.write = File();
  int error = 0;
  ssize_t got = 0;
  do got = ::read(failure.read.get(), &error, sizeof error);
  while (got < 0 && errno == EINTR);
  if (got == 0) return pid;  // the end of the pipe: exec has closed it
  ::waitpid(pid, nullptr, 0);
  return fail(ErrorKind::kIo, fmt::format("cannot start `{}`: {}", program, std::strerror(error)));
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

struct ChildProcesses::State {
  struct Child;
  // One of a child's two streams. It lives until libuv has closed it, longer than the child.
  struct Stream {
    uv_pipe_t pipe{};
    Child* child = nullptr;
    std::string text;
    std::size_t most = 0;
    bool is_complaint = false;
    char block[65536];
  };
  struct Child {
    State* state = nullptr;
    pid_t pid = 0;
    std::string name;
    Stream* output = nullptr;
    Stream* complaints = nullptr;
    Loop::Timer timer = 0;
    std::optional<int> status;
    Result<ChildOutput> result = ChildOutput{};
    OnOutput on_output;
  };

  State(SystemLoop& system_loop, ChildLimits given) : loop(system_loop), limits(given) {
    child_signal = new uv_signal_t;
    uv_signal_init(loop.handle(), child_signal);
    child_signal->data = this;
    uv_unref(reinterpret_cast<uv_handle_t*>(child_signal));
    uv_signal_start(
        child_signal, [](uv_signal_t* handle, int) { static_cast<State*>(handle->data)->reap(); },
        SIGCHLD);
  }
  ~State() {
    abandon();
    uv_close(reinterpret_cast<uv_handle_t*>(child_signal),
             [](uv_handle_t* handle) { delete reinterpret_cast<uv_signal_t*>(handle); });
  }

  void run(ChildCommand command, OnOutput on_output) {
    auto owned = std::make_unique<Child>();
    Child& child = *owned;
    child.state = this;
    child.on_output = std::move(on_output);
    children.emplace(&child, std::move(owned));
    const Status begun = begin(child, command);
    if (begun) return;
    child.result = tl::unexpected(begun.error());
    child.timer = loop.after(0, [this, &child] { deliver(child); });
  }

  Status begin(Child& child, const ChildCommand& command) {
    child.name = command.words.empty() ? "" : command.words[0];
    const std::string program = find_program(child.name);
    if (program.empty())
      return fail(ErrorKind::kNotFound, fmt::format("no program `{}` in PATH", child.name));
    TRY(const File input, file_of(command.input));
    TRY(Pipe output, make_pipe());
    TRY(Pipe complaints, make_pipe());
    TRY(child.pid, start(program, command, input, output, complaints));
    child.output = listen(child, std::move(output.read), limits.output_bytes, false);
    child.complaints = listen(child, std::move(complaints.read), limits.complaint_bytes, true);
    child.timer = loop.after(limits.total_ms, [this, &child] {
      child.timer = 0;
      end(child, fmt::format("took longer than {} s", limits.total_ms / 1000));
    });
    reap();  // it may have ended before libuv looked for its signal
    return {};
  }

  Stream* listen(Child& child, File file, std::size_t most, bool is_complaint) {
    auto* stream = new Stream;
    stream->child = &child;
    stream->most = most;
    stream->is_complaint = is_complaint;
    uv_pipe_init(loop.handle(), &stream->pipe, 0);
    stream->pipe.data = stream;
    uv_pipe_open(&stream->pipe, file.release());
    uv_read_start(
        reinterpret_cast<uv_stream_t*>(&stream->pipe),
        [](uv_handle_t* handle, std::size_t, uv_buf_t* buffer) {
          auto* self = static_cast<Stream*>(handle->data);
          *buffer = uv_buf_init(self->block, sizeof self->block);
        },
        [](uv_stream_t* handle, ssize_t size, const uv_buf_t*) {
          auto* self = static_cast<Stream*>(handle->data);
          self->child->state->heard(*self, size);
        });
    return stream;
  }

  void heard(Stream& stream, ssize_t size) {
    Child& child = *stream.child;
    if (size < 0) {
      take(stream.is_complaint ? child.complaints : child.output);
      return finish_if_over(child);
    }
    const auto count = static_cast<std::size_t>(size);
    const std::size_t room = stream.most - std::min(stream.most, stream.text.size());
    stream.text.append(stream.block, std::min(count, room));
    if (count > room && !stream.is_complaint)
      end(child, fmt::format("wrote more than {} bytes", stream.most));
  }

  // Reads what the pipe still holds: where much is going on, time is over before the loop has looked.
  static void drain(Stream& stream) {
    uv_os_fd_t fd = -1;
    if (uv_fileno(reinterpret_cast<uv_handle_t*>(&stream.pipe), &fd) != 0) return;
    while (stream.text.size() < stream.most) {
      const std::size_t room = std::min(stream.most - stream.text.size(), sizeof stream.block);
      const ssize_t got = ::read(fd, stream.block, room);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return;
      stream.text.append(stream.block, static_cast<std::size_t>(got));
    }
  }

  // Ends listening to a stream; its text becomes part of the child's result.
  static void take(Stream*& stream) {
    if (stream == nullptr) return;
    Child& child = *stream->child;
    if (child.result)
      (stream->is_complaint ? child.result->complaints : child.result->output) =
          std::move(stream->text);
    uv_close(reinterpret_cast<uv_handle_t*>(&std::exchange(stream, nullptr)->pipe),
             [](uv_handle_t* handle) { delete static_cast<Stream*>(handle->data); });
  }

  // Looks which children have ended. What is left of a group goes before its leader is waited for:
  // until then nobody else can have its number.
  void reap() {
    for (const auto& [address, child] : children) {
      if (child->pid == 0 || child->status) continue;
      siginfo_t info{};
      if (::waitid(P_PID, static_cast<id_t>(child->pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
          info.si_pid == 0)
        continue;
      kill_and_wait(*child);
      if (child->result) child->result->exit_code = exit_code(*child->status);
      loop.cancel(child->timer);
      Child& ended = *child;
      child->timer = loop.after(is_quiet(ended) ? 0 : limits.afterword_ms, [this, &ended] {
        ended.timer = 0;
        for (Stream* stream : {ended.output, ended.complaints})
          if (stream != nullptr) drain(*stream);
        take(ended.output);
        take(ended.complaints);
        finish_if_over(ended);
      });
    }
  }

  static bool is_quiet(const Child& child) {
    return child.output == nullptr && child.complaints == nullptr;
  }

  static void kill_and_wait(Child& child) {
    ::kill(-child.pid, SIGKILL);
    int status = 0;
    while (::waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
    }
    child.status = status;
  }

  void end(Child& child, const std::string& why) {
    if (!child.status) kill_and_wait(child);
    child.result =
        fail(ErrorKind::kUnavailable, fmt::format("`{}` {} and was ended", child.name, why));
    loop.cancel(child.timer);
    child.timer = loop.after(0, [this, &child] { deliver(child); });
  }

  void finish_if_over(Child& child) {
    if (!child.status || !is_quiet(child)) return;
    loop.cancel(child.timer);
    child.timer = loop.after(0, [this, &child] { deliver(child); });
  }

  // Callers are called from the loop, never from inside libuv: they may run, abandon and throw.
  void deliver(Child& child) {
    take(child.output);
    take(child.complaints);
    const std::unique_ptr<Child> ended = std::move(children.extract(&child).mapped());
    ended->on_output(std::move(ended->result));
  }

  void abandon() {
    for (const auto& [address, child] : children) {
      loop.cancel(child->timer);
      if (child->pid != 0 && !child->status) kill_and_wait(*child);
      take(child->output);
      take(child->complaints);
    }
    children.clear();
  }

  SystemLoop& loop;
  ChildLimits limits;
  uv_signal_t* child_signal = nullptr;
  std::unordered_map<const Child*, std::unique_ptr<Child>> children;
};

ChildProcesses::ChildProcesses(SystemLoop& loop, ChildLimits limits)
    : state_(std::make_unique<State>(loop, limits)) {}
ChildProcesses::~ChildProcesses() = default;
void ChildProcesses::run(ChildCommand command, OnOutput on_output) {
  state_->run(std::move(command), std::move(on_output));
}
void ChildProcesses::abandon() { state_->abandon(); }
std::size_t ChildProcesses::running() const { return state_->children.size(); }

}  // namespace generator::http
