// store/example_file: any file is rows, broken rows and an end; a row that was read is written and
// read back the same.
#include "store/example_file.h"

#include "fuzz/fuzz.h"

using namespace generator;
using fuzz::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::MemoryFile stored(fuzz::text_of(data, size));
  auto reader = ExampleReader::open(stored.path());
  if (!reader) return 0;
  std::uint64_t last = 0;
  ExampleRow row;
  while (true) {
    auto more = reader->next(row);
    if (!more || !*more) break;
    promise(row.number == last + 1, "rows are numbered one after another");
    last = row.number;
    if (!row.example) {
      promise(!row.example.error().message.empty(), "a broken row says why");
      continue;
    }
    std::string written;
    json::Writer writer(written);
    write_example(writer, *row.example);
    auto document = json::Document::parse(written);
    promise(document.has_value(), "a row is written as JSON");
    auto again = read_example(document->root());
    promise(again.has_value(), "a row that was written can be read");
    std::string twice;
    json::Writer second(twice);
    write_example(second, *again);
    promise(twice == written, "a row that was read back is written the same");
  }
  return 0;
}
