#include "execute/process.h"

#include <dirent.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/program.h"
#include "base/text.h"
#include "execute/keeper.h"

namespace generator::execute {
namespace {

// Numbers that no system gives to anybody; each server has its own, so that what it may use is
// counted for it alone.
uid_t next_user() {
  static std::atomic<unsigned> count{0};
  return 1'000'000'000U + (static_cast<unsigned>(::getpid()) * 64U + count++ % 64U) % 100'000'000U;
}

// Threads that run as our user: they count against the same limit where there is no namespace.
std::int64_t threads_of_ours() {
  std::int64_t out = 0;
  const std::string own = fmt::format("Uid:\t{}\t", ::getuid());
  const auto names = directory_names("/proc");
  for (const std::string& name : names ? *names : std::vector<std::string>{}) {
    if (name.empty() || !text::is_digit(name[0])) continue;
    const auto status = read_file("/proc/" + name + "/status");
    if (!status || !text::contains(*status, own)) continue;
    if (const std::size_t at = status->find("Threads:\t"); at != std::string::npos)
      out += std::strtol(status->c_str() + at + 9, nullptr, 10);
  }
  return out;
}

std::vector<KeeperLimit> limits_of(const ProcessCommand& command) {
  const ProcessLimits& most = command.limits;
  const bool is_counted_apart = command.sandbox.has_user || command.sandbox.has_user_of_its_own;
  const std::int64_t processes = most.processes + (is_counted_apart ? 0 : threads_of_ours());
  const auto as = [](std::int64_t n) { return static_cast<rlim_t>(n); };
  return {{RLIMIT_CPU, as(most.cpu_s)},          {RLIMIT_DATA, as(most.memory_bytes)},
          {RLIMIT_FSIZE, as(most.file_bytes)},   {RLIMIT_NOFILE, as(most.open_files)},
          {RLIMIT_NPROC, as(processes)},         {RLIMIT_CORE, 0},
          {RLIMIT_MSGQUEUE, 0}};
}

std::vector<std::string> environment_of(const ProcessCommand& command, const ServerFolder& folder) {
  const char* path = std::getenv("PATH");
  const char* language = std::getenv("LANG");
  std::vector<std::string> out = {
      fmt::format("PATH={}", path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin"),
      fmt::format("LANG={}", language != nullptr ? language : "C.UTF-8"),
      "HOME=" + folder.home(), "TMPDIR=" + folder.temporary()};
  for (const std::string& name : command.passed_variables)
    if (const char* value = std::getenv(name.c_str())) {
      std::erase_if(out, [&](const std::string& line) { return line.starts_with(name + "="); });
      out.push_back(fmt::format("{}={}", name, value));
    }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

void set_namespaces(const ProcessCommand& command, const ServerFolder& folder, KeeperPlan& plan) {
  const Sandbox& sandbox = command.sandbox;
  if (sandbox.level == SandboxLevel::kBubblewrap || !sandbox.has_processes) return;
  plan.namespaces = CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNS;
  if (sandbox.has_no_network) plan.namespaces |= CLONE_NEWNET;
  plan.hides_mounts = !folder.path().starts_with("/run/");
  if (!sandbox.has_user) return;
  plan.namespaces |= CLONE_NEWUSER;
  plan.user_map = fmt::format("{0} {0} 1\n", ::geteuid());
  plan.group_map = fmt::format("{0} {0} 1\n", ::getegid());
}

std::vector<std::string> readable_by(const ProcessCommand& command, const std::string& program) {
  std::vector<std::string> out = readable_paths(program, command.words);
  out.insert(out.end(), command.readable.begin(), command.readable.end());
  return out;
}

Result<Descriptor> landlock_of(const ProcessCommand& command, const ServerFolder& folder,
                               const std::string& program) {
  if (command.sandbox.level != SandboxLevel::kLandlock) return Descriptor();
  return make_landlock({.readable = readable_by(command, program),
                        .writable = {folder.path()},
                        .devices = device_paths(),
                        .allows_connections = command.allows_network});
}

Status wait_for_start(const std::string& program, const Descriptor& failure) {
  int error = 0;
  ssize_t got = 0;
  do got = ::read(failure.get(), &error, sizeof error);
  while (got < 0 && errno == EINTR);
  if (got <= 0) return {};
  return fail(ErrorKind::kIo, fmt::format("cannot start `{}` in its sandbox: {}", program, std::strerror(error)));
}

struct Ends {
  Pipe input, output, complaints, orders, failure;
};

Result<Ends> make_ends() {
  Ends out;
  for (Pipe* pipe : {&out.input, &out.output, &out.complaints, &out.orders, &out.failure}) {
    TRY(*pipe, make_pipe());
  }
  return out;
}

// All that the keeper works with, at one place in memory.
struct Start {
  KeeperPlan plan;
  std::vector<std::string> words, environment;
  Descriptor landlock;
  Ends ends;
};

void add_ends(Start& start) {
  KeeperPlan& plan = start.plan;
  plan.words = pointers(start.words);
  plan.environment = pointers(start.environment);
  plan.input = start.ends.input.read.get();
  plan.output = start.ends.output.write.get();
  plan.complaints = start.ends.complaints.write.get();
  plan.orders = start.ends.orders.read.get();
  plan.failure = start.ends.failure.write.get();
  plan.landlock = start.landlock.get();
}

Result<std::unique_ptr<Start>> prepare(const ProcessCommand& command, const ServerFolder& folder,
                                       const std::string& program, uid_t user) {
  auto out = std::make_unique<Start>();
  out->words = command.words;
  out->environment = environment_of(command, folder);
  out->plan.program = program;
  if (command.sandbox.level == SandboxLevel::kBubblewrap) {
    const std::vector<std::string> around = bubblewrap_words(
        folder.path(), readable_by(command, program), command.allows_network);
    out->words[0] = program;
    out->words.insert(out->words.begin(), around.begin(), around.end());
    out->plan.program = around[0];
  }
  TRY(out->landlock, landlock_of(command, folder, program));
  TRY(out->ends, make_ends());
  out->plan.folder = folder.work();
  out->plan.limits = limits_of(command);
  out->plan.user = user;
  out->plan.keeps_reading = user != 0 && out->landlock.is_open();
  set_namespaces(command, folder, out->plan);
  add_ends(*out);
  return out;
}

}  // namespace

std::vector<std::string> with_whole_paths(std::vector<std::string> words) {
  for (std::string& word : words) {
    if (word.starts_with('-') || word.starts_with('/') || !path_exists(word)) continue;
    if (&word == words.data() && word.find('/') == std::string::npos) continue;  // a program of PATH
    if (is_directory(word) && !word.starts_with("./") && !word.starts_with("../")) continue;
    std::error_code error;
    const std::filesystem::path whole = std::filesystem::absolute(word, error).lexically_normal();
    if (!error) word = whole.string();
  }
  return words;
}

Result<std::unique_ptr<Process>> Process::start(const ProcessCommand& command) {
  if (command.words.empty())
    return fail(ErrorKind::kWrongUse, "the command of the server is empty");
  const std::string program = find_program(command.words[0]);
  if (program.empty())
    return fail(ErrorKind::kNotFound,
                fmt::format("no program `{}` in PATH", text::for_terminal(command.words[0])));
  const uid_t user = command.sandbox.has_user_of_its_own ? next_user() : 0;
  TRY(ServerFolder folder, ServerFolder::make(command.snapshot, user));
  TRY(const auto start, prepare(command, folder, program, user));
  std::unique_ptr<Process> out(new Process(std::move(folder)));
  out->keeper_ = fork_keeper(start->plan);
  if (out->keeper_ < 0)
    return fail(ErrorKind::kIo,
                fmt::format("cannot start `{}`: {}", program, std::strerror(errno)));
  Ends& ends = start->ends;
  out->input_ = std::move(ends.input.write);
  out->output_ = std::move(ends.output.read);
  out->complaints_ = std::move(ends.complaints.read);
  out->orders_ = std::move(ends.orders.write);
  for (const Descriptor* file : {&out->input_, &out->output_, &out->complaints_})
    ::fcntl(file->get(), F_SETFL, O_NONBLOCK);
  ends.failure.write = Descriptor();
  CHECK_OK(wait_for_start(program, ends.failure.read));
  return out;
}

std::optional<int> Process::wait(Deadline deadline) {
  if (exit_code_ || keeper_ <= 0) return exit_code_;
  const Descriptor watched(static_cast<int>(::syscall(SYS_pidfd_open, keeper_, 0)));
  for (;;) {
    int status = 0;
    const pid_t ended = ::waitpid(keeper_, &status, WNOHANG);
    if (ended == keeper_) exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (ended < 0 && errno != EINTR) exit_code_ = 128 + SIGKILL;  // somebody else waited for it
    const std::int64_t left = ms_until(deadline);
    if (exit_code_ || left == 0) return exit_code_;
    pollfd end{watched.get(), POLLIN, 0};
    ::poll(&end, 1, static_cast<int>(std::min<std::int64_t>(left, watched.is_open() ? 1000 : 5)));
  }
}

void Process::stop() {
  if (exit_code_ || keeper_ <= 0) return;
  input_ = Descriptor();
  output_ = Descriptor();  // one that is still talking shall not wait for us
  complaints_ = Descriptor();
  if (wait(in_ms(kGraceMs))) return;
  const char order = static_cast<char>(KeeperOrder::kTerminate);
  [[maybe_unused]] const ssize_t told = ::write(orders_.get(), &order, 1);
  if (!wait(in_ms(kGraceMs))) kill();
}

void Process::kill() {
  if (exit_code_ || keeper_ <= 0) return;
  orders_ = Descriptor();  // the keeper kills all when its pipe ends
  if (wait(in_ms(1000))) return;
  ::kill(keeper_, SIGKILL);
  wait(in_ms(5000));
}

Process::~Process() { kill(); }

}  // namespace generator::execute
