#include "execute/process_transport.h"

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/text.h"

namespace generator::execute {
namespace {

// write() to a pipe whose reader has gone gives EPIPE, and no signal.
ssize_t write_quietly(int fd, std::string_view bytes) {
  sigset_t pipe, before, pending;
  ::sigemptyset(&pipe);
  ::sigaddset(&pipe, SIGPIPE);
  ::sigpending(&pending);
  ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
  const ssize_t written = ::write(fd, bytes.data(), bytes.size());
  const int error = errno;
  const timespec at_once{};
  if (written < 0 && error == EPIPE && ::sigismember(&pending, SIGPIPE) == 0)
    ::sigtimedwait(&pipe, nullptr, &at_once);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

bool is_for_later() { return errno == EAGAIN || errno == EINTR; }

}  // namespace

ProcessTransport::ProcessTransport(std::unique_ptr<Process> process, std::size_t longest)
    : process_(std::move(process)), longest_(longest) {}

tl::unexpected<Error> ProcessTransport::gone() {
  const auto code = process_->wait(in_ms(500));
  hear_complaints();
  std::string last;
  for (const std::string_view line : text::lines(complaints_))
    if (!text::trim(line).empty()) last = text::for_terminal(text::prefix(text::repair_utf8(line), 300));
  return fail(ErrorKind::kUnavailable,
              fmt::format("the server {}{}{}",
                          code ? fmt::format("ended with exit code {}", *code) : "closed its output",
                          last.empty() ? "" : "; it said last: ", last));
}

// Waits until something can be done, and hears what there is to hear.
Status ProcessTransport::pump(bool wants_to_write, Deadline deadline) {
  const std::int64_t left = ms_until(deadline);
  if (left == 0) return fail(ErrorKind::kBusy, "the server did not answer in time");
  pollfd ends[] = {{has_ended_ ? -1 : process_->output(), POLLIN, 0},
                   {complaints_ended_ ? -1 : process_->complaints(), POLLIN, 0},
                   {wants_to_write ? process_->input() : -1, POLLOUT, 0}};
  if (::poll(ends, 3, static_cast<int>(std::min<std::int64_t>(left, 60'000))) < 0 && errno != EINTR)
    return fail(ErrorKind::kIo, fmt::format("cannot wait for the server: {}", std::strerror(errno)));
  if (ends[1].revents != 0) hear_complaints();
  return ends[0].revents != 0 ? hear() : Status{};
}

Status ProcessTransport::hear() {
  char block[65536];
  const ssize_t got = ::read(process_->output(), block, sizeof block);
  if (got < 0 && is_for_later()) return {};
  if (got <= 0) {
    has_ended_ = true;
    return {};
  }
  if (taken_ > 0 && taken_ >= heard_.size() / 2) {
    heard_.erase(0, taken_);
    searched_ -= taken_;
    taken_ = 0;
  }
  heard_.append(block, static_cast<std::size_t>(got));
  return {};
}

void ProcessTransport::hear_complaints() {
  char block[65536];
  for (int i = 0; i < 16; ++i) {
    const ssize_t got = ::read(process_->complaints(), block, sizeof block);
    if (got < 0 && is_for_later()) return;
    if (got <= 0) {
      complaints_ended_ = true;
      return;
    }
    complaints_.append(block, static_cast<std::size_t>(got));
    if (complaints_.size() > kComplaints) complaints_.erase(0, complaints_.size() - kComplaints);
  }
}

Status ProcessTransport::send(const Outgoing& message, Deadline deadline) {
  const std::string line = message.text + "\n";
  std::string_view left = line;
  while (!left.empty()) {
    const ssize_t written = write_quietly(process_->input(), left);
    if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
    if (left.empty()) break;
    if (written < 0 && !is_for_later()) return gone();
    const Status waited = pump(true, deadline);
    if (!waited && waited.error().kind == ErrorKind::kBusy)
      return fail(ErrorKind::kUnavailable, "the server does not read what it is sent");
    CHECK_OK(waited);
    if (heard_.size() - taken_ > 2 * longest_)
      return fail(ErrorKind::kTooLarge, "the server writes on and does not read what it is sent");
  }
  return {};
}

Result<std::string> ProcessTransport::receive(Deadline deadline) {
  for (;;) {
    const std::size_t end = heard_.find('\n', searched_);
    if (end != std::string::npos && end - taken_ <= longest_) {
      std::string line = heard_.substr(taken_, end - taken_);
      taken_ = searched_ = end + 1;
      return line;
    }
    searched_ = heard_.size();
    if (heard_.size() - taken_ > longest_)
      return fail(ErrorKind::kTooLarge,
                  fmt::format("the server wrote a line of more than {} bytes", longest_));
    if (has_ended_) return gone();
    CHECK_OK(pump(false, deadline));
  }
}

}  // namespace generator::execute
