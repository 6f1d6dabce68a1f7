// Documents or tables, as chunks one after another: what `ingest`, `generate` and `pipeline` begin
// with.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/settings.h"
#include "data/chunk.h"
#include "data/interfaces.h"
#include "documents/chunk.h"
#include "documents/files.h"
#include "report/summary.h"

namespace generator::cli {

/// What was read, for the report and for notes.
struct ChunkInput {
  DocumentsReport documents;  // zeros for tables
  ChunksReport chunks;
  std::vector<std::string> notes;  // tables left out, files that could not be read, ...
  std::vector<std::string> tables;
  std::int64_t unread = 0;    // files that could not be read
  std::int64_t cut = 0;       // chunks of a table that were above the maximum
  std::int64_t filtered = 0;  // left out by --include, --exclude or --where
  std::uint64_t loaded = 0;   // written by load_chunks: each id once
  bool limited = false;       // --max-chunks was reached
};

using ChunkSink = std::function<Status(Chunk)>;

/// Reads documents under `paths` and hands their chunks on, file by file in order of path.
/// Throws Fatal where nothing can be read; a single file that cannot be read is noted and counted.
ChunkInput read_document_chunks(const Settings& settings, const std::vector<std::string>& paths,
                                const ChunkSink& sink);

/// The chunks of a LanceDB's tables (--table, else every table of chunks). Those above the maximum
/// are cut.
ChunkInput read_table_chunks(const Settings& settings, const std::string& directory,
                             const ChunkSink& sink);

/// One of the two, by what `input` is. Throws Fatal(2) for an example file.
ChunkInput read_chunks(const Settings& settings, const std::string& input, const ChunkSink& sink);

/// Writes the chunks of `input` to `path` (chunks.jsonl), each id once.
ChunkInput load_chunks(const Settings& settings, const std::string& input, const std::string& path);

/// Exact counts where the bridge is in, else a labelled estimate.
std::unique_ptr<TokenCounter> make_token_counter();

}  // namespace generator::cli
