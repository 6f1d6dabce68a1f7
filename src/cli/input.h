// What an INPUT is: seen from the path and its first bytes.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace generator::cli {

enum class InputKind {
  kLanceDirectory,  // a folder with tables
  kDocuments,       // a folder, or a file that is a document
  kExamples,        // .json, .jsonl or standard input whose rows have a question
};

std::string_view to_text(InputKind kind);

/// Errors: kNotFound; kWrongUse for a URL, with the remedy; kInvalidInput for a JSON file without rows.
Result<InputKind> input_kind(const std::string& path);

/// A file that can be read twice: `path` itself, or what standard input held, spooled to a file without a name's owner:
/// it is removed when this goes.
class Rereadable {
 public:
  static Result<Rereadable> of(const std::string& path);
  Rereadable(Rereadable&& other) noexcept;
  Rereadable& operator=(Rereadable&&) = delete;
  ~Rereadable();
  const std::string& path() const { return path_; }

 private:
  Rereadable(std::string path, bool is_temporary) : path_(std::move(path)), is_temporary_(is_temporary) {}
  std::string path_;
  bool is_temporary_;
};

}  // namespace generator::cli
