// What was asked about one item and answered, told again from the ledger. Nobody is asked.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "cli/run_record.h"
#include "cli/session.h"
#include "http/loop.h"
#include "report/story.h"
#include "run/dialogue.h"
#include "run/ledger.h"

namespace generator::cli {

struct Told {
  std::vector<story::Ask> asks;      // in the order of asking
  std::optional<Finished> finished;  // nothing: a reply is missing
  /// Whether the ledger has any reply to it.
  bool is_known() const;
};

/// One run's stages, as they were set, over its ledger.
class Replayed {
 public:
  /// `settings` must outlive this; `record` too, where there is one (else null). Without a ledger
  /// in `ledger_folder` nothing is known. Throws Fatal.
  Replayed(const Settings& settings, const RunRecord* record, const std::string& ledger_folder);

  using Begin = std::function<std::unique_ptr<Dialogue>()>;
  /// Opens the dialogue and lets it hear what it heard in the run.
  Told tell(std::string_view stage, const Begin& begin);
  /// The head of a step, without asks.
  story::Step step(std::string_view stage) const;

  const Session& session() const { return session_; }
  const Settings& settings() const { return settings_; }
  const RunRecord* record() const { return record_; }
  /// Why a reply may be missing, in words.
  std::string why_unknown() const;

 private:
  Told tell(std::string_view stage, std::unique_ptr<Dialogue> dialogue, bool missing_are_too_long);
  std::string identity(std::string_view stage) const;
  story::Reply reply_of(std::string_view stage, const Record& record) const;

  const Settings& settings_;
  const RunRecord* record_;
  std::string ledger_folder_;
  SystemClock clock_;
  SystemLoop loop_;
  Session session_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace generator::cli
