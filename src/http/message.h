// An HTTP request and its response, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace generator::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = "POST";
  std::string url;
  Headers headers;  // may hold keys: never logged, never shown
  std::string body;
};

struct Response {
  int status = 0;
  Headers headers;  // names in lower case
  std::string body;

  /// The first header of that lower-case name; "" where absent.
  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
};

}  // namespace generator::http
