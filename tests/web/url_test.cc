// Parts of URLs.
#include "web/url.h"

#include <gtest/gtest.h>

namespace generator::web {
namespace {

TEST(Url, PartsAreWhatTheyAre) {
  EXPECT_EQ(host_of("https://api.example.com:8443/v1?key=secret#x"), "api.example.com:8443");
  EXPECT_EQ(host_of("https://user:secret@example.com/"), "example.com");
  EXPECT_EQ(origin_of("HTTPS://API.example.com/v1"), "https://api.example.com");
  EXPECT_EQ(scheme_of("HTTPS://x"), "https");
}

TEST(Url, WhatCouldNameAnotherHostIsRefused) {
  for (const char* text : {"", "example.com", "ftp://example.com", "file:///etc/passwd", "http://", "http:///x",
                           "https://good.example@evil.example/", "https://good.example\\@evil.example/",
                           "https://a b/", "https://a/\r\nHost: b", "https://a/\x7f"})
    EXPECT_EQ(check_url(text).error().kind, ErrorKind::kWrongUse) << text;
  EXPECT_TRUE(check_url("https://example.com/v1?q=%20"));
}

TEST(Url, EncodesAllButTheUnreserved) {
  EXPECT_EQ(percent_encoded("a/b?c=d&é .~-_"), "a%2Fb%3Fc%3Dd%26%C3%A9%20.~-_");
}

}  // namespace
}  // namespace generator::web
