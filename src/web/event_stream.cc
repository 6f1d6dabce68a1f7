#include "web/event_stream.h"

#include <charconv>
#include <utility>

#include "base/text.h"

namespace generator::web {

std::vector<Event> EventStream::feed(std::string_view bytes) {
  std::vector<Event> out;
  for (const char c : bytes) {
    if (std::exchange(skips_line_feed_, false) && c == '\n') continue;
    if (c != '\r' && c != '\n') {
      rest_ += c;
      continue;
    }
    skips_line_feed_ = c == '\r';
    take_line(std::exchange(rest_, {}), out);
  }
  return out;
}

void EventStream::take_line(std::string_view line, std::vector<Event>& out) {
  if (line.empty()) {
    last_id_ = id_;
    if (std::exchange(has_data_, false)) out.push_back(event_);
    event_ = {};
    return;
  }
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  if (name == "event") event_.type = value;
  if (name == "data") {
    if (std::exchange(has_data_, true)) event_.data += '\n';
    event_.data += value;
  }
  if (name == "id" && value.find('\0') == std::string_view::npos) id_ = value;
  if (name == "retry") {
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), ms);
    if (error == std::errc() && end == value.data() + value.size() && ms >= 0) retry_ms_ = ms;
  }
}

}  // namespace generator::web
