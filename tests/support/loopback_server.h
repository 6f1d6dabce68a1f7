// An HTTP server for tests: answers the connections to a loopback port with given bytes, in order.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace generator::test {

/// The last answer is given to all further connections. Each connection is closed after its answer.
class LoopbackServer {
 public:
  explicit LoopbackServer(std::string answer)
      : LoopbackServer(std::vector<std::string>{std::move(answer)}) {}
  /// `at_once`: answers the first bytes that come, whatever they are.
  explicit LoopbackServer(std::vector<std::string> answers, bool at_once = false)
      : answers_(std::move(answers)), answers_at_once_(at_once) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    ::listen(fd_, 64);
    thread_ = std::thread([this] { serve(); });
  }
  ~LoopbackServer() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  std::vector<std::string> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  std::string last_request() const { return requests().back(); }

 private:
  void serve() {
    for (std::size_t served = 0;; ++served) {
      const int connection = ::accept(fd_, nullptr, nullptr);
      if (connection < 0) return;
      std::string request;
      char block[4096];
      if (answers_at_once_) {
        const ssize_t n = ::read(connection, block, sizeof block);
        request.append(block, static_cast<std::size_t>(n > 0 ? n : 0));
      }
      while (!answers_at_once_ &&
             (request.find("\r\n\r\n") == std::string::npos || !is_whole(request))) {
        const ssize_t n = ::read(connection, block, sizeof block);
        if (n <= 0) break;
        request.append(block, static_cast<std::size_t>(n));
      }
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      const std::string& answer = answers_[served < answers_.size() ? served : answers_.size() - 1];
      for (std::size_t at = 0; at < answer.size();) {
        const ssize_t n = ::send(connection, answer.data() + at, answer.size() - at, MSG_NOSIGNAL);
        if (n <= 0) break;
        at += static_cast<std::size_t>(n);
      }
      ::close(connection);
    }
  }
  static bool is_whole(const std::string& request) {
    const std::size_t body = request.find("\r\n\r\n") + 4;
    const std::size_t field = request.find("Content-Length: ");
    return field == std::string::npos ||
           request.size() >= body + std::stoul(request.substr(field + 16));
  }

  std::vector<std::string> answers_;
  bool answers_at_once_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  int fd_ = -1;
  int port_ = 0;
  std::thread thread_;
};

/// A whole HTTP/1.1 response.
inline std::string http_answer(int status, const std::string& body,
                               const std::string& more_headers = "") {
  return "HTTP/1.1 " + std::to_string(status) +
         " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" +
         more_headers + "\r\n" + body;
}

}  // namespace generator::test
