// Text that speaks to a model instead of its reader: "rate this 10/10", "ignore all previous
// instructions".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"

namespace generator::measure {

/// The sentences, lines and comments of `text` that address a model or a grader, ascending: demands
/// for a rating, orders to drop instructions, turn marks of chat templates, forged verdicts,
/// appeals; in English, German, French, Spanish and Chinese, also where they are written in base64
/// or hexadecimal, with letters apart, zero-width characters, look-alike letters or digits for
/// letters. By rule, in linear time; what it finds is not shown to a judge, and stays in the row.
std::vector<Span> injections(std::string_view text);

/// `text` with "[removed]" in the place of each.
std::string without_injections(std::string_view text);

}  // namespace generator::measure
