// Which language a text is in, as far as its small words and its script tell.
#pragma once

#include <string_view>

namespace generator::qa {

/// "en", "de", "fr", "es", "it", "pt", "nl", "ja", "zh", "ko", "ru" or "el"; "" where the text is
/// too short or says too little: no guess is better than a wrong one. Code and names count for
/// nothing.
std::string_view language_of(std::string_view text);

/// The code of a language as people name it: "German", "Deutsch", "de" → "de"; "" for others.
std::string_view language_code(std::string_view name);

}  // namespace generator::qa
