// The estimates of a command's stages, by name, with what they are counted with.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/known_replies.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "cli/stage_estimate.h"
#include "data/interfaces.h"

namespace generator::cli {

class StageEstimates {
 public:
  /// `ledger`: the folder whose replies cost nothing; "": none. What is referred to must outlive
  /// this.
  StageEstimates(const Session& session, const Settings& settings, std::string ledger);

  /// A request of `stage` that is asked so often; the reply has `reply` tokens at least.
  void add(std::string_view stage, const ChatRequest& request, Range times, std::int64_t reply);
  /// The same for one that is known to the letter, and stands for `times` like it: those of the
  /// ledger cost nothing.
  void add(std::string_view stage, const Ask& ask, std::int64_t reply, Range times = {1, 1});

  using Named = std::pair<std::string_view, const StageEstimate*>;
  /// Those of `names` that would ask anything, in their order.
  std::vector<Named> of(const std::vector<std::string_view>& names) const;
  const TokenCounter& counter() const { return *counter_; }

 private:
  std::int64_t tokens(const ChatRequest& request) const;
  Range prompt(std::string_view stage, const ChatRequest& request) const;
  StageEstimate& estimate(std::string_view stage);

  const Session& session_;
  const Settings& settings_;
  const std::string ledger_;
  KnownReplies known_;
  std::unique_ptr<TokenCounter> counter_;
  std::map<std::string, StageEstimate, std::less<>> estimates_;
};

}  // namespace generator::cli
