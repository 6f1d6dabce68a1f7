#include "store/chunk_file.h"

#include <utility>

#include "base/json.h"

namespace generator {

Result<std::unique_ptr<ChunkWriter>> ChunkWriter::create(const std::string& path) {
  TRY(OutputFile file, OutputFile::create(path));
  return std::unique_ptr<ChunkWriter>(new ChunkWriter(std::move(file)));
}

Status ChunkWriter::add(const Chunk& chunk) {
  if (!ids_.insert(digest(chunk.id)).second) return {};
  line_.clear();
  json::Writer out(line_);
  write_chunk(out, chunk);
  line_ += '\n';
  return file_.write(line_);
}

Status ChunkWriter::finish() { return file_.commit(); }

}  // namespace generator
