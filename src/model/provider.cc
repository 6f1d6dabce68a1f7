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

bool may_be_billed(const CallError& error) {
  using Kind = CallError::Kind;
  if (error.never_sent) return false;
  if (error.kind == Kind::kTransport || error.kind == Kind::kUnreadable) return true;
  return error.status == 500 || error.status == 502 || error.status == 504;
}

Sampling taken(std::string_view provider, std::string_view model, Sampling wanted) {
  const bool is_program = provider == "claude";
  if (is_program || (provider == "openai" && is_openai_reasoning(model)))
    wanted.temperature = wanted.top_p = -1;
  if (is_program || provider == "anthropic") wanted.seed = -1;
  return wanted;
}

}  // namespace generator
