// Why each record's check covers its place and the file's salt: after damage the reader looks for
// the next record by its mark, and the bytes in between may be a reply. A reply that quotes a
// ledger's bytes (hostile, or documentation of this format) must not be taken for a record; without
// the salt, which no reply can know, it is not.
#include "run/ledger_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/files.h"
#include "base/hash.h"
#include "run/wire.h"

namespace generator {
namespace {

constexpr std::string_view kMagic = "GENLEDG\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::string_view kMark = "\xB7rec";  // no UTF-8 text holds it at a character's start
constexpr std::uint64_t kWindow = 1 << 20;

std::uint64_t frame_check(const LedgerHeader& header, std::uint64_t offset,
                          std::string_view length_and_body) {
  return checksum(length_and_body) ^ header.salt ^ (offset * 0x9E3779B97F4A7C15u);
}

tl::unexpected<Error> io_error(std::string_view doing, const std::string& path) {
  const ErrorKind kind = errno == ENOENT ? ErrorKind::kNotFound : ErrorKind::kIo;
  return fail(kind,
              fmt::format("cannot {} the ledger `{}`: {}", doing, path, std::strerror(errno)));
}

}  // namespace

std::string encode_header(const LedgerHeader& header) {
  std::string out(kMagic);
  wire::put_fixed(kVersion, out);
  wire::put_fixed(std::uint32_t{0}, out);
  wire::put_fixed(header.salt, out);
  wire::put_fixed(checksum(out), out);
  return out;
}

Result<LedgerHeader> decode_header(std::string_view bytes, const std::string& path) {
  if (bytes.size() < kLedgerHeaderBytes || bytes.substr(0, kMagic.size()) != kMagic)
    return fail(
        ErrorKind::kInvalidInput,
        fmt::format("`{}` is not a ledger; move it away or name another folder with --ledger. If "
                    "it was one, `generator ledger repair {}` may know it by its records",
                    path, parent_directory(path)));
  if (wire::get_fixed<std::uint64_t>(bytes.data() + 24) != checksum(bytes.substr(0, 24)))
    return fail(ErrorKind::kCorrupt,
                fmt::format("the header of the ledger `{}` is damaged; `generator ledger repair {}` "
                            "makes it anew from the records",
                            path, parent_directory(path)));
  const auto version = wire::get_fixed<std::uint32_t>(bytes.data() + 8);
  if (version != kVersion)
    return fail(
        ErrorKind::kInvalidInput,
        fmt::format(
            "the ledger `{}` has format version {}; this program reads version {}: use a newer one",
            path, version, kVersion));
  return LedgerHeader{wire::get_fixed<std::uint64_t>(bytes.data() + 16)};
}

void append_frame(const LedgerHeader& header, std::uint64_t offset, std::string_view body,
                  std::string& out) {
  const std::size_t begin = out.size();
  out.append(kMark);
  out.append(8, '\0');
  wire::put_fixed(static_cast<std::uint32_t>(body.size()), out);
  out.append(body);
  std::string check;
  wire::put_fixed(frame_check(header, offset, std::string_view(out).substr(begin + 12)), check);
  out.replace(begin + 4, 8, check);
}

std::uint64_t frame_length(std::string_view bytes) {
  return wire::get_fixed<std::uint32_t>(bytes.data() + 12);
}

std::optional<std::string_view> read_frame(const LedgerHeader& header, std::uint64_t offset,
                                           std::string_view bytes, std::uint64_t& frame_size) {
  if (bytes.size() < kFrameBytes || bytes.substr(0, kMark.size()) != kMark) return std::nullopt;
  const std::uint64_t size = frame_length(bytes);
  frame_size = kFrameBytes + size;
  if (size > kLargestBody || bytes.size() < frame_size) return std::nullopt;
  const std::string_view checked = bytes.substr(12, 4 + size);
  if (wire::get_fixed<std::uint64_t>(bytes.data() + 4) != frame_check(header, offset, checked))
    return std::nullopt;
  return checked.substr(4);
}

Result<LedgerScan> LedgerScan::open_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io_error("open", path);
  LedgerScan scan(path, fd);
  struct stat info{};
  if (::fstat(fd, &info) != 0) return io_error("look at", path);
  scan.file_size_ = static_cast<std::uint64_t>(info.st_size);
  return scan;
}

Result<LedgerScan> LedgerScan::open(const std::string& path, std::uint64_t offset) {
  TRY(LedgerScan scan, open_file(path));
  CHECK_OK(scan.fill(0, kLedgerHeaderBytes));
  TRY(scan.header_, decode_header(std::string_view(scan.window_), path));
  scan.position_ = std::max(offset, kLedgerHeaderBytes);
  return scan;
}

Result<LedgerScan> LedgerScan::open_with(const LedgerHeader& header, const std::string& path) {
  TRY(LedgerScan scan, open_file(path));
  scan.header_ = header;
  return scan;
}

LedgerScan::LedgerScan(LedgerScan&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      header_(other.header_),
      file_size_(other.file_size_),
      position_(other.position_),
      window_(std::move(other.window_)),
      window_offset_(other.window_offset_) {}

LedgerScan::~LedgerScan() {
  if (fd_ >= 0) ::close(fd_);
}

/// Makes the window hold [offset, offset + size), as far as the file goes.
Status LedgerScan::fill(std::uint64_t offset, std::uint64_t size) {
  const std::uint64_t end = std::min(offset + size, file_size_);
  if (offset >= window_offset_ && end <= window_offset_ + window_.size()) return {};
  window_offset_ = offset;
  window_.resize(std::min(std::max(size, kWindow), file_size_ - std::min(offset, file_size_)));
  std::size_t have = 0;
  while (have < window_.size()) {
    const ssize_t n = ::pread(fd_, window_.data() + have, window_.size() - have,
                              static_cast<off_t>(offset + have));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("read", path_);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  window_.resize(have);
  file_size_ = have < end - offset ? offset + have : file_size_;
  return {};
}

Result<std::optional<LedgerScan::Step>> LedgerScan::record_at(std::uint64_t offset) {
  CHECK_OK(fill(offset, kFrameBytes));
  const auto rest = [&] { return std::string_view(window_).substr(offset - window_offset_); };
  if (rest().size() < kFrameBytes || rest().substr(0, kMark.size()) != kMark) return std::nullopt;
  const std::uint64_t size = kFrameBytes + frame_length(rest());
  if (size > kFrameBytes + kLargestBody || offset + size > file_size_) return std::nullopt;
  CHECK_OK(fill(offset, size));
  std::uint64_t frame_size = 0;
  const std::optional<std::string_view> body = read_frame(header_, offset, rest(), frame_size);
  if (!body) return std::nullopt;
  return Step{Step::Kind::kRecord, offset, frame_size, *body};
}

Result<LedgerScan::Step> LedgerScan::next() {
  if (position_ >= file_size_) return Step{Step::Kind::kEnd, position_, 0, {}};
  TRY(const std::optional<Step> record, record_at(position_));
  if (record) {
    position_ += record->size;
    return *record;
  }
  const std::uint64_t begin = position_;
  for (++position_; position_ < file_size_; ++position_) {
    CHECK_OK(fill(position_, kFrameBytes));
    const std::string_view rest = std::string_view(window_).substr(position_ - window_offset_);
    const std::size_t mark = rest.find(kMark);
    if (mark == std::string_view::npos) {
      position_ += rest.size() < kMark.size() ? rest.size() : rest.size() - kMark.size();
      continue;
    }
    position_ += mark;
    TRY(const std::optional<Step> found, record_at(position_));
    if (found) break;
  }
  position_ = std::min(position_, file_size_);
  return Step{Step::Kind::kDamage, begin, position_ - begin, {}};
}

Status write_at(int fd, std::string_view bytes, std::uint64_t offset, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      return fail(ErrorKind::kIo,
                  fmt::format("cannot write the ledger `{}`: {}; all earlier records are safe: "
                              "make room and run the same command again",
                              path, std::strerror(n < 0 ? errno : ENOSPC)));
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
  return {};
}

Status sync_file(int fd, const std::string& path) {
  if (::fdatasync(fd) == 0) return {};
  return fail(
      ErrorKind::kIo,
      fmt::format(
          "cannot sync the ledger `{}`: {}; check the disk, then run the same command again", path,
          std::strerror(errno)));
}

Result<std::size_t> read_at(int fd, char* out, std::size_t size, std::uint64_t offset,
                            const std::string& path) {
  std::size_t have = 0;
  while (have < size) {
    const ssize_t n = ::pread(fd, out + have, size - have, static_cast<off_t>(offset + have));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      return fail(ErrorKind::kIo,
                  fmt::format("cannot read the ledger `{}`: {}", path, std::strerror(errno)));
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  return have;
}

}  // namespace generator
