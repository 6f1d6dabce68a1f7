#include "cli/stage_estimates.h"

#include "cli/chunk_input.h"

namespace generator::cli {
namespace {

constexpr std::int64_t kTokensAMessage = 4;  // that chat templates add

}  // namespace

StageEstimates::StageEstimates(const Session& session, const Settings& settings,
                               std::string ledger)
    : session_(session),
      settings_(settings),
      ledger_(std::move(ledger)),
      known_(must(KnownReplies::read(ledger_))),
      counter_(make_token_counter()) {}

std::vector<StageEstimates::Named> StageEstimates::of(
    const std::vector<std::string_view>& names) const {
  std::vector<Named> out;
  for (const std::string_view stage : names)
    if (const auto found = estimates_.find(stage); found != estimates_.end())
      out.emplace_back(stage, &found->second);
  return out;
}

std::int64_t StageEstimates::tokens(const ChatRequest& request) const {
  std::int64_t out = 0;
  for (const Message& message : request.messages)
    out += kTokensAMessage + counter_->count(message.content);
  if (request.schema != nullptr) out += counter_->count(request.schema->json);
  return out;
}

StageEstimate& StageEstimates::estimate(std::string_view stage) {
  if (const auto found = estimates_.find(stage); found != estimates_.end()) return found->second;
  return estimates_.try_emplace(std::string(stage), stage, session_, settings_, known_, ledger_)
      .first->second;
}

Range StageEstimates::prompt(std::string_view stage, const ChatRequest& request) const {
  const Range factor =
      vocabulary(session_.choice(stage).provider, counter_->name() == "o200k_base");
  const auto count = static_cast<double>(tokens(request));
  return {count * factor.low, count * factor.high};
}

void StageEstimates::add(std::string_view stage, const ChatRequest& request, Range times,
                         std::int64_t reply) {
  estimate(stage).add(request, times, prompt(stage, request), reply);
}

void StageEstimates::add(std::string_view stage, const Ask& ask, std::int64_t reply, Range times) {
  estimate(stage).add(ask, times, prompt(stage, ask.request), reply);
}

}  // namespace generator::cli
