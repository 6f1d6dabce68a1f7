// What one process tells the next about a provider's limits.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/limiter.h"
#include "model/limits.h"

namespace generator {

struct QuotaFile {
  Limits learned;
  std::int64_t written_ms = 0;         // on the machine's monotonic clock, as are those in `window`
  std::vector<Limiter::Spent> window;  // a line a second
  Amounts ahead;                       // that its writer may have sent after it wrote
  std::int64_t day_requests = 0;
  std::int64_t day_ends_unix_ms = 0;
};

/// An empty one where there is no such file, or it is not a whole one of these: it is a hint, not a
/// record.
QuotaFile read_quota_file(const std::string& path);
/// Whether the file at `path` is as it was written, by the check at its end.
bool is_whole_quota_file(const std::string& path);
/// In one step, without waiting for the disk: a power cut may take it, and takes longer than the
/// minute it tells of. Errors: kIo.
Status write_quota_file(const std::string& path, const QuotaFile& file);

}  // namespace generator
