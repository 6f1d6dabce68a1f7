#include "base/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <utility>

#include "base/text.h"

namespace generator {
namespace {

constexpr std::size_t kBufferBytes = 1 << 18;

tl::unexpected<Error> io_error(std::string_view doing, const std::string& path, int code) {
  const ErrorKind kind = code == ENOENT || code == ENOTDIR ? ErrorKind::kNotFound : ErrorKind::kIo;
  return fail(kind, fmt::format("cannot {} `{}`: {}", doing, path, std::strerror(code)));
}

Status write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                             &std::fclose);
  if (!file) return io_error("open", path, errno);
  std::string out;
  char block[1 << 16];
  std::size_t n;
  while ((n = std::fread(block, 1, sizeof block, file.get())) > 0) out.append(block, n);
  if (std::ferror(file.get())) return io_error("read", path, errno);
  return out;
}

bool path_exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

bool is_directory(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

Result<std::vector<std::string>> directory_names(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), &::closedir);
  if (!folder) return io_error("read the folder", path, errno);
  std::vector<std::string> out;
  errno = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") out.emplace_back(name);
    errno = 0;
  }
  if (errno != 0) return io_error("read the folder", path, errno);
  std::sort(out.begin(), out.end());
  return out;
}

Status make_directories(const std::string& path, unsigned mode) {
  if (path.empty() || is_directory(path)) return {};
  const std::string parent = parent_directory(path);
  if (parent != path && parent != ".") CHECK_OK(make_directories(parent));
  if (::mkdir(path.c_str(), mode) == 0) return sync_directory(parent);
  return errno == EEXIST ? Status{} : io_error("make the folder", path, errno);
}

Status sync_directory(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return io_error("open the folder", path, errno);
  const int synced = ::fsync(fd);
  const int code = errno;
  ::close(fd);
  // Some file systems cannot sync a directory; they say EINVAL and need none.
  if (synced != 0 && code != EINVAL) return io_error("sync the folder", path, code);
  return {};
}

std::string parent_directory(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

std::string file_extension(const std::string& path) {
  return text::to_lower(std::filesystem::path(path).extension().string());
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  if (path == "-") return OutputFile(path, "standard output", STDOUT_FILENO);
  CHECK_OK(make_directories(parent_directory(path)));
  std::string part = path + ".part";
  const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return io_error("create", part, errno);
  return OutputFile(path, std::move(part), fd);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      part_(std::move(other.part_)),
      fd_(std::exchange(other.fd_, -1)),
      buffer_(std::move(other.buffer_)),
      size_(other.size_) {}

OutputFile::~OutputFile() {
  if (fd_ < 0 || fd_ == STDOUT_FILENO) return;
  ::close(fd_);
  ::unlink(part_.c_str());
}

Status OutputFile::write(std::string_view bytes) {
  size_ += bytes.size();
  buffer_.append(bytes);
  return buffer_.size() < kBufferBytes ? Status{} : flush();
}

std::string OutputFile::written_path() const { return path_ == "-" ? "" : part_; }

Status OutputFile::flush() {
  CHECK_OK(write_all(fd_, buffer_, part_));
  buffer_.clear();
  return {};
}

Status OutputFile::commit() {
  CHECK_OK(flush());
  if (fd_ == STDOUT_FILENO) return {};
  if (::fsync(fd_) != 0) return io_error("sync", part_, errno);
  if (::close(std::exchange(fd_, -1)) != 0) return io_error("close", part_, errno);
  if (::rename(part_.c_str(), path_.c_str()) != 0)
    return io_error("rename into place", path_, errno);
  return sync_directory(parent_directory(path_));
}

Status write_file(const std::string& path, std::string_view content) {
  TRY(OutputFile file, OutputFile::create(path));
  CHECK_OK(file.write(content));
  return file.commit();
}

Result<LineReader> LineReader::open(const std::string& path) {
  if (path == "-") return LineReader("standard input", stdin);
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr) return io_error("open", path, errno);
  if (is_directory(path)) {
    std::fclose(file);
    return fail(ErrorKind::kInvalidInput, fmt::format("`{}` is a folder, a file is needed", path));
  }
  return LineReader(path, file);
}

LineReader::LineReader(LineReader&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, nullptr)),
      line_(std::exchange(other.line_, nullptr)),
      capacity_(std::exchange(other.capacity_, 0)),
      line_number_(other.line_number_) {}

LineReader::~LineReader() {
  std::free(line_);
  if (file_ != nullptr && file_ != stdin) std::fclose(file_);
}

Result<bool> LineReader::next(std::string_view& line) {
  errno = 0;
  ssize_t n = ::getline(&line_, &capacity_, file_);
  if (n < 0) {
    if (std::ferror(file_)) return io_error("read", path_, errno);
    return false;
  }
  while (n > 0 && (line_[n - 1] == '\n' || line_[n - 1] == '\r')) --n;
  line = std::string_view(line_, static_cast<std::size_t>(n));
  ++line_number_;
  return true;
}

}  // namespace generator
