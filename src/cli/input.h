// What an INPUT is: seen from the path and its first bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "cli/temporary_file.h"

namespace generator::cli {

enum class InputKind {
  kLanceDirectory,  // a folder with tables
  kDocuments,       // a folder, or a file that is a document
  kExamples,        // .json, .jsonl or standard input whose rows have a question
};

std::string_view to_text(InputKind kind);

/// Whether there is something to read; `-` is standard input.
/// Errors: kNotFound; kWrongUse for a URL, with the remedy.
Status check_input(const std::string& path);
/// Errors: as above; kInvalidInput for a JSON file without rows.
Result<InputKind> input_kind(const std::string& path);

/// A file that can be read twice: `path` itself, or what standard input held, kept in a temporary
/// file.
class Rereadable {
 public:
  static Result<Rereadable> of(const std::string& path);
  const std::string& path() const { return spool_ ? spool_->path() : path_; }

 private:
  Rereadable(std::string path, std::optional<TemporaryFile> spool)
      : path_(std::move(path)), spool_(std::move(spool)) {}
  std::string path_;
  std::optional<TemporaryFile> spool_;
};

}  // namespace generator::cli
