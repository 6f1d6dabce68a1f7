// A passage of a document: what questions are made from and what answers are checked against.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace generator {

enum class ChunkKind : std::uint8_t { kText, kCode };

/// Half-open range [begin, end).
struct Span {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// Titles from the document's down to the section's, outermost first.
using HeadingPath = std::vector<std::string>;

struct Chunk {
  std::string id;    // stable across runs: names source, place and content
  std::string text;  // Markdown, or source code for kCode; equals the cleaned document at `bytes`
  std::string content_hash;  // 32 hex digits of `text`'s digest
  std::string source;        // path as the user gave it, below the folder that was ingested
  std::string source_type;   // "markdown", "html", "text", "code", "pdf", ...
  std::string language;      // programming language for kCode ("c", "python"), else ""
  ChunkKind kind = ChunkKind::kText;
  HeadingPath headings;     // for code: enclosing namespaces, classes and the functions it holds
  Span lines;               // 1-based line of the cleaned document, end exclusive
  Span bytes;               // of the cleaned document
  std::int64_t tokens = 0;  // o200k_base; 0: not counted
  std::string extra;        // unknown fields, raw JSON `"a":1,"b":2`
};

/// "A > B > C": how a heading path stands in tables and prompts.
std::string to_text(const HeadingPath& headings);
HeadingPath heading_path(std::string_view text);

/// The passage as a model reads it: "Under: A > B", a blank line, the text.
std::string passage_text(const Chunk& chunk);

/// One line of chunks.jsonl; `read_chunk` takes back what `write_chunk` wrote.
void write_chunk(json::Writer& out, const Chunk& chunk);
std::string chunk_text(const Chunk& chunk);
Result<Chunk> read_chunk(json::Value row);

}  // namespace generator
