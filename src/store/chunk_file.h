// chunks.jsonl: the passages that a set of examples was made from, each once, in order of first
// use.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>

#include "base/files.h"
#include "base/hash.h"
#include "base/result.h"
#include "data/chunk.h"

namespace generator {

/// Writes one chunk a line; a chunk whose id was already written is left out.
/// The file appears at its place when `finish` succeeds. Memory: 16 bytes a chunk, and the set's
/// own.
class ChunkWriter {
 public:
  static Result<std::unique_ptr<ChunkWriter>> create(const std::string& path);
  Status add(const Chunk& chunk);
  Status finish();
  std::uint64_t chunks() const { return ids_.size(); }

 private:
  explicit ChunkWriter(OutputFile file) : file_(std::move(file)) {}
  OutputFile file_;
  std::unordered_set<Digest, DigestHash> ids_;
  std::string line_;
};

}  // namespace generator
