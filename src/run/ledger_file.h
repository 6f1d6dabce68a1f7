// The ledger's file as bytes: a header, then records that each carry their own check. Format:
// docs/ledger.md.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace generator {

/// What stands before the first record.
struct LedgerHeader {
  std::uint64_t salt = 0;  // random for each file: no reply can hold bytes that pass for a record
};
inline constexpr std::uint64_t kLedgerHeaderBytes = 32;
inline constexpr std::uint64_t kFrameBytes = 16;  // before each record's body
inline constexpr std::uint64_t kLargestBody = 1u << 30;

std::string encode_header(const LedgerHeader& header);
/// Errors: kInvalidInput (no ledger, or of a newer version), kCorrupt.
Result<LedgerHeader> decode_header(std::string_view bytes, const std::string& path);

/// Appends frame and body of a record that will stand at `offset` of the file.
void append_frame(const LedgerHeader& header, std::uint64_t offset, std::string_view body,
                  std::string& out);

/// The length of the body that the frame at the front of `bytes` (at least kFrameBytes) claims.
std::uint64_t frame_length(std::string_view bytes);

/// The body of the frame at the front of `bytes`, which stands at `offset` of the file; nothing
/// where there is no whole, undamaged record. `frame_size` gets the size of frame and body.
std::optional<std::string_view> read_frame(const LedgerHeader& header, std::uint64_t offset,
                                           std::string_view bytes, std::uint64_t& frame_size);

/// Reads a ledger file from front to back in a window of constant size (larger only for a larger
/// record).
class LedgerScan {
 public:
  /// Errors: kNotFound, kIo, those of decode_header. `offset` 0 begins at the first record.
  static Result<LedgerScan> open(const std::string& path, std::uint64_t offset = 0);
  /// The same with a header that is known from elsewhere: the file's own is not looked at.
  static Result<LedgerScan> open_with(const LedgerHeader& header, const std::string& path);
  LedgerScan(LedgerScan&& other) noexcept;
  LedgerScan& operator=(LedgerScan&&) = delete;
  ~LedgerScan();

  struct Step {
    enum class Kind { kRecord, kDamage, kEnd } kind = Kind::kEnd;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;  // of frame and body, or of the damaged stretch
    std::string_view body;   // valid until the next call
  };
  /// The next record; or the damaged bytes up to the next whole record or the end of the file.
  /// Errors: kIo.
  Result<Step> next();

  const LedgerHeader& header() const { return header_; }
  std::uint64_t file_size() const { return file_size_; }
  const std::string& path() const { return path_; }

 private:
  LedgerScan(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  static Result<LedgerScan> open_file(const std::string& path);
  Status fill(std::uint64_t offset, std::uint64_t size);
  Result<std::optional<Step>> record_at(std::uint64_t offset);
  std::string path_;
  int fd_;
  LedgerHeader header_;
  std::uint64_t file_size_ = 0;
  std::uint64_t position_ = kLedgerHeaderBytes;
  std::string window_;
  std::uint64_t window_offset_ = 0;
};

/// The header of a file whose own is damaged, as its records know it: the salt is in each record's
/// check, in the index, and mostly still in the header. Nothing where no salt fits the records.
Result<std::optional<LedgerHeader>> recover_header(const std::string& path,
                                                   const std::string& index_path);

/// Writes all of `bytes` at `offset`. Errors: kIo; what was written before stays.
Status write_at(int fd, std::string_view bytes, std::uint64_t offset, const std::string& path);
/// Makes the file's content durable. Errors: kIo, after which nothing may be taken for durable.
Status sync_file(int fd, const std::string& path);
/// Reads up to `size` bytes at `offset`; fewer at the end of the file.
Result<std::size_t> read_at(int fd, char* out, std::size_t size, std::uint64_t offset,
                            const std::string& path);

}  // namespace generator
