// The time in the inner frame is theirs to change with each run, and is compressed once more: the
// size moves by a byte or two with it. Ours is fixed, so that equal texts have equal figures.
#include "measure/compression.h"

#include <zlib.h>

#include <cstdint>
#include <limits>
#include <string>

#include "base/result.h"

namespace generator::measure {
namespace {

constexpr int kLevel = 9;
constexpr int kRaw = -15;      // deflate without a frame, a window of 32 KB
constexpr int kMemory = 8;     // zlib's default; the size depends on it
constexpr std::size_t kFileFrame = 10 + sizeof("compressed") + 8;  // head, name, checksum and length
constexpr std::uint32_t kTime = 1'577'836'800;                     // 2020-01-01

[[noreturn]] void no_memory() { throw Fatal(1, "zlib: out of memory"); }

// `text` as raw deflate. Input goes in by pieces that zlib's counters hold.
std::string deflated(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kRaw, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    no_memory();
  std::string out, buffer(std::size_t{1} << 16, '\0');
  constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
  int status = Z_OK;
  while (status != Z_STREAM_END) {
    const std::size_t part = text.size() < kMost ? text.size() : kMost;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(part);
    const int flush = part == text.size() ? Z_FINISH : Z_NO_FLUSH;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = static_cast<uInt>(buffer.size());
      status = deflate(&stream, flush);
      out.append(buffer, 0, buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
    text.remove_prefix(part);
  }
  deflateEnd(&stream);
  return out;
}

void append_little_endian(std::string& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8)
    out += static_cast<char>(static_cast<unsigned char>(value >> shift));
}

// As Python's gzip.compress writes it.
std::string gzipped(std::string_view text) {
  std::string out("\x1f\x8b\x08\x00", 4);
  append_little_endian(out, kTime);
  out += "\x02\xff";
  out += deflated(text);
  uLong sum = crc32_z(0, Z_NULL, 0);
  sum = crc32_z(sum, reinterpret_cast<const Bytef*>(text.data()), text.size());
  append_little_endian(out, static_cast<std::uint32_t>(sum));
  append_little_endian(out, static_cast<std::uint32_t>(text.size()));
  return out;
}

}  // namespace

std::size_t compressed_size(std::string_view text) {
  return kFileFrame + deflated(gzipped(text)).size();
}

double compression_ratio(std::string_view text) {
  if (text.empty()) return 0;
  return static_cast<double>(text.size()) / static_cast<double>(compressed_size(text));
}

}  // namespace generator::measure
