// Rows of a table as chunks, out of the Arrow C stream that the bridge gives.
//
// The bridge has cast every column to text or int64, so that this file knows two layouts.
#include "store/lance.h"

#ifdef GENERATOR_HAS_BRIDGE

#include "base/hash.h"
#include "base/json.h"
#include "store/arrow_values.h"
#include "store/bridge.h"
#include "store/lance_columns.h"

namespace generator {
namespace {

std::int64_t integer_at(const ArrowArray* array, std::int64_t row) {
  if (array == nullptr || is_null(*array, row)) return 0;
  return static_cast<const std::int64_t*>(array->buffers[1])[array->offset + row];
}

/// Tables of code also hold the READMEs of a repository: prose, whatever the table is called.
bool is_prose(std::string_view language) {
  return language == "markdown" || language == "text" || language == "html" || language == "rst";
}

/// What a chunk is read from: the table's column for each part, and its place in the batches.
struct Columns {
  std::vector<std::pair<std::string, const char*>> asked;  // name, type
  int id = -1, content = -1, hash = -1, source = -1, source_type = -1, language = -1, headings = -1,
      start_line = -1, end_line = -1, start_byte = -1, end_byte = -1, tokens = -1;

  explicit Columns(const TableInfo& info) {
    const auto ask = [&](const char* type, std::initializer_list<std::string_view> names) {
      const auto name = first_column(info, names);
      if (!name) return -1;
      for (std::size_t i = 0; i < asked.size(); ++i)
        if (asked[i].first == *name) return -1;
      asked.emplace_back(*name, type);
      return static_cast<int>(asked.size()) - 1;
    };
    content = ask("utf8", {*text_column(info)});
    id = ask("utf8", {"id", "chunk_id"});
    hash = ask("utf8", {"content_hash"});
    source = ask("utf8", {"source_file", "source", "file", "path", "url"});
    source_type = ask("utf8", {"source_type"});
    language = ask("utf8", {"language"});
    headings = ask("utf8", {"heading_path", "section"});
    start_line = ask("int64", {"start_line"});
    end_line = ask("int64", {"end_line"});
    start_byte = ask("int64", {"start_byte"});
    end_byte = ask("int64", {"end_byte"});
    tokens = ask("int64", {"token_count"});
  }

  std::string json() const {
    std::string out;
    json::Writer writer(out);
    writer.begin_array();
    for (const auto& [name, type] : asked)
      writer.begin_object().field("name", name).field("as", type).end_object();
    writer.end_array();
    return out;
  }
};

class BridgeChunkReader final : public ChunkTableReader {
 public:
  explicit BridgeChunkReader(TableInfo info) : info_(std::move(info)), columns_(info_) {}

  Status start(const std::string& directory) {
    bridge::Text error;
    const gb_status status =
        gb_lance_scan(bridge::slice(directory), bridge::slice(info_.name),
                      bridge::slice(columns_.json()), &stream_.value, error.out());
    if (status != GB_OK) return bridge::failure(status, error);
    return {};
  }

  Result<bool> next(Chunk& chunk) override {
    while (row_ >= rows_in_batch_) {
      batch_.release();
      row_ = rows_in_batch_ = 0;
      if (stream_.value.get_next(&stream_.value, &batch_.value) != 0) {
        const char* said = stream_.value.get_last_error(&stream_.value);
        std::string_view error = said != nullptr ? said : "the table cannot be read";
        constexpr std::string_view kArrowsOwn = "External error: ";
        if (error.starts_with(kArrowsOwn)) error.remove_prefix(kArrowsOwn.size());
        return fail(ErrorKind::kCorrupt, std::string(error));
      }
      if (batch_.value.release == nullptr) return false;
      rows_in_batch_ = batch_.value.length;
    }
    read(chunk, row_++);
    ++number_;
    return true;
  }

  std::uint64_t rows() const override { return info_.rows; }

 private:
  const ArrowArray* column(int index) const {
    return index < 0 ? nullptr : batch_.value.children[index];
  }

  void read(Chunk& chunk, std::int64_t row) const {
    chunk.text = text_at(column(columns_.content), row);
    chunk.id = text_at(column(columns_.id), row);
    if (chunk.id.empty()) chunk.id = info_.name + ":" + std::to_string(number_);
    chunk.content_hash = text_at(column(columns_.hash), row);
    if (chunk.content_hash.empty()) chunk.content_hash = digest(chunk.text).hex();
    chunk.source = text_at(column(columns_.source), row);
    chunk.source_type = text_at(column(columns_.source_type), row);
    chunk.language = text_at(column(columns_.language), row);
    chunk.kind = chunk.source_type.starts_with("code") && !is_prose(chunk.language)
                     ? ChunkKind::kCode
                     : ChunkKind::kText;
    chunk.headings = heading_path(text_at(column(columns_.headings), row));
    chunk.lines = {integer_at(column(columns_.start_line), row),
                   integer_at(column(columns_.end_line), row)};
    if (chunk.lines.end > 0) ++chunk.lines.end;  // the column is inclusive
    chunk.bytes = {integer_at(column(columns_.start_byte), row),
                   integer_at(column(columns_.end_byte), row)};
    chunk.tokens = integer_at(column(columns_.tokens), row);
    chunk.extra.clear();
  }

  TableInfo info_;
  Columns columns_;
  Owned<ArrowArrayStream> stream_;
  Owned<ArrowArray> batch_;
  std::int64_t row_ = 0;
  std::int64_t rows_in_batch_ = 0;
  std::uint64_t number_ = 0;
};

}  // namespace

Result<std::unique_ptr<ChunkTableReader>> ChunkTableReader::open(const std::string& directory,
                                                                 const std::string& table) {
  TRY(TableChoice choice, choose_tables(directory, {table}));
  auto reader = std::make_unique<BridgeChunkReader>(std::move(choice.used.front()));
  CHECK_OK(reader->start(directory));
  return reader;
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
