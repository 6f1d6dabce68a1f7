#include "store/passage_index.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/files.h"
#include "base/json.h"
#include "store/row_stream.h"
#include "store/run_folder.h"

namespace generator {
namespace {

// Our own rows begin with the id, so that building the index parses none of them; others are
// parsed.
Result<std::string> id_of(std::string_view row) {
  constexpr std::string_view kBegin = R"({"id":")";
  if (row.starts_with(kBegin)) {
    const std::string_view rest = row.substr(kBegin.size());
    const std::size_t end = rest.find_first_of("\"\\");
    if (end != std::string_view::npos && end > 0 && rest[end] == '"')
      return std::string(rest.substr(0, end));
  }
  TRY(const json::Document document, json::Document::parse(row));
  TRY(Chunk chunk, read_chunk(document.root()));
  return std::move(chunk.id);
}

}  // namespace

PassageIndex::PassageIndex(PassageIndex&& other) noexcept
    : path_(std::move(other.path_)),
      fd_(std::exchange(other.fd_, -1)),
      places_(std::move(other.places_)) {}

PassageIndex::~PassageIndex() {
  if (fd_ >= 0) ::close(fd_);
}

Result<PassageIndex> PassageIndex::open(const std::string& chunks_path) {
  TRY(RowStream rows, RowStream::open(chunks_path));
  const int fd = ::open(chunks_path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return fail(ErrorKind::kIo,
                fmt::format("cannot open `{}`: {}", chunks_path, std::strerror(errno)));
  PassageIndex index(chunks_path, fd);
  RawRow row;
  for (;;) {
    TRY(const bool has_row, rows.next(row));
    if (!has_row) break;
    auto id = id_of(row.json);
    if (!id)
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("{}: line {}: {}; make the file again with the command that wrote it",
                              chunks_path, row.line, id.error().message));
    index.places_.push_back({digest(*id), row.offset, row.json.size()});
  }
  const auto by_id = [](const Place& a, const Place& b) { return a.id < b.id; };
  const auto same_id = [](const Place& a, const Place& b) { return a.id == b.id; };
  std::stable_sort(index.places_.begin(), index.places_.end(), by_id);
  index.places_.erase(std::unique(index.places_.begin(), index.places_.end(), same_id),
                      index.places_.end());
  return index;
}

Result<std::optional<Chunk>> PassageIndex::find(std::string_view chunk_id) const {
  const Digest wanted = digest(chunk_id);
  const auto place = std::lower_bound(places_.begin(), places_.end(), wanted,
                                      [](const Place& a, const Digest& b) { return a.id < b; });
  if (place == places_.end() || place->id != wanted) return std::nullopt;
  std::string row(place->size, '\0');
  std::size_t got = 0;
  while (got < row.size()) {
    const ssize_t n =
        ::pread(fd_, row.data() + got, row.size() - got, static_cast<off_t>(place->offset + got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      return fail(ErrorKind::kIo, fmt::format("cannot read `{}`: {}", path_, std::strerror(errno)));
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  const auto document = json::Document::parse(std::string_view(row).substr(0, got));
  auto chunk = document ? read_chunk(document->root())
                        : Result<Chunk>(tl::unexpected<Error>(document.error()));
  if (!chunk || chunk->id != chunk_id)
    return fail(ErrorKind::kCorrupt,
                fmt::format("`{}` was changed while it was being read, or holds the broken chunk "
                            "`{}`; run the command again",
                            path_, chunk_id));
  return std::move(*chunk);
}

Result<Passages> Passages::of(const std::string& example_path, PassageSource source) {
  std::string chunks = example_path == "-" ? std::string() : RunFolder::of(example_path).chunks();
  // What a run folder holds, rated.jsonl say, has its passages beside it.
  if (const std::string folder = parent_directory(example_path);
      folder.ends_with(".run") && !path_exists(chunks))
    chunks = folder + "/chunks.jsonl";
  if (chunks.empty() || !path_exists(chunks)) return Passages(std::nullopt, std::move(source));
  TRY(PassageIndex index, PassageIndex::open(chunks));
  return Passages(std::move(index), std::move(source));
}

Result<std::optional<Chunk>> Passages::find(std::string_view chunk_id) const {
  if (chunk_id.empty()) return std::nullopt;
  if (index_) {
    auto found = index_->find(chunk_id);
    if (!found || *found) return found;
  }
  return source_ ? source_(chunk_id) : std::nullopt;
}

// All that an unanswerable row is shown with, or none.
static Status find_shown(const Passages& passages, SourcedExample& row) {
  for (const std::string& id : row.example.unanswerable->shown) {
    TRY(std::optional<Chunk> chunk, passages.find(id));
    if (!chunk) {
      row.shown.clear();
      return {};
    }
    row.shown.push_back(std::move(*chunk));
  }
  return {};
}

Status find_passages(const Passages& passages, SourcedExample& row) {
  TRY(row.chunk, passages.find(row.example.provenance.chunk_id));
  row.second.reset();
  row.shown.clear();
  if (row.example.unanswerable) return find_shown(passages, row);
  if (!row.example.multi_hop || !row.chunk) return {};
  const std::vector<std::string> ids = chunk_ids(row.example);
  if (ids.size() > 1) {
    TRY(row.second, passages.find(ids[1]));
  }
  if (!row.second) row.chunk.reset();
  return {};
}

}  // namespace generator
