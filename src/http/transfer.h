// One request under way: curl's easy handle with what it reads from and writes to. Used again and
// again; what is the same for all requests is set once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/client.h"
#include "http/message.h"

struct curl_slist;

namespace generator::http {

class Transfer {
 public:
  /// `options` must outlive this, and so must `names`, a CURLSH: the names looked up so far.
  Transfer(const ClientOptions& options, void* names);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Makes ready for `request`. `many`: thousands are in flight, buffers are small.
  void begin(Request request, OnResponse on_response, bool many);
  /// The host's name is to be looked up anew, on a connection of its own; `on_connected` is called
  /// with `user` from inside curl when that stands.
  void lead(void (*on_connected)(Transfer&, void* user), void* user);
  /// Takes note of how it ended: a CURLcode.
  void finish(int code);
  /// Forgets request and response.
  void forget();

  /// Ended before its time by us, for this reason.
  void fail(std::string why) { why_ = std::move(why); }
  /// After `finish`: what came of it.
  tl::expected<Response, TransportError> result();

  /// Its number with the client.
  std::uint64_t ticket = 0;

  void* handle() const { return easy_; }
  /// Which of the client's multi handles it goes through.
  std::size_t lane() const { return lane_; }
  void set_lane(std::size_t lane) { lane_ = lane; }
  OnResponse& on_response() { return on_response_; }
  const std::string& host() const { return host_; }
  /// Leads, and is not connected yet.
  bool leads() const { return on_connected_ != nullptr; }
  /// Milliseconds (of `now_ms`) since the reply made progress; 0 while it has not begun.
  std::int64_t silent_ms(std::int64_t now_ms) const {
    return progress_ms_ == 0 ? 0 : now_ms - progress_ms_;
  }
  void set_clock(const std::int64_t* now_ms) { now_ms_ = now_ms; }

 private:
  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* user);
  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* user);
  static int on_connection(void* user, char*, char*, int, int);
  void set_headers(const Headers& headers);
  void note_progress(std::string_view bytes);

  const ClientOptions& options_;
  void* easy_;  // a CURL
  curl_slist* headers_ = nullptr;
  curl_slist* anew_ = nullptr;  // names to look up again
  Headers headers_set_;
  long buffer_bytes_ = 0;
  Request request_;
  Response response_;
  OnResponse on_response_;
  std::string host_;
  std::string why_;
  void (*on_connected_)(Transfer&, void*) = nullptr;
  void* user_ = nullptr;
  const std::int64_t* now_ms_ = nullptr;
  std::size_t lane_ = 0;
  std::int64_t progress_ms_ = 0;
  std::size_t since_progress_ = 0;  // bytes
  bool has_content_ = false;        // the body has begun with something other than blanks
  int code_ = 0;
  char message_[256] = {};  // as long as curl wants it
};

}  // namespace generator::http
