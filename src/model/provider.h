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
#include <vector>

#include "http/message.h"
#include "model/chat.h"
#include "model/limits.h"
#include "model/prompt_cache.h"
#include "model/spelling.h"

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
  bool never_sent = false;     // nobody was spoken to, so nothing can be billed
  bool says_no_retry = false;  // `x-should-retry: false`
  bool wants_fewer = false;    // the server asks for less at once, whatever the limits say
  bool is_silence = false;     // given up because no answer came for longer than any like it took
  Limits passed;               // the limit that the error names
};

/// Whether the provider may have done the work, and bill it, although no usable reply came of it.
bool may_be_billed(const CallError& error);

bool is_retryable(CallError::Kind kind);
bool stops_the_run(CallError::Kind kind);

using Decoded = tl::expected<Completion, CallError>;

/// One model that a provider offers.
struct ModelCard {
  std::string name;
  std::int64_t context = 0;  // tokens of prompt and reply together; 0: not told
};
using Listed = tl::expected<std::vector<ModelCard>, CallError>;

/// Where and as whom a provider is asked.
struct Endpoint {
  std::string base_url;  // without a final '/'
  std::string api_key;   // "": none
  std::string model;
  std::string
      version;  // anthropic: the API's version; gemini: v1 or v1beta; "": the provider's default
  bool is_bearer = false;  // anthropic: the key is a token of a login, not an API key
  Structured structured = Structured::kAuto;   // openai and vllm: how a schema is sent
  bool thinks = false;                         // ollama and vllm: whether a model may think first
  http::Headers more_headers{};                // openai: organization and project
  CacheMarks cache_marks = CacheMarks::kAuto;  // anthropic and openai
  bool keeps_cache_for_an_hour = false;        // anthropic: what is marked; else five minutes
};

class Provider {
 public:
  virtual ~Provider() = default;
  virtual http::Request encode(const ChatRequest& request) const = 0;
  virtual Decoded decode(const http::Response& response) const = 0;

  /// The fronts of `request` that the provider is told to keep in its prompt cache, and bills the
  /// writing of.
  virtual std::vector<SharedFront> written_fronts(const ChatRequest& request) const {
    static_cast<void>(request);
    return {};
  }

  virtual http::Request list_models() const = 0;
  virtual Listed decode_models(const http::Response& response) const = 0;

  /// Counts what `learn` has changed in how requests are encoded.
  virtual int spelling() const { return 0; }
  /// `refused` answered `request`, encoded when `spelling()` was `spelling`. True where it names
  /// something that is encoded otherwise by now: the same request is to be encoded and sent again.
  /// It is true a bounded number of times.
  virtual bool learn(const ChatRequest& request, int spelling, const http::Response& refused) {
    static_cast<void>(request), static_cast<void>(spelling), static_cast<void>(refused);
    return false;
  }
  /// What was learned, as text for `recall` of another run; "" where nothing was.
  virtual std::string learned() const { return ""; }
  virtual void recall(std::string_view learned) { static_cast<void>(learned); }

  /// Something to ask about the model before the first request; nothing where nothing is needed.
  /// Whatever comes back, or nothing, is no reason to stop.
  virtual std::optional<http::Request> first_question() const { return std::nullopt; }
  virtual void hear(const http::Response& answer) { static_cast<void>(answer); }
};

/// What of `wanted` a model takes. The rest is never sent, and so is no part of the request: a
/// change of it asks nothing again.
Sampling taken(std::string_view provider, std::string_view model, Sampling wanted);
/// Reasoning models of OpenAI take neither temperature nor top_p, and know the limit of tokens by
/// its new name alone; unknown names are taken for models of a compatible server.
bool is_openai_reasoning(std::string_view model);

std::unique_ptr<Provider> make_openai(Endpoint endpoint);
std::unique_ptr<Provider> make_vllm(Endpoint endpoint);
std::unique_ptr<Provider> make_anthropic(Endpoint endpoint);
std::unique_ptr<Provider> make_gemini(Endpoint endpoint);
std::unique_ptr<Provider> make_ollama(Endpoint endpoint);

}  // namespace generator
