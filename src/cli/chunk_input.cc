#include "cli/chunk_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/hash.h"
#include "base/text.h"
#include "cli/chunk_filter.h"
#include "cli/input.h"
#include "cli/session.h"
#include "documents/clean.h"
#include "documents/estimate.h"
#include "store/chunk_file.h"
#include "store/lance.h"
#include "store/outline.h"
#include "store/tokens.h"

namespace generator::cli {
namespace {

// Counts and hands on; shared by documents and tables.
class Reading {
 public:
  Reading(const Settings& settings, const ChunkSink& sink)
      : settings_(settings),
        range_(must(documents::token_range(settings.text("--chunk-tokens")))),
        tokens_(make_token_counter()),
        filter_(settings),
        sink_(sink) {
    if (auto outline = syntax_outline()) outline_ = std::move(*outline);
    result_.chunks.min_tokens = range_.min;
    result_.chunks.max_tokens = range_.max;
    result_.chunks.counter = tokens_->name();
  }

  bool is_full() const { return filter_.is_full(result_.chunks.chunks); }

  void take(Chunk chunk, bool match_source) {
    if (!filter_.takes(chunk, match_source)) {
      ++result_.filtered;
      return;
    }
    if (is_full()) {
      result_.limited = true;
      return;
    }
    ChunksReport& report = result_.chunks;
    ++report.chunks;
    report.tokens += chunk.tokens;
    ++(chunk.tokens < range_.min   ? report.below
       : chunk.tokens > range_.max ? report.above
                                   : report.in_range);
    must(sink_(std::move(chunk)));
  }

  std::vector<Chunk> cut(const documents::Cleaned& document) const {
    return documents::chunks(document, range_, *tokens_, outline_.get());
  }
  std::int64_t count(const std::string& text) const { return tokens_->count(text); }
  const documents::TokenRange& range() const { return range_; }
  ChunkInput& result() { return result_; }

 private:
  const Settings& settings_;
  documents::TokenRange range_;
  std::unique_ptr<TokenCounter> tokens_;
  std::unique_ptr<SourceOutline> outline_;
  ChunkFilter filter_;
  const ChunkSink& sink_;
  ChunkInput result_;
};

void add_removals(const std::vector<documents::Removal>& removals,
                  std::map<std::string, DocumentsReport::Removed>& sums) {
  for (const auto& removal : removals) {
    auto& sum = sums[removal.kind];
    sum.kind = removal.kind;
    sum.count += removal.count;
    sum.bytes += removal.bytes;
  }
}

documents::Listing find(const Settings& settings, const std::vector<std::string>& paths) {
  documents::SearchOptions options;
  options.include = settings.list("--include");
  options.exclude = settings.list("--exclude");
  documents::Listing listing = must(documents::find_documents(paths, options));
  for (const Error& error : documents::missing_programs(listing.files))
    throw Fatal(kFailed, error.message);
  return listing;
}

// A chunk of a table that is too long, as several; their ids are the chunk's with a number.
std::vector<Chunk> cut_chunk(const Reading& reading, const Chunk& chunk) {
  documents::Cleaned whole;
  whole.source = chunk.source.empty() ? chunk.id : chunk.source;
  whole.type = chunk.kind == ChunkKind::kCode ? documents::DocumentType::kCode
                                              : documents::DocumentType::kMarkdown;
  whole.language = chunk.language;
  whole.text = chunk.text;
  std::vector<Chunk> parts = reading.cut(whole);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Chunk& part = parts[i];
    part.id = fmt::format("{}#{}", chunk.id, i + 1);
    part.source = chunk.source;
    part.source_type = chunk.source_type;
    part.headings.insert(part.headings.begin(), chunk.headings.begin(), chunk.headings.end());
    const std::int64_t first_line = std::max<std::int64_t>(chunk.lines.begin, 1) - 1;
    part.lines.begin += first_line;
    part.lines.end += first_line;
  }
  return parts;
}

void read_table(const std::string& directory, const TableInfo& table, Reading& reading) {
  const auto reader = must(ChunkTableReader::open(directory, table.name));
  Chunk chunk;
  while (!reading.is_full() && must(reader->next(chunk))) {
    chunk.tokens = reading.count(chunk.text);
    if (chunk.tokens <= reading.range().max) {
      reading.take(std::move(chunk), true);
      continue;
    }
    ++reading.result().cut;
    for (Chunk& part : cut_chunk(reading, chunk)) reading.take(std::move(part), true);
  }
}

}  // namespace

std::unique_ptr<TokenCounter> make_token_counter() {
  if (auto exact = exact_token_counter()) return std::move(*exact);
  return std::make_unique<documents::EstimatedTokens>();
}

ChunkInput read_document_chunks(const Settings& settings, const std::vector<std::string>& paths,
                                const ChunkSink& sink) {
  const documents::Listing listing = find(settings, paths);
  Reading reading(settings, sink);
  DocumentsReport& report = reading.result().documents;
  std::map<std::string, DocumentsReport::Removed> removed;
  const auto not_read = [&](const Error& error) {
    ++reading.result().unread;
    reading.result().notes.push_back(fmt::format("not read: {}", error.message));
  };
  for (const Error& error : listing.unreadable) not_read(error);
  for (const auto& file : listing.files) {
    if (reading.is_full()) break;
    const auto document = documents::read_document(file);
    if (!document) {
      not_read(document.error());
      continue;
    }
    const documents::Cleaned cleaned = documents::clean(*document);
    ++report.files;
    report.bytes += cleaned.bytes;
    report.bytes_kept += static_cast<std::int64_t>(cleaned.text.size());
    add_removals(cleaned.removals, removed);
    for (Chunk& chunk : reading.cut(cleaned)) reading.take(std::move(chunk), false);
  }
  for (auto& [kind, sum] : removed) report.removed.push_back(std::move(sum));
  for (const auto& [reason, count] : documents::count_by_reason(listing.left_out))
    report.left_out.push_back({reason, count});
  if (report.files == 0)
    throw Fatal(kFailed,
                fmt::format("no documents in {}: {} looked at and left out; Markdown, HTML, "
                            "text, source "
                            "code, PDF, DOCX and EPUB are read, --include GLOB takes others",
                            text::join(paths, ", "),
                            text::counted(static_cast<std::int64_t>(listing.left_out.size()) +
                                              static_cast<std::int64_t>(reading.result().unread),
                                          "file was", "files were")));
  return std::move(reading.result());
}

ChunkInput read_table_chunks(const Settings& settings, const std::string& directory,
                             const ChunkSink& sink) {
  const TableChoice choice = must(choose_tables(directory, settings.list("--table")));
  Reading reading(settings, sink);
  for (const auto& [name, reason] : choice.left_out)
    reading.result().notes.push_back(fmt::format("table `{}` is left out: {}", name, reason));
  for (const TableInfo& table : choice.used) {
    reading.result().tables.push_back(table.name);
    read_table(directory, table, reading);
  }
  if (reading.result().cut > 0)
    reading.result().notes.push_back(fmt::format(
        "{} longer than {} tokens and cut",
        text::counted(static_cast<std::int64_t>(reading.result().cut), "chunk was", "chunks were"),
        reading.range().max));
  return std::move(reading.result());
}

ChunkInput read_chunks(const Settings& settings, const std::string& input, const ChunkSink& sink) {
  switch (must(input_kind(input))) {
    case InputKind::kLanceDirectory:
      return read_table_chunks(settings, input, sink);
    case InputKind::kDocuments:
      return read_document_chunks(settings, {input}, sink);
    case InputKind::kExamples:
      break;
  }
  throw Fatal(kWrongUseExit,
              fmt::format("`{}` holds examples; documents or a LanceDB are needed here", input));
}

ChunkInput load_chunks(const Settings& settings, const std::string& input,
                       const std::string& path) {
  const auto writer = must(ChunkWriter::create(path));
  ChunkInput result = read_chunks(settings, input, [&](Chunk chunk) { return writer->add(chunk); });
  must(writer->finish());
  result.loaded = writer->chunks();
  if (const auto repeated = static_cast<std::uint64_t>(result.chunks.chunks) - result.loaded;
      repeated > 0)
    result.notes.push_back(fmt::format(
        "{} out, for the id of an earlier one",
        text::counted(static_cast<std::int64_t>(repeated), "chunk is left", "chunks are left")));
  if (result.chunks.chunks == 0)
    throw Fatal(kFailed, fmt::format("`{}` gives no chunks{}", input,
                                     result.filtered > 0 ? fmt::format(": all {} were filtered out",
                                                                       result.filtered)
                                                         : ""));
  return result;
}

}  // namespace generator::cli
