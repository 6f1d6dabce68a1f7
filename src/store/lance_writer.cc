// Chunks as rows of a table.
#include "store/lance.h"

#ifdef GENERATOR_HAS_BRIDGE

#include <array>

#include "base/files.h"
#include "base/json.h"
#include "store/bridge.h"

namespace generator {
namespace {

struct Column {
  const char* name;
  const char* type;
};

constexpr std::array<Column, 12> kColumns = {{{"id", "utf8"},
                                              {"content", "utf8"},
                                              {"content_hash", "utf8"},
                                              {"source_file", "utf8"},
                                              {"source_type", "utf8"},
                                              {"language", "utf8"},
                                              {"heading_path", "utf8"},
                                              {"start_line", "int64"},
                                              {"end_line", "int64"},
                                              {"start_byte", "int64"},
                                              {"end_byte", "int64"},
                                              {"token_count", "int64"}}};

std::string columns_json(std::size_t dims) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const auto& column : kColumns)
    writer.begin_object().field("name", column.name).field("type", column.type).end_object();
  if (dims > 0) {
    writer.begin_object().field("name", "vector").field("type", "vector");
    writer.field("size", static_cast<std::int64_t>(dims)).end_object();
  }
  writer.end_array();
  return out;
}

gb_value text_value(std::string_view text) {
  return {.kind = GB_UTF8, .integer = 0, .real = 0, .data = text.data(), .size = text.size()};
}

gb_value integer_value(std::int64_t integer) {
  return {.kind = GB_INT64, .integer = integer, .real = 0, .data = nullptr, .size = 0};
}

gb_value vector_value(std::span<const float> vector) {
  return {.kind = vector.empty() ? GB_NULL : GB_VECTOR,
          .integer = 0,
          .real = 0,
          .data = vector.data(),
          .size = vector.size()};
}

using WriterHandle = bridge::Handle<gb_lance_writer, gb_lance_writer_free>;

class BridgeChunkWriter final : public ChunkTableWriter {
 public:
  BridgeChunkWriter(WriterHandle writer, std::size_t dims)
      : writer_(std::move(writer)), dims_(dims) {}

  Status add(const Chunk& chunk, std::span<const float> vector) override {
    const std::string headings = to_text(chunk.headings);
    std::array<gb_value, kColumns.size() + 1> row = {
        text_value(chunk.id),
        text_value(chunk.text),
        text_value(chunk.content_hash),
        text_value(chunk.source),
        text_value(chunk.source_type),
        text_value(chunk.language),
        text_value(headings),
        integer_value(chunk.lines.begin),
        integer_value(chunk.lines.end > 0 ? chunk.lines.end - 1 : 0),
        integer_value(chunk.bytes.begin),
        integer_value(chunk.bytes.end),
        integer_value(chunk.tokens),
        vector_value(vector)};
    bridge::Text error;
    const gb_status status = gb_lance_writer_row(
        writer_.get(), row.data(), kColumns.size() + (dims_ > 0 ? 1 : 0), error.out());
    if (status != GB_OK) {
      auto failed = bridge::failure(status, error);
      failed.value().message = "chunk " + chunk.id + ": " + failed.value().message;
      return failed;
    }
    return {};
  }

  Result<std::uint64_t> finish() override {
    bridge::Text written, error;
    if (const gb_status status = gb_lance_writer_finish(writer_.get(), written.out(), error.out());
        status != GB_OK)
      return bridge::failure(status, error);
    TRY(const json::Document document, json::Document::parse(written.view()));
    const auto version = document.root().find("version");
    return static_cast<std::uint64_t>(version ? version->integer().value_or(0) : 0);
  }

 private:
  WriterHandle writer_;
  std::size_t dims_;
};

}  // namespace

Result<std::unique_ptr<ChunkTableWriter>> ChunkTableWriter::replace(const std::string& directory,
                                                                    const std::string& table,
                                                                    std::size_t dims) {
  CHECK_OK(make_directories(directory));
  gb_lance_writer* writer = nullptr;
  bridge::Text error;
  if (const gb_status status =
          gb_lance_writer_open(bridge::slice(directory), bridge::slice(table), GB_REPLACE,
                               bridge::slice(columns_json(dims)), &writer, error.out());
      status != GB_OK)
    return bridge::failure(status, error);
  return std::make_unique<BridgeChunkWriter>(WriterHandle(writer), dims);
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
