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

/// Appends the value of a field that begins without its quote, as in `"a": How so?", "b": …`, and
/// goes past the quote that closes it. False, with nothing appended, where none does on its line.
bool read_unopened_string(Transcription& t);

}  // namespace generator::prompt
