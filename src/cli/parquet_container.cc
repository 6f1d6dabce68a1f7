#include "cli/parquet_container.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/files.h"
#include "store/parquet.h"

namespace generator::cli {
namespace {

// The writer finishes into a file of another name, which is read back and then takes its place.
class ParquetContainer final : public ExportContainer {
 public:
  ParquetContainer(std::string path, std::unique_ptr<ParquetWriter> writer)
      : path_(std::move(path)), writer_(std::move(writer)) {}
  ~ParquetContainer() override {
    if (is_closed_ && !is_committed_) std::remove(unchecked(path_).c_str());
  }

  static std::string unchecked(const std::string& path) { return path + ".unchecked"; }

  Status add(std::string_view json) override { return writer_->add(json); }

  Status close() override {
    CHECK_OK(writer_->finish());
    is_closed_ = true;
    return {};
  }

  Status read_back(const Row& row) override {
    TRY(const std::unique_ptr<ParquetReader> reader, ParquetReader::open(unchecked(path_)));
    std::string_view json;
    for (;;) {
      TRY(const bool has_row, reader->next(json));
      if (!has_row) return {};
      CHECK_OK(row(json));
    }
  }

  Status commit() override {
    if (std::rename(unchecked(path_).c_str(), path_.c_str()) != 0)
      return fail(ErrorKind::kIo,
                  fmt::format("cannot rename into place `{}`: {}", path_, std::strerror(errno)));
    is_committed_ = true;
    return sync_directory(parent_directory(path_));
  }

 private:
  std::string path_;
  std::unique_ptr<ParquetWriter> writer_;
  bool is_closed_ = false;
  bool is_committed_ = false;
};

}  // namespace

ContainerMaker parquet_container() {
  return [](const std::string& path,
            const std::string& schema) -> Result<std::unique_ptr<ExportContainer>> {
    CHECK_OK(make_directories(parent_directory(path)));
    TRY(std::unique_ptr<ParquetWriter> writer,
        ParquetWriter::create(ParquetContainer::unchecked(path), schema));
    return std::make_unique<ParquetContainer>(path, std::move(writer));
  };
}

}  // namespace generator::cli
