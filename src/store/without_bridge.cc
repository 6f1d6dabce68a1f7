// A build without the bridge still links: what needs it says so when it is asked for.
#ifndef GENERATOR_HAS_BRIDGE

#include "store/lance.h"
#include "store/outline.h"
#include "store/parquet.h"
#include "store/schema.h"
#include "store/tokens.h"

namespace generator {
namespace {

tl::unexpected<Error> absent(const char* what) {
  return fail(ErrorKind::kUnavailable, std::string("this program was built without ") + what +
                                           " (build it with Rust at hand: make build BRIDGE=ON)");
}

}  // namespace

Result<std::unique_ptr<TokenCounter>> exact_token_counter() { return absent("exact token counts"); }

Result<std::unique_ptr<SourceOutline>> syntax_outline() { return absent("code outlines"); }

Result<std::unique_ptr<SchemaChecker>> compile_schema(std::string_view) {
  return absent("JSON Schema");
}

Result<std::unique_ptr<ParquetWriter>> ParquetWriter::create(const std::string&, std::string_view) {
  return absent("Parquet");
}

Result<std::unique_ptr<ParquetReader>> ParquetReader::open(const std::string&) {
  return absent("Parquet");
}

Result<std::vector<std::string>> lance_tables(const std::string&) { return absent("LanceDB"); }

Result<TableInfo> describe_table(const std::string&, const std::string&) {
  return absent("LanceDB");
}

Result<TableChoice> choose_tables(const std::string&, const std::vector<std::string>&) {
  return absent("LanceDB");
}

Result<bool> read_vectors(const std::string&, const TableInfo&, const EachVector&) {
  return absent("LanceDB");
}

Result<std::unique_ptr<ChunkTableReader>> ChunkTableReader::open(const std::string&,
                                                                 const std::string&) {
  return absent("LanceDB");
}

Result<std::unique_ptr<ChunkTableWriter>> ChunkTableWriter::replace(const std::string&,
                                                                    const std::string&,
                                                                    std::size_t) {
  return absent("LanceDB");
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
