// The Claude command-line program as a wire format: a question as its arguments and standard input,
// its output as an answer. Pure: nothing is started here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "model/chat.h"
#include "model/provider.h"

namespace generator {

struct ClaudeCommand {
  std::vector<std::string> arguments;  // without the program's name; never a key
  std::string input;                   // the prompt
};

/// Tools off, no settings of user or project, one answer. Sampling has no place in it: the program
/// takes neither temperature nor seed nor a limit of tokens.
/// Errors: kInvalidRequest for tool definitions, and for a schema over 100,000 bytes.
tl::expected<ClaudeCommand, CallError> encode_claude(const ChatRequest& request,
                                                     std::string_view model);

/// `output` and `complaints` are what it wrote to standard output and standard error. Whether it
/// succeeded is told by `is_error` of its last word alone: exit code and `subtype` say "success"
/// also where the API refused. `model` names the model where the output does not; `now_unix_ms` is
/// needed for limits, which name the time when they end.
Decoded decode_claude(std::string_view output, std::string_view complaints, std::string_view model,
                      std::int64_t now_unix_ms);

}  // namespace generator
