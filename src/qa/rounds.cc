#include "qa/rounds.h"

#include <algorithm>

#include "base/json.h"

namespace generator::qa {

std::vector<std::string> proposed_questions(const Finished& finished) {
  std::vector<std::string> out;
  for (const Example& example : finished.examples) out.push_back(example.pair().question);
  for (const Reject& reject : finished.rejects) {
    const auto row = json::Document::parse(reject.row);
    if (!row || !row->root().is_object()) continue;
    if (const auto question = row->root().text_of("question"); !question.empty())
      out.emplace_back(question);
  }
  return out;
}

void Rounds::count(const Bearing& chunk) {
  plan_.count(chunk);
  possible_ += chunk.pairs;
  left_.push_back(static_cast<std::uint8_t>(chunk.pairs));
  given_.push_back(0);
}

std::int64_t Rounds::share(std::uint64_t position) {
  const std::int64_t share = plan_.share({left_[position], {}, {}});
  given_[position] = static_cast<std::uint8_t>(share);
  asked_for_ += share;
  return share;
}

const std::vector<std::string>& Rounds::asked(std::uint64_t position) const {
  static const std::vector<std::string> none;
  const auto found = asked_.find(position);
  return found == asked_.end() ? none : found->second;
}

void Rounds::heard(std::uint64_t position, const Finished& finished) {
  const std::uint8_t share = given_[position];
  if (share == 0) return;
  std::vector<std::string> questions = proposed_questions(finished);
  const bool is_dry = questions.size() < share;
  left_[position] = is_dry ? 0 : static_cast<std::uint8_t>(left_[position] - share);
  if (left_[position] == 0) {
    asked_.erase(position);
    return;
  }
  auto& asked = asked_[position];
  asked.insert(asked.end(), std::make_move_iterator(questions.begin()),
               std::make_move_iterator(questions.end()));
}

bool Rounds::next(std::int64_t kept) {
  const std::int64_t missing = target_ - kept;
  const std::int64_t given = plan_.planned();
  const std::int64_t came = kept - kept_;
  // Where nothing came, twice as many as last time.
  const std::int64_t wanted =
      came > 0 ? (missing * given + came - 1) / came : std::max(missing, 2 * given);
  plan_ = TargetPlan(std::min(wanted, most_ - asked_for_));
  kept_ = kept;
  for (const std::uint8_t left : left_) plan_.count({left, {}, {}});
  ++round_;
  return kept < target_ && plan_.target() > 0 && plan_.possible() > 0;
}

}  // namespace generator::qa
