#include "cli/known_replies.h"

#include "base/files.h"
#include "run/ledger_check.h"

namespace generator::cli {

Result<KnownReplies> KnownReplies::read(const std::string& folder) {
  KnownReplies out;
  if (folder.empty() || !path_exists(folder + "/records")) return out;
  CHECK_OK(for_each_record(folder, [&](const Record& record) -> Status {
    if (record.kind == RecordKind::kAnswer) out.keys_.insert(record.key);
    return {};
  }));
  return out;
}

}  // namespace generator::cli
