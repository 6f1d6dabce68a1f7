// run/ledger: a damaged file loses what is damaged and nothing else, and no bytes crash the reader.
//
// The first two bytes say where one byte of a good ledger is changed, and to what; the rest is cut
// into record bodies.
#include <vector>

#include "fuzz/fuzz.h"
#include "run/ledger_file.h"
#include "run/record.h"

using namespace generator;
using fuzz::promise;

namespace {

/// Scans to the end; the records' bodies by offset, with every byte of the file accounted for.
std::vector<std::pair<std::uint64_t, std::string>> scan(std::string_view file) {
  std::vector<std::pair<std::uint64_t, std::string>> found;
  fuzz::MemoryFile stored(file);
  auto scan = LedgerScan::open(stored.path());
  if (!scan) return found;
  std::uint64_t at = kLedgerHeaderBytes;
  while (true) {
    auto step = scan->next();
    promise(step.has_value(), "a file in memory can be read");
    if (step->kind == LedgerScan::Step::Kind::kEnd) break;
    promise(step->offset == at && step->size > 0, "steps follow each other without a gap");
    at += step->size;
    if (step->kind == LedgerScan::Step::Kind::kRecord)
      found.emplace_back(step->offset, std::string(step->body));
  }
  promise(at == file.size(), "a scan ends at the end of the file");
  return found;
}

void read_body(std::string_view body) {
  auto record = decode_record(body);
  auto head = decode_head(body);
  if (!record) return;
  promise(head.has_value() && head->kind == record->kind, "what can be read whole can be indexed");
  std::string again, twice;
  encode_record(*record, again);
  auto second = decode_record(again);
  promise(second.has_value(), "a record that was written can be read");
  encode_record(*second, twice);
  promise(twice == again, "a record that was read back is written the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input = fuzz::text_of(data, size);
  read_body(input);
  scan(input);
  if (size < 3) return 0;
  const LedgerHeader header{.salt = data[0] * 0x0101010101010101ULL + 1};
  std::string file = encode_header(header);
  std::vector<std::pair<std::uint64_t, std::string>> written;
  for (std::size_t at = 2; at < size;) {
    std::size_t length = std::min<std::size_t>(1 + data[at], size - at);
    written.emplace_back(file.size(), std::string(input.substr(at, length)));
    append_frame(header, file.size(), written.back().second, file);
    read_body(written.back().second);
    at += length;
  }
  promise(scan(file) == written, "what was written is read");
  std::size_t place = kLedgerHeaderBytes + data[0] * 257U % (file.size() - kLedgerHeaderBytes);
  std::string damaged = file;
  damaged[place] = static_cast<char>(damaged[place] ^ (data[1] | 1));
  auto spared = written;
  std::erase_if(spared, [&](const auto& record) {
    return record.first <= place && place < record.first + kFrameBytes + record.second.size();
  });
  promise(scan(damaged) == spared, "damage to one record spares all others");
  return 0;
}
