#include "store/parquet.h"

#ifdef GENERATOR_HAS_BRIDGE

#include <cstdio>
#include <filesystem>

#include "base/files.h"
#include "base/json.h"
#include "store/bridge.h"

namespace generator {
namespace {

constexpr std::size_t kBlock = 256 << 10;  // bytes of rows handed over at once

using WriterHandle = bridge::Handle<gb_parquet_writer, gb_parquet_writer_free>;
using ReaderHandle = bridge::Handle<gb_parquet_reader, gb_parquet_reader_free>;

class BridgeParquetWriter final : public ParquetWriter {
 public:
  BridgeParquetWriter(std::string path, WriterHandle writer)
      : path_(std::move(path)), writer_(std::move(writer)) {}

  ~BridgeParquetWriter() override {
    writer_.reset();
    std::error_code ignored;
    if (!finished_) std::filesystem::remove(part(), ignored);
  }

  Status add(std::string_view row) override {
    lines_.append(row);
    lines_.push_back('\n');
    ++rows_;
    return lines_.size() < kBlock ? Status{} : flush();
  }

  Status finish() override {
    CHECK_OK(flush());
    bridge::Text written, error;
    if (const gb_status status =
            gb_parquet_writer_finish(writer_.get(), written.out(), error.out());
        status != GB_OK)
      return bridge::failure(status, error);
    if (std::rename(part().c_str(), path_.c_str()) != 0)
      return fail(ErrorKind::kIo, "cannot rename " + part() + " to " + path_);
    finished_ = true;
    return sync_directory(parent_directory(path_));
  }

  std::uint64_t rows() const override { return rows_; }

 private:
  std::string part() const { return path_ + ".part"; }

  Status flush() {
    if (lines_.empty()) return {};
    bridge::Text error;
    const gb_status status =
        gb_parquet_writer_rows(writer_.get(), bridge::slice(lines_), error.out());
    lines_.clear();
    if (status != GB_OK) return bridge::failure(status, error);
    return {};
  }

  std::string path_;
  WriterHandle writer_;
  std::string lines_;
  std::uint64_t rows_ = 0;
  bool finished_ = false;
};

class BridgeParquetReader final : public ParquetReader {
 public:
  BridgeParquetReader(ReaderHandle reader, std::uint64_t rows, std::string schema)
      : reader_(std::move(reader)), rows_(rows), schema_(std::move(schema)) {}

  Result<bool> next(std::string_view& row) override {
    while (rest_.empty()) {
      bridge::Text error;
      const gb_status status = gb_parquet_reader_next(reader_.get(), lines_.out(), error.out());
      if (status == GB_END) return false;
      if (status != GB_OK) return bridge::failure(status, error);
      rest_ = lines_.view();
    }
    const std::size_t end = rest_.find('\n');
    row = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return true;
  }

  std::uint64_t rows() const override { return rows_; }
  std::string_view schema() const override { return schema_; }

 private:
  ReaderHandle reader_;
  bridge::Text lines_;
  std::string_view rest_;
  std::uint64_t rows_;
  std::string schema_;
};

}  // namespace

Result<std::unique_ptr<ParquetWriter>> ParquetWriter::create(const std::string& path,
                                                             std::string_view schema) {
  gb_parquet_writer* writer = nullptr;
  bridge::Text error;
  const std::string part = path + ".part";
  if (const gb_status status =
          gb_parquet_writer_open(bridge::slice(part), bridge::slice(schema), &writer, error.out());
      status != GB_OK)
    return bridge::failure(status, error);
  return std::make_unique<BridgeParquetWriter>(path, WriterHandle(writer));
}

Result<std::unique_ptr<ParquetReader>> ParquetReader::open(const std::string& path) {
  gb_parquet_reader* opened = nullptr;
  bridge::Text description, error;
  if (const gb_status status =
          gb_parquet_reader_open(bridge::slice(path), &opened, description.out(), error.out());
      status != GB_OK)
    return bridge::failure(status, error);
  ReaderHandle reader(opened);
  TRY(const json::Document document, json::Document::parse(description.view()));
  const auto rows = document.root().find("rows");
  const auto schema = document.root().find("schema");
  return std::make_unique<BridgeParquetReader>(
      std::move(reader), rows ? static_cast<std::uint64_t>(rows->integer().value_or(0)) : 0,
      schema ? std::string(schema->raw()) : "{}");
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
