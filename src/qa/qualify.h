// The same question out of several documents, answered otherwise in each: each says what it is
// about, so that all of them can stay.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"

namespace generator::qa {

struct AskedRow {
  std::string question, answer;
  std::string source;       // document; "" where not known
  HeadingPath headings;     // of its passage; empty where not known
  bool is_code = false;
  bool is_fixed = false;    // of another set: it is asked as it is
};

/// Whether two of the rows, by their indices, answer the same.
using Agree = std::function<bool(std::size_t, std::size_t)>;

/// The rows' questions, each with the nearest name of its place (place_names.h) that only rows with
/// agreeing answers have, and that does not give the answer away. A fixed row's stays as it is.
/// Nothing where one of them cannot be told from the others so.
std::optional<std::vector<std::string>> qualified(const std::vector<AskedRow>& rows,
                                                  const Agree& agree);

}  // namespace generator::qa
