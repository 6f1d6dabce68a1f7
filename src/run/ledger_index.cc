// The index is a copy: losing it costs a scan of the ledger and nothing else. It is written whole
// when the ledger is closed (24 bytes a record: 24 MB and 0.1 s at a million), never in the middle
// of a run.
#include "run/ledger_index.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>

#include "base/files.h"
#include "run/wire.h"

namespace generator {
namespace {

constexpr std::string_view kMagic = "GENINDX\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeadBytes = 48;
constexpr std::size_t kEntryBytes = 24;
constexpr std::size_t kBlockEntries = 1 << 14;  // each block is followed by its check

std::string head_of(std::uint64_t salt, std::uint64_t covered, std::uint64_t count) {
  std::string out(kMagic);
  wire::put_fixed(kVersion, out);
  wire::put_fixed(std::uint32_t{0}, out);
  for (const std::uint64_t number : {salt, covered, count}) wire::put_fixed(number, out);
  wire::put_fixed(checksum(out), out);
  return out;
}

std::uint64_t block_check(std::string_view block, std::uint64_t number, std::uint64_t head_check) {
  return checksum(block) ^ head_check ^ (number * 0x9E3779B97F4A7C15u);
}

/// Reads exactly `size` bytes; false at the end of the file.
Result<bool> read_exactly(int fd, std::string& out, std::size_t size, const std::string& path) {
  out.resize(size);
  for (std::size_t have = 0; have < size;) {
    const ssize_t n = ::read(fd, out.data() + have, size - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      return fail(ErrorKind::kIo, fmt::format("cannot read `{}`: {}", path, std::strerror(errno)));
    if (n == 0) return false;
    have += static_cast<std::size_t>(n);
  }
  return true;
}

Result<std::optional<LedgerIndex>> read_index(int fd, std::uint64_t salt, const std::string& path) {
  std::string bytes;
  TRY(const bool has_head, read_exactly(fd, bytes, kHeadBytes, path));
  if (!has_head) return std::nullopt;
  LedgerIndex index;
  index.covered = wire::get_fixed<std::uint64_t>(bytes.data() + 24);
  const auto count = wire::get_fixed<std::uint64_t>(bytes.data() + 32);
  if (bytes != head_of(salt, index.covered, count)) return std::nullopt;
  const auto head_check = wire::get_fixed<std::uint64_t>(bytes.data() + 40);
  index.keys.reserve(count);
  for (std::uint64_t done = 0, number = 0; done < count; ++number) {
    const std::size_t entries = std::min<std::uint64_t>(count - done, kBlockEntries);
    TRY(const bool has_block, read_exactly(fd, bytes, entries * kEntryBytes + 8, path));
    if (!has_block) return std::nullopt;
    const std::string_view block = std::string_view(bytes).substr(0, entries * kEntryBytes);
    if (wire::get_fixed<std::uint64_t>(bytes.data() + block.size()) !=
        block_check(block, number, head_check))
      return std::nullopt;
    for (std::size_t i = 0; i < entries; ++i) {
      Digest key;
      std::memcpy(key.bytes.data(), block.data() + i * kEntryBytes, key.bytes.size());
      index.keys.insert(
          key, wire::get_fixed<std::uint64_t>(block.data() + i * kEntryBytes + key.bytes.size()));
    }
    done += entries;
  }
  return index;
}

}  // namespace

std::size_t KeyTable::place_of(const Digest& key) const {
  std::size_t place = DigestHash()(key) & (slots_.size() - 1);
  while (slots_[place].offset != 0 && slots_[place].key != key)
    place = (place + 1) & (slots_.size() - 1);
  return place;
}

void KeyTable::rehash(std::size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.offset != 0) slots_[place_of(slot.key)] = slot;
}

void KeyTable::reserve(std::size_t count) {
  const std::size_t slots = std::bit_ceil(std::max<std::size_t>(count + count / 2, 64));
  if (slots > slots_.size()) rehash(slots);
}

bool KeyTable::insert(const Digest& key, std::uint64_t offset) {
  if ((size_ + 1) * 10 > slots_.size() * 7) rehash(std::max<std::size_t>(64, slots_.size() * 2));
  Slot& slot = slots_[place_of(key)];
  if (slot.offset != 0) return false;
  slot = {key, offset};
  ++size_;
  return true;
}

std::optional<std::uint64_t> KeyTable::find(const Digest& key) const {
  if (slots_.empty()) return std::nullopt;
  const Slot& slot = slots_[place_of(key)];
  if (slot.offset == 0) return std::nullopt;
  return slot.offset;
}

Result<std::optional<LedgerIndex>> load_index(const std::string& path, std::uint64_t salt) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return std::nullopt;
  if (fd < 0)
    return fail(ErrorKind::kIo, fmt::format("cannot open `{}`: {}", path, std::strerror(errno)));
  auto index = read_index(fd, salt, path);
  ::close(fd);
  return index;
}

Status save_index(const std::string& path, std::uint64_t salt, const LedgerIndex& index) {
  TRY(OutputFile file, OutputFile::create(path));
  const std::string head = head_of(salt, index.covered, index.keys.size());
  const auto head_check = wire::get_fixed<std::uint64_t>(head.data() + 40);
  CHECK_OK(file.write(head));
  std::string block;
  std::uint64_t number = 0;
  Status written;
  const auto end_block = [&] {
    std::string check;
    wire::put_fixed(block_check(block, number++, head_check), check);
    written = file.write(block + check);
    block.clear();
  };
  index.keys.for_each([&](const Digest& key, std::uint64_t offset) {
    if (!written) return;
    block.append(reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size());
    wire::put_fixed(offset, block);
    if (block.size() == kBlockEntries * kEntryBytes) end_block();
  });
  if (written && !block.empty()) end_block();
  CHECK_OK(written);
  return file.commit();
}

}  // namespace generator
