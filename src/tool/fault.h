// Why a row of tool use is refused.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace generator::tool {

struct Fault {
  std::string_view code;  // of data/reasons.h
  std::size_t turn = 0, step = 0;
  std::string detail;  // without the place
};

/// At most `most` characters of what stands in a row, for a message.
std::string shown(std::string_view s, std::size_t most);

}  // namespace generator::tool
