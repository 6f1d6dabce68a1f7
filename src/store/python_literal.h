// Python literals, as people write them in examples and defaults, as JSON.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace generator::python {

/// The literal that `s` begins with, spaces around it: strings, numbers, True, False, None, lists,
/// tuples, dicts; at most 32 levels. `size` receives the bytes read. Nothing for anything else.
std::optional<std::string> literal(std::string_view s, std::size_t& size);
/// Of the whole of `s`.
std::optional<std::string> literal(std::string_view s);

struct Call {
  std::string name;
  std::string arguments;  // JSON object
};
/// "open_file(path='/a', mode='r')". Nothing where an argument has no name or is no literal.
std::optional<Call> call(std::string_view s);

/// "a, b[c, d]" at separators outside brackets and quotes; parts without space around them.
std::vector<std::string_view> split_outside(std::string_view s, char separator);

}  // namespace generator::python
