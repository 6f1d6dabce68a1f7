// What a YAML document is kept as; for yaml.cc and yaml_node.cc only.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"

namespace generator::yaml {

inline constexpr std::uint32_t kNone = UINT32_MAX;

struct Record {
  Kind kind = Kind::kScalar;
  bool plain = false;
  int line = 1;
  std::string_view key{};
  std::string_view text{};
  std::uint32_t parent = kNone;
  std::uint32_t first = kNone;
  std::uint32_t last = kNone;
  std::uint32_t next = kNone;
  std::uint32_t children = 0;
};

struct Content {
  std::string name;
  std::deque<std::string> strings;  // where every text and key lives
  std::vector<Record> records;      // the root is the first
};

}  // namespace generator::yaml
