#include "data/chunk.h"

#include "base/text.h"

namespace generator {
namespace {

constexpr std::string_view kBetween = " > ";

void write_span(json::Writer& out, std::string_view name, Span span) {
  out.key(name).begin_array().integer(span.begin).integer(span.end).end_array();
}

Span read_span(json::Value row, std::string_view name) {
  const auto field = row.find(name);
  if (!field || field->size() != 2) return {};
  return {field->at(0).integer().value_or(0), field->at(1).integer().value_or(0)};
}

}  // namespace

std::string to_text(const HeadingPath& headings) { return text::join(headings, kBetween); }

std::string passage_text(const Chunk& chunk) {
  const std::string place = to_text(chunk.headings);
  return place.empty() ? chunk.text : "Under: " + place + "\n\n" + chunk.text;
}

HeadingPath heading_path(std::string_view joined) {
  HeadingPath out;
  while (!joined.empty()) {
    const std::size_t hit = joined.find(kBetween);
    out.emplace_back(joined.substr(0, hit));
    joined.remove_prefix(hit == std::string_view::npos ? joined.size() : hit + kBetween.size());
  }
  return out;
}

void write_chunk(json::Writer& out, const Chunk& chunk) {
  out.begin_object();
  out.field("id", chunk.id).field("text", chunk.text).field("hash", chunk.content_hash);
  out.field("source", chunk.source).field("source_type", chunk.source_type);
  out.field("language", chunk.language)
      .field("kind", chunk.kind == ChunkKind::kCode ? "code" : "text");
  out.key("headings").begin_array();
  for (const auto& heading : chunk.headings) out.string(heading);
  out.end_array();
  write_span(out, "lines", chunk.lines);
  write_span(out, "bytes", chunk.bytes);
  out.field("tokens", chunk.tokens);
  out.end_object();
}

std::string chunk_text(const Chunk& chunk) {
  std::string out;
  json::Writer writer(out);
  write_chunk(writer, chunk);
  return out;
}

Result<Chunk> read_chunk(json::Value row) {
  if (!row.is_object()) return fail(ErrorKind::kInvalidInput, "a chunk is a JSON object");
  Chunk chunk;
  chunk.id = row.text_of("id");
  chunk.text = row.text_of("text");
  if (chunk.id.empty()) return fail(ErrorKind::kInvalidInput, "a chunk without `id`");
  chunk.content_hash = row.text_of("hash");
  chunk.source = row.text_of("source");
  chunk.source_type = row.text_of("source_type");
  chunk.language = row.text_of("language");
  chunk.kind = row.text_of("kind") == "code" ? ChunkKind::kCode : ChunkKind::kText;
  if (const auto headings = row.find("headings"))
    for (std::size_t i = 0; i < headings->size(); ++i)
      chunk.headings.emplace_back(headings->at(i).text());
  chunk.lines = read_span(row, "lines");
  chunk.bytes = read_span(row, "bytes");
  if (const auto tokens = row.find("tokens")) chunk.tokens = tokens->integer().value_or(0);
  return chunk;
}

}  // namespace generator
