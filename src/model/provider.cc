#include "model/provider.h"

namespace generator {

bool is_retryable(CallError::Kind kind) {
  using Kind = CallError::Kind;
  return kind == Kind::kTransport || kind == Kind::kRateLimited || kind == Kind::kOverloaded ||
         kind == Kind::kUnreadable;
}

bool stops_the_run(CallError::Kind kind) {
  using Kind = CallError::Kind;
  return kind == Kind::kBadKey || kind == Kind::kNoCredit || kind == Kind::kDailyQuota ||
         kind == Kind::kNoSuchModel || kind == Kind::kInvalidRequest;
}

}  // namespace generator
