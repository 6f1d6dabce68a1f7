// Server-sent events.
#include "web/event_stream.h"

#include <gtest/gtest.h>

namespace generator::web {
namespace {

TEST(EventStream, TellsEventsAsTheyAreCompleted) {
  EventStream stream;
  EXPECT_TRUE(stream.feed(": a comment\n\ndata: {\"a\"").empty());
  const auto events = stream.feed(":1}\r\nid: 7\r\ndata:more\r\n\r\nevent: ping\ndata\n\nretry: 250\nretry: x\n\n");
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].data, "{\"a\":1}\nmore");
  EXPECT_EQ(events[0].type, "");
  EXPECT_EQ(events[1].type, "ping");
  EXPECT_EQ(events[1].data, "");
  EXPECT_EQ(stream.last_id(), "7");
  EXPECT_EQ(stream.retry_ms(), 250);
}

TEST(EventStream, IsTheSameHoweverTheBytesAreCut) {
  const std::string whole = "id:1\rdata: a\r\rdata: b\r\n\r\ndata: c\n\nid: 2\ndata: never ended";
  for (std::size_t step = 1; step < whole.size(); ++step) {
    EventStream stream;
    std::string all;
    for (std::size_t at = 0; at < whole.size(); at += step)
      for (const Event& event : stream.feed(std::string_view(whole).substr(at, step))) all += event.data + "|";
    EXPECT_EQ(all, "a|b|c|") << step;
    EXPECT_EQ(stream.last_id(), "1") << step;
  }
}

}  // namespace
}  // namespace generator::web
