// Numbers and bare words of a model's JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "prompt/transcription.h"

namespace generator::prompt {

/// kCut: the text ends right behind it, so that it may have had more; nothing was appended.
enum class ScalarReading : std::uint8_t { kNone, kWhole, kCut };

/// A value that begins with a digit, a sign or a point. What is no number (`8/10`, `40%`) becomes a
/// string.
ScalarReading read_number(Transcription& t);

/// `true`, `None`, `undefined`, …; any other word becomes a string, but not in an array, where it
/// is prose in brackets.
ScalarReading read_word(Transcription& t, bool in_array);

/// A number as JSON spells it: no plus, no leading zeros, digits around the point; "" where `s` is
/// no number.
std::string strict_number(std::string_view s);

}  // namespace generator::prompt
