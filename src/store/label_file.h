// A person's labels of rows: a file that is only ever appended to, a label a line.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "data/example.h"

namespace generator {

struct Label {
  enum class Kind { kKeep, kReject, kMark, kSkip, kUndo };  // kUndo: the row's label before is void
  Kind kind = Kind::kSkip;
  int mark = 0;  // of kMark: 1 to 10
  friend bool operator==(const Label&, const Label&) = default;
};

/// "keep", "reject", "mark 8", "skip", "undo"
std::string to_text(const Label& label);

/// What a label belongs to: the row's question and answer, in whatever file they stand.
std::string label_key(const Example& example);

/// The last label of each row that has one, by label_key.
using Labels = std::map<std::string, Label, std::less<>>;

/// Errors: kNotFound, kIo; kInvalidInput naming the line that is no label. A last line that was not
/// written to its end is left out.
Result<Labels> read_labels(const std::string& path);

/// The file open for more. One process at a time.
class LabelFile {
 public:
  /// Makes the file where it is not there; cuts off a last line that was not written to its end.
  /// Errors: as read_labels; kBusy where another process holds it.
  static Result<LabelFile> open(const std::string& path);
  LabelFile(LabelFile&& other) noexcept
      : path_(std::move(other.path_)),
        fd_(std::exchange(other.fd_, -1)),
        labels_(std::move(other.labels_)) {}
  LabelFile& operator=(LabelFile&&) = delete;
  ~LabelFile();

  /// Durable when it returns. `name` is for people. Errors: kIo.
  Status add(const Example& example, const std::string& name, const Label& label);
  const Labels& labels() const { return labels_; }

 private:
  LabelFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::string path_;
  int fd_;
  Labels labels_;
};

}  // namespace generator
