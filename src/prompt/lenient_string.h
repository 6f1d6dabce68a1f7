// A string of a model's JSON, whatever quotes it stands in.
#pragma once

#include <cstdint>

#include "prompt/transcription.h"

namespace generator::prompt {

/// Where a string stands: it tells what may follow its closing quote.
enum class StringPlace : std::uint8_t { kKey, kFieldValue, kArrayElement };

/// Appends the string whose quote `t` is at, and goes past it. False where the text ends inside it;
/// what was appended is then no whole string.
bool read_string(Transcription& t, StringPlace place);

}  // namespace generator::prompt
