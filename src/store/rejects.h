// .rejected.jsonl: what did not become a row, and why, one a line.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace generator {

/// Writes {"code", "detail", "item", "dropped", "row", "reply"}. `row` keeps its JSON value where
/// it is JSON, is a string where it is not (a broken row), and null where it is "". `reply` is the
/// text of a model of which nothing could be made, its first 16,384 characters, and null where it
/// is "". The file appears at its place when `finish` succeeds.
class RejectWriter {
 public:
  static Result<std::unique_ptr<RejectWriter>> create(const std::string& path);
  /// `code` is one of data/reasons.h; any other is kInternal. `item`: chunk id, example id or "row
  /// 12".
  /// `dropped` false: the row was kept in another form and only this version of it was refused.
  Status add(std::string_view code, std::string_view detail, std::string_view item,
             std::string_view row, bool dropped = true, std::string_view reply = "");
  Status finish();

  std::uint64_t rows() const { return rows_; }
  /// Codes of what was dropped with their counts, in the order of data/reasons.h.
  std::vector<std::pair<std::string, std::int64_t>> counts() const;

 private:
  explicit RejectWriter(OutputFile file);
  OutputFile file_;
  std::vector<std::int64_t> counts_;  // by index in reasons::kAll
  std::uint64_t rows_ = 0;
  std::string line_;
};

}  // namespace generator
