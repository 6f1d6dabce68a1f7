// A provider's wire format: how a question becomes an HTTP request, and a response an answer.
//
// Pure: no socket, no clock, no file. One file a provider, with golden pairs in its test.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "http/message.h"
#include "model/chat.h"

namespace generator {

/// Why a call gave no completion, by what follows from it.
struct CallError {
  enum class Kind : std::uint8_t {
    kTransport,       // no usable response: connect, time-out, cut; asked again
    kRateLimited,     // 429 for now: asked again after `retry_after_ms`
    kOverloaded,      // 5xx, 529, a full queue: asked again
    kBadKey,          // stops the run
    kNoCredit,        // billing, spend limit: stops the run
    kDailyQuota,      // stops the run until the quota's day ends
    kNoSuchModel,     // stops the run
    kContextTooLong,  // this request only
    kContentFilter,   // this request only
    kInvalidRequest,  // our request is wrong: stops the run
    kUnreadable,      // status 2xx, but not the protocol: asked again
  };
  Kind kind = Kind::kTransport;
  std::string message;  // of the provider, or ours; never holds a key
  std::optional<std::int64_t> retry_after_ms;
  int status = 0;
};

bool is_retryable(CallError::Kind kind);
bool stops_the_run(CallError::Kind kind);

using Decoded = tl::expected<Completion, CallError>;

/// Where and as whom a provider is asked.
struct Endpoint {
  std::string base_url;  // without a final '/'
  std::string api_key;   // "": none
  std::string model;
  std::string
      version;  // anthropic: the API's version; gemini: v1 or v1beta; "": the provider's default
};

class Provider {
 public:
  virtual ~Provider() = default;
  virtual http::Request encode(const ChatRequest& request) const = 0;
  virtual Decoded decode(const http::Response& response) const = 0;
};

std::unique_ptr<Provider> make_openai(Endpoint endpoint);
std::unique_ptr<Provider> make_vllm(Endpoint endpoint);
std::unique_ptr<Provider> make_anthropic(Endpoint endpoint);
std::unique_ptr<Provider> make_gemini(Endpoint endpoint);
std::unique_ptr<Provider> make_ollama(Endpoint endpoint);

}  // namespace generator
