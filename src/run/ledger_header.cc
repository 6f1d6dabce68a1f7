// A flipped bit among the first 32 bytes must not cost all replies that were paid for. What the
// header says that is not the same in every ledger is the salt, and each record's check is made with
// it: check = XXH3(length and body) xor salt xor place. So the first record gives the salt away, and
// a second one confirms it. A reply cannot lie about it: the first record's place is known.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "run/ledger_file.h"
#include "run/wire.h"

namespace generator {
namespace {

constexpr std::uint64_t kSaltAt = 16;  // in the header, and in the index's head

/// The first `size` bytes of a file, or as many as it has; none where it cannot be opened.
Result<std::string> beginning(const std::string& path, std::uint64_t offset, std::uint64_t size) {
  std::string bytes(size, '\0');
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::string();
  const Result<std::size_t> have = read_at(fd, bytes.data(), size, offset, path);
  ::close(fd);
  if (!have) return tl::unexpected<Error>(have.error());
  bytes.resize(*have);
  return bytes;
}

Result<std::optional<std::uint64_t>> salt_in(const std::string& path) {
  TRY(const std::string bytes, beginning(path, kSaltAt, 8));
  if (bytes.size() < 8) return std::nullopt;
  return wire::get_fixed<std::uint64_t>(bytes.data());
}

/// The salt with which the first record would be whole.
Result<std::optional<std::uint64_t>> salt_of_first_record(const std::string& path) {
  TRY(std::string frame, beginning(path, kLedgerHeaderBytes, kFrameBytes));
  if (frame.size() < kFrameBytes || frame_length(frame) > kLargestBody) return std::nullopt;
  const std::uint64_t size = kFrameBytes + frame_length(frame);
  TRY(frame, beginning(path, kLedgerHeaderBytes, size));
  if (frame.size() < size) return std::nullopt;
  std::string unsalted;
  append_frame({0}, kLedgerHeaderBytes, std::string_view(frame).substr(kFrameBytes), unsalted);
  return wire::get_fixed<std::uint64_t>(frame.data() + 4) ^
         wire::get_fixed<std::uint64_t>(unsalted.data() + 4);
}

/// Whether `enough` records are whole with this salt, or the file is one such record.
Result<bool> fits(std::uint64_t salt, const std::string& path, int enough) {
  TRY(LedgerScan scan, LedgerScan::open_with({salt}, path));
  for (int count = 0; count < enough;) {
    TRY(const LedgerScan::Step step, scan.next());
    if (step.kind == LedgerScan::Step::Kind::kEnd) return false;
    if (step.kind != LedgerScan::Step::Kind::kRecord) continue;
    ++count;
    if (step.offset == kLedgerHeaderBytes && step.offset + step.size == scan.file_size())
      return true;
  }
  return true;
}

}  // namespace

Result<std::optional<LedgerHeader>> recover_header(const std::string& path,
                                                   const std::string& index_path) {
  TRY(const std::optional<std::uint64_t> own, salt_in(path));
  TRY(const std::optional<std::uint64_t> of_index, salt_in(index_path));
  TRY(const std::optional<std::uint64_t> of_record, salt_of_first_record(path));
  for (const auto& salt : {own, of_index, of_record}) {
    if (!salt) continue;
    TRY(const bool is_right, fits(*salt, path, salt == of_record ? 2 : 1));
    if (is_right) return LedgerHeader{*salt};
  }
  return std::nullopt;
}

}  // namespace generator
