#include "export/container.h"

#include <optional>
#include <utility>

#include "base/files.h"
#include "base/text.h"

namespace generator {
namespace {

class JsonContainer final : public ExportContainer {
 public:
  JsonContainer(OutputFile file, bool is_array) : file_(std::move(file)), is_array_(is_array) {}

  Status add(std::string_view row) override {
    if (is_array_) CHECK_OK(file_.write(is_empty_ ? "[\n" : ",\n"));
    is_empty_ = false;
    CHECK_OK(file_.write(row));
    return is_array_ ? Status{} : file_.write("\n");
  }

  Status close() override {
    if (is_array_) CHECK_OK(file_.write(is_empty_ ? "[]\n" : "\n]\n"));
    return file_.flush();
  }

  bool can_read_back() const override { return !file_.written_path().empty(); }

  // One row a line in both layouts, so the array's brackets and commas are all there is to take
  // off.
  Status read_back(const Row& row) override {
    TRY(LineReader lines, LineReader::open(file_.written_path()));
    std::string_view line;
    for (;;) {
      TRY(const bool has_line, lines.next(line));
      if (!has_line) return {};
      if (is_array_ && (line == "[" || line == "]" || line == "[]")) continue;
      if (is_array_ && line.ends_with(',')) line.remove_suffix(1);
      CHECK_OK(row(line));
    }
  }

  Status commit() override { return file_.commit(); }

 private:
  OutputFile file_;
  bool is_array_;
  bool is_empty_ = true;
};

}  // namespace

Result<std::unique_ptr<ExportContainer>> json_container(ContainerKind kind,
                                                        const std::string& path) {
  TRY(OutputFile file, OutputFile::create(path));
  return std::make_unique<JsonContainer>(std::move(file), kind == ContainerKind::kJsonArray);
}

}  // namespace generator
