// Server-sent events, as they arrive (https://html.spec.whatwg.org/multipage/server-sent-events.html).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace generator::web {

struct Event {
  std::string type;  // "" for the default, "message"
  std::string data;
};

class EventStream {
 public:
  /// The events that these bytes complete.
  std::vector<Event> feed(std::string_view bytes);
  /// Of the last event that was completed; "" where none had one.
  const std::string& last_id() const { return last_id_; }
  /// What the server said of when to ask again.
  std::optional<std::int64_t> retry_ms() const { return retry_ms_; }

 private:
  void take_line(std::string_view line, std::vector<Event>& out);
  std::string rest_;  // a line that has not ended
  bool skips_line_feed_ = false;
  Event event_;
  bool has_data_ = false;
  std::string id_, last_id_;
  std::optional<std::int64_t> retry_ms_;
};

}  // namespace generator::web
