// An HTTP service for tests: each request is answered by a function, one connection after the other.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace generator::testing {

struct HttpRequest {
  std::string method, target;  // "/pets?limit=1"
  std::string head;            // the whole of it
  std::string body;

  /// "" where there is none; `name` in lower case as well as in the head.
  std::string header(const std::string& name) const {
    std::string lower;
    for (const char c : head) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    const std::size_t at = lower.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "";
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
};

/// A whole response, with its length.
inline std::string http_reply(const std::string& status, const std::string& type, const std::string& body,
                              const std::string& more_headers = "") {
  return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\nConnection: close\r\n" + more_headers + "\r\n" + body;
}
inline std::string json_reply(const std::string& body) { return http_reply("200 OK", "application/json", body); }

class HttpService {
 public:
  using Answer = std::function<std::string(const HttpRequest&)>;

  /// `address`: "127.0.0.1", "127.0.0.2", "::1"; `port` 0: any.
  explicit HttpService(Answer answer, const std::string& address = "127.0.0.1", int port = 0)
      : answer_(std::move(answer)), address_(address) {
    const bool is_six = address.find(':') != std::string::npos;
    fd_ = ::socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
    const int yes = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in four{};
    sockaddr_in6 six{};
    four.sin_family = AF_INET;
    six.sin6_family = AF_INET6;
    four.sin_port = six.sin6_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(is_six ? AF_INET6 : AF_INET, address.c_str(),
                is_six ? static_cast<void*>(&six.sin6_addr) : static_cast<void*>(&four.sin_addr));
    auto* where = is_six ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
    socklen_t size = is_six ? sizeof six : sizeof four;
    is_open_ = ::bind(fd_, where, size) == 0 && ::listen(fd_, 64) == 0;
    if (!is_open_) return;
    ::getsockname(fd_, where, &size);
    port_ = ntohs(is_six ? six.sin6_port : four.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~HttpService() {
    ::shutdown(fd_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    ::close(fd_);
  }
  HttpService(const HttpService&) = delete;
  HttpService& operator=(const HttpService&) = delete;

  bool is_open() const { return is_open_; }  // not where the machine has no such address
  int port() const { return port_; }
  std::string url(const std::string& path = "") const {
    const bool is_six = address_.find(':') != std::string::npos;
    return "http://" + (is_six ? "[" + address_ + "]" : address_) + ":" + std::to_string(port_) + path;
  }
  int connections() const { return connections_; }
  std::vector<HttpRequest> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    for (;;) {
      const int connection = ::accept(fd_, nullptr, nullptr);
      if (connection < 0) return;
      ++connections_;
      const timeval patience{5, 0};
      ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      const HttpRequest request = read(connection);
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      const std::string answer = answer_(request);
      for (std::size_t at = 0; at < answer.size();) {
        const ssize_t n = ::send(connection, answer.data() + at, answer.size() - at, MSG_NOSIGNAL);
        if (n <= 0) break;
        at += static_cast<std::size_t>(n);
      }
      ::shutdown(connection, SHUT_RDWR);
      ::close(connection);
    }
  }
  static HttpRequest read(int connection) {
    HttpRequest out;
    std::string all;
    char block[4096];
    std::size_t end = std::string::npos, length = 0;
    while (end == std::string::npos || all.size() < end + 4 + length) {
      const ssize_t n = ::read(connection, block, sizeof block);
      if (n <= 0) break;
      all.append(block, static_cast<std::size_t>(n));
      end = all.find("\r\n\r\n");
      if (end == std::string::npos) continue;
      out.head = all.substr(0, end + 2);
      length = static_cast<std::size_t>(std::strtoul(out.header("content-length").c_str(), nullptr, 10));
    }
    if (end != std::string::npos) out.body = all.substr(end + 4);
    const std::size_t space = out.head.find(' ');
    if (space == std::string::npos) return out;
    out.method = out.head.substr(0, space);
    out.target = out.head.substr(space + 1, out.head.find(' ', space + 1) - space - 1);
    return out;
  }

  Answer answer_;
  std::string address_;
  int fd_ = -1, port_ = 0;
  bool is_open_ = false;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  std::vector<HttpRequest> requests_;
  std::thread thread_;
};

}  // namespace generator::testing
