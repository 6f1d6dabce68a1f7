// Documents to the tables of a LanceDB; ingesting again writes only what changed.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "cli/chunk_input.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/temporary_file.h"
#include "store/chunk_file.h"
#include "store/chunk_reader.h"
#include "store/lance.h"

namespace generator::cli {
namespace {

constexpr std::string_view kTextTable = "text_chunks";
constexpr std::string_view kCodeTable = "code_chunks";

struct TableChanges {
  std::int64_t added = 0, kept = 0, removed = 0;
};

// Ids with the hashes of their contents.
using Contents = std::map<std::string, std::string>;

bool has_table(const std::string& directory, std::string_view table) {
  if (!is_lance_directory(directory)) return false;
  const auto names = must(lance_tables(directory));
  return std::find(names.begin(), names.end(), table) != names.end();
}

// What the table holds. A table with columns that we would not write back is not ours to replace.
Contents stored(const std::string& directory, std::string_view table) {
  Contents out;
  if (!has_table(directory, table)) return out;
  static const std::set<std::string> ours = {
      "id",       "content",      "content_hash", "source_file", "source_type",
      "language", "heading_path", "start_line",   "end_line",    "start_byte",
      "end_byte", "token_count",  "vector"};
  const TableInfo info = must(describe_table(directory, std::string(table)));
  for (const auto& column : info.columns)
    if (!ours.contains(column.name) || column.name == "vector")
      throw Fatal(
          kFailed,
          fmt::format(
              "table `{}` of {} has a column `{}`, which ingesting would drop; ingest into another "
              "directory",
              table, directory, column.name));
  const auto reader = must(ChunkTableReader::open(directory, std::string(table)));
  Chunk chunk;
  while (must(reader->next(chunk))) out.emplace(chunk.id, chunk.content_hash);
  return out;
}

TableChanges compare(const Contents& before, const Contents& now) {
  TableChanges out;
  for (const auto& [id, hash] : now) {
    const auto known = before.find(id);
    ++(known != before.end() && known->second == hash ? out.kept : out.added);
  }
  for (const auto& [id, hash] : before) {
    const auto still = now.find(id);
    if (still == now.end() || still->second != hash) ++out.removed;
  }
  return out;
}

// Replaces the table by the chunks of its kind in `chunks_path`, where they differ from what it
// holds.
TableChanges write_table(const std::string& directory, std::string_view table, ChunkKind kind,
                         const std::string& chunks_path, const Contents& now) {
  const TableChanges changes = compare(stored(directory, table), now);
  if (changes.added == 0 && changes.removed == 0) return changes;
  const auto writer = must(ChunkTableWriter::replace(directory, std::string(table)));
  ChunkReader chunks = must(ChunkReader::open(chunks_path));
  Chunk chunk;
  while (must(chunks.next(chunk)))
    if (chunk.kind == kind) must(writer->add(chunk));
  must(writer->finish());
  return changes;
}

void report_table(std::string_view table, const TableChanges& changes) {
  fmt::print("{}: {} added, {} kept, {} removed\n", table, text::with_commas(changes.added),
             text::with_commas(changes.kept), text::with_commas(changes.removed));
}

void report_input(const Settings& settings, const ChunkInput& input) {
  for (const auto& line : input.notes) note(settings, line);
  const auto& documents = input.documents;
  fmt::print("{}, {}, {} after cleaning\n", text::counted(documents.files, "document"),
             text::counted(documents.bytes, "byte"), text::with_commas(documents.bytes_kept));
  for (const auto& removed : documents.removed)
    fmt::print("  removed {:<18} {:>8} times {:>12} bytes\n", removed.kind,
               text::with_commas(removed.count), text::with_commas(removed.bytes));
  for (const auto& left_out : documents.left_out)
    fmt::print("  left out: {}: {}\n", text::counted(left_out.count, "file"), left_out.name);
  const auto& chunks = input.chunks;
  fmt::print(
      "{}, {} ({}); {:.1f} % between {} and {} tokens, {} shorter, {} longer\n",
      text::counted(chunks.chunks, "chunk"), text::counted(chunks.tokens, "token"), chunks.counter,
      chunks.chunks == 0
          ? 0.0
          : 100.0 * static_cast<double>(chunks.in_range) / static_cast<double>(chunks.chunks),
      chunks.min_tokens, chunks.max_tokens, chunks.below, chunks.above);
}

}  // namespace

int run_ingest(const Settings& settings) {
  if (settings.positional().empty())
    throw Fatal(kWrongUseExit,
                fmt::format("which documents?\nusage: generator ingest {}\nexample: {}",
                            settings.command().arguments, settings.command().example));
  const std::string directory = settings.output();
  if (directory == "-")
    throw Fatal(kWrongUseExit, "a LanceDB is a directory; it cannot go to standard output");
  const TemporaryFile spool = must(TemporaryFile::create(".jsonl"));
  const auto chunks = must(ChunkWriter::create(spool.path()));
  Contents text_now, code_now;
  const ChunkInput input = read_document_chunks(settings, settings.positional(), [&](Chunk chunk) {
    (chunk.kind == ChunkKind::kCode ? code_now : text_now).emplace(chunk.id, chunk.content_hash);
    return chunks->add(chunk);
  });
  must(chunks->finish());
  report_input(settings, input);
  if (!text_now.empty() || has_table(directory, kTextTable))
    report_table(kTextTable,
                 write_table(directory, kTextTable, ChunkKind::kText, spool.path(), text_now));
  if (!code_now.empty() || has_table(directory, kCodeTable))
    report_table(kCodeTable,
                 write_table(directory, kCodeTable, ChunkKind::kCode, spool.path(), code_now));
  fmt::print("next: generator pipeline {} -o training.jsonl\n", text::for_terminal(directory));
  return input.unread > 0 ? kIncomplete : kDone;
}

}  // namespace generator::cli
