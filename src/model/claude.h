// The Claude command-line program as a wire format: a question as its arguments and standard input,
// its output as an answer. Pure: nothing is started here.
//
// With a cap on spending a run of the program is bounded three times over: by its turns, by the
// length of the reply in each (a variable of the environment is the only way to say that), and by
// what it may cost (`--max-budget-usd`, which it looks at between turns).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "base/usd.h"
#include "model/chat.h"
#include "model/price.h"
#include "model/provider.h"

namespace generator {

struct ClaudeCommand {
  std::vector<std::string> arguments;  // without the program's name; never a key
  std::string input;                   // the prompt
  std::vector<std::string> environment;  // more of it: "NAME=VALUE"
};

/// What one run of the program may take, where there is a cap on spending; 0: as it likes.
struct ClaudeLimits {
  std::int64_t reply_tokens = 0;  // of each of its turns
  Usd cost;                       // after which it takes no further turn
};

/// Tools off, no settings of user or project, one answer. Sampling has no place in it: the program
/// takes neither temperature nor seed.
/// Errors: kInvalidRequest for tool definitions, and for a schema over 100,000 bytes.
tl::expected<ClaudeCommand, CallError> encode_claude(const ChatRequest& request,
                                                     std::string_view model,
                                                     const ClaudeLimits& limits = {});

/// The most tokens that one run of the program takes where each turn is limited to the request's
/// `max_tokens`: every turn reads the prompt and all that was written before it.
TokenBound claude_token_bound(const ChatRequest& request);

/// `output` and `complaints` are what it wrote to standard output and standard error. Whether it
/// succeeded is told by `is_error` of its last word alone: exit code and `subtype` say "success"
/// also where the API refused. `model` names the model where the output does not; `now_unix_ms` is
/// needed for limits, which name the time when they end.
Decoded decode_claude(std::string_view output, std::string_view complaints, std::string_view model,
                      std::int64_t now_unix_ms);

}  // namespace generator
