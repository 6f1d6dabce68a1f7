// The chunks of a chunks.jsonl that a person names, to try a measure on any source.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "data/chunk.h"

namespace generator::testing {

inline std::vector<Chunk> chunks_of(const std::string& path) {
  std::vector<Chunk> out;
  const std::string content = read_file(path).value();
  for (const std::string_view line : text::lines(content))
    if (!line.empty()) out.push_back(read_chunk(json::Document::parse(line).value().root()).value());
  return out;
}

}  // namespace generator::testing
