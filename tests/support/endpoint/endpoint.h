// A server on a loopback port that speaks the HTTP protocols of OpenAI, vLLM, Anthropic, Gemini and
// Ollama, exactly: what the vendors' documentation does not know is refused, and recorded.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/endpoint/batches.h"
#include "support/endpoint/faults.h"
#include "support/endpoint/message.h"
#include "support/endpoint/protocol.h"

namespace generator::endpoint {

struct Options {
  int port = 0;                 // 0: a free one
  std::string key;              // the key that is accepted; "": any
  bool is_canned = false;       // each path's first reply again and again, nothing is read
  std::int64_t latency_ms = 0;  // before each response
  std::uint64_t seed = 0;       // of the faults
  double fault_share = 0;
  std::vector<Fault> faults;
  std::int64_t hint_ms = 1000;     // what a 429 says to wait
  std::int64_t refused_ms = 1000;  // how long the port is closed by `kPortRefused`
  Script script = nullptr;         // nullptr: scripted_reply
  std::int64_t context = 0;        // tokens of a prompt that fit; 0: any
  /// Words that no chat request may hold in quotes, as a server refuses them that does not know a
  /// field or a value, naming it.
  std::vector<std::string> refuses = {};
  BatchOptions batches;
  /// Called on the endpoint's thread with the count of a request (from 1) that was served and is
  /// about to be answered.
  std::function<void(std::uint64_t count, const Received& request)> on_answer;
};

/// Lives on a thread of its own from construction to destruction. Throws Fatal where the port
/// cannot be had. Vendors stand under paths of their own: `url("/openai/v1")`, "/vllm/v1",
/// "/anthropic", "/gemini", "/ollama" are what a client takes for its base.
class FakeEndpoint {
 public:
  explicit FakeEndpoint(Options options = {});
  ~FakeEndpoint();
  FakeEndpoint(const FakeEndpoint&) = delete;
  FakeEndpoint& operator=(const FakeEndpoint&) = delete;

  int port() const;
  std::string url(const std::string& path) const;

  /// What was wrong with requests, each with its path, in the order of arrival.
  std::vector<std::string> violations() const;
  /// What came in, at most the first 10,000; nothing in canned mode.
  std::vector<Received> received() const;
  std::uint64_t requests() const;
  std::uint64_t injected(Fault fault) const;
  /// Batches that were begun, and how often each request was taken into one, by its id.
  std::size_t batches() const;
  std::map<std::string, int> taken_into_batches() const;
  /// The most requests that waited for their response at once.
  std::uint64_t most_in_flight() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace generator::endpoint
