// One vendor's wire format, from the server's side. Pure; one file a vendor.
//
// What is accepted is what the vendor's own SDK of November 2026 can send; everything else is
// answered by the vendor's own kind of error, as the vendor would.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "support/endpoint/message.h"

namespace generator::endpoint {

/// Says what a model says to a question.
using Script = std::string (*)(const Question&);

/// How a request is answered, and what was wrong with it.
struct Served {
  Answer answer;
  std::string fault;  // "": the request is as the vendor's documentation wants it
  bool is_chat = false;
  Question question;    // where `is_chat`
  bool is_cut = false;  // the connection ends in the middle of the answer
};

class Protocol {
 public:
  virtual ~Protocol() = default;
  /// `path` is the received one without the mount ("/v1/chat/completions"). `key` is the one that
  /// is accepted; "": any. A chat that is as it should be is left to `reply`.
  virtual Served serve(const Received& received, std::string_view path,
                       std::string_view key) const = 0;
  virtual Answer reply(const Question& question, const Said& said) const = 0;
  /// The vendor's error body, with the type that goes with the status.
  virtual Answer error(int status, std::string_view message) const = 0;
};

std::unique_ptr<Protocol> speak_openai();
std::unique_ptr<Protocol> speak_vllm();
std::unique_ptr<Protocol> speak_anthropic();
std::unique_ptr<Protocol> speak_gemini();
std::unique_ptr<Protocol> speak_ollama();

}  // namespace generator::endpoint
