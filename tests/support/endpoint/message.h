// What passes between the fake endpoint's HTTP side, its protocols and its script, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/endpoint/prompt_cache.h"

namespace generator::endpoint {

/// One HTTP request as it came in.
struct Received {
  std::string method;
  std::string path;                                          // without the query
  std::string query;                                         // without '?'
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;

  std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
};

/// One HTTP response, before faults.
struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // besides length and type
  std::string body;
  std::string type = "application/json";
};

/// A chat request, whatever protocol it came by.
struct Question {
  std::string model;
  std::string system;
  std::string user;    // the first user message: corrections that follow change nothing
  std::string schema;  // JSON Schema that the reply must follow; "" where none was sent
  std::string tool;    // name of the tool that must be called; "" where none must
  std::int64_t most_tokens = 0;
  Prompt prompt;
  CacheUse cache;  // of `prompt`, when it came
};

enum class Stop : std::uint8_t { kStop, kLength, kFiltered };

/// What the model says.
struct Said {
  std::string text;
  Stop stop = Stop::kStop;
  bool is_empty = false;         // no choice at all
  bool has_broken_call = false;  // a tool call that nobody can read, in place of the text
  std::string model;             // "": the one that was asked
};

/// As many tokens as a text of English has, roughly; the same number for the same text.
inline std::int64_t tokens_of(std::string_view text) {
  return static_cast<std::int64_t>(text.size() / 4 + 1);
}

}  // namespace generator::endpoint
