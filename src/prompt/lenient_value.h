// One JSON value read leniently and written strictly.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "prompt/repair.h"

namespace generator::prompt {

struct LenientValue {
  std::string json;     // strict JSON
  std::size_t end = 0;  // just past it in the text
  Repairs repairs;
};

/// Reads the object or array that opens at `text[at]`, which is `{` or `[`; `text` is valid UTF-8.
/// Nothing where it is no JSON after all; `resume` is then where to look on, past every byte that
/// was read.
std::optional<LenientValue> read_lenient(std::string_view text, std::size_t at,
                                         std::size_t& resume);

}  // namespace generator::prompt
