// Finds the passage that an example came from.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "data/chunk.h"
#include "data/example.h"

namespace generator {

/// The chunks of one chunks.jsonl by id. Memory: 32 bytes a chunk; the text is read on demand.
/// Where an id stands twice, the first counts.
class PassageIndex {
 public:
  /// Errors: kNotFound, kIo; kInvalidInput naming the row that has no `id`.
  static Result<PassageIndex> open(const std::string& chunks_path);
  PassageIndex(PassageIndex&&) noexcept;
  PassageIndex& operator=(PassageIndex&&) = delete;
  ~PassageIndex();

  /// Nothing where there is no such chunk. Errors: kIo, kCorrupt where the file was changed
  /// meanwhile.
  Result<std::optional<Chunk>> find(std::string_view chunk_id) const;
  std::size_t size() const { return places_.size(); }
  const std::string& path() const { return path_; }

 private:
  struct Place {
    Digest id;
    std::uint64_t offset;
    std::uint64_t size;
  };
  PassageIndex(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::string path_;
  int fd_;
  std::vector<Place> places_;  // by id
};

/// Another place to ask for a chunk, such as --source DB|DIR.
using PassageSource = std::function<Result<std::optional<Chunk>>(std::string_view chunk_id)>;

/// The passages of an example file: its run folder's chunks.jsonl first, then `source`.
class Passages {
 public:
  /// `source` may be empty. A run folder that is not there is no error: every passage is then asked
  /// of `source`, or is not found.
  static Result<Passages> of(const std::string& example_path, PassageSource source);
  Result<std::optional<Chunk>> find(std::string_view chunk_id) const;
  /// False where no passage can be found at all.
  bool has_any() const { return index_.has_value() || source_ != nullptr; }
  /// Of the run folder's chunks.jsonl; "" where there is none.
  std::string path() const { return index_ ? index_->path() : ""; }

 private:
  Passages(std::optional<PassageIndex> index, PassageSource source)
      : index_(std::move(index)), source_(std::move(source)) {}
  std::optional<PassageIndex> index_;
  PassageSource source_;
};

/// Looks up the passages of a row: of a multi-hop row both or, where one is missing, none; of an
/// unanswerable one that of its question, and all that it is shown with or none of these.
Status find_passages(const Passages& passages, SourcedExample& row);

}  // namespace generator
