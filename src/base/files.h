// Files: whole reads, line streams, and outputs that appear only when they are complete.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace generator {

/// The whole file. Errors: kNotFound, kIo; the message names the path.
Result<std::string> read_file(const std::string& path);
bool path_exists(const std::string& path);
bool is_directory(const std::string& path);
/// The names in a folder, in the order of their bytes. Errors: kNotFound, kIo; the message names the
/// path.
Result<std::vector<std::string>> directory_names(const std::string& path);
/// Makes a folder and those above it that are not there, and syncs their names: a file that is
/// synced in a folder whose own name a power cut takes is lost with it.
Status make_directories(const std::string& path, unsigned mode = 0755);
/// Syncs a directory, so that a rename inside it survives a power cut.
Status sync_directory(const std::string& path);
std::string parent_directory(const std::string& path);  // "." where there is none
std::string file_name(const std::string& path);         // last component
std::string file_extension(const std::string& path);  // ".json", lower case; "" where there is none

/// An output file that is written beside its place and takes it only on `commit`: `path` + ".part",
/// synced, renamed, directory synced. Without `commit` the part is removed and `path` is as it was.
/// `path` "-" is standard output, where `commit` flushes.
class OutputFile {
 public:
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&&) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  Status write(std::string_view bytes);  // buffered
  /// Hands what is buffered to the system, so that it can be read back at `written_path`.
  Status flush();
  Status commit();
  const std::string& path() const { return path_; }
  /// Where the bytes stand until `commit`; "" for standard output.
  std::string written_path() const;
  std::uint64_t size() const { return size_; }

 private:
  OutputFile(std::string path, std::string part, int fd)
      : path_(std::move(path)), part_(std::move(part)), fd_(fd) {}
  std::string path_, part_;  // `part_` is named while there is memory to name it
  int fd_;
  std::string buffer_;
  std::uint64_t size_ = 0;
};

/// Writes `content` to `path` in one go, by OutputFile.
Status write_file(const std::string& path, std::string_view content);

/// Reads a file (or "-": standard input) line by line in constant memory.
class LineReader {
 public:
  static Result<LineReader> open(const std::string& path);
  LineReader(LineReader&&) noexcept;
  LineReader& operator=(LineReader&&) = delete;
  ~LineReader();

  /// The next line without its line end, valid until the next call; false at the end.
  Result<bool> next(std::string_view& line);
  std::uint64_t line_number() const { return line_number_; }  // of the line last given, from 1
  const std::string& path() const { return path_; }

 private:
  LineReader(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  std::string path_;
  std::FILE* file_;
  char* line_ = nullptr;
  std::size_t capacity_ = 0;
  std::uint64_t line_number_ = 0;
};

}  // namespace generator
