// What a tool replied, as the JSON of a CallResult.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace generator::execute {

/// "abc … [cut: 3 of 5000 bytes]", where it is longer than `most` bytes.
std::string shortened(std::string_view text, std::size_t most);
/// A text as JSON: itself where it is an object or an array.
std::string text_as_json(std::string_view written);
/// JSON; what is longer than `most` bytes becomes a text that says so at its end.
std::string within(std::string json, std::size_t most);

}  // namespace generator::execute
