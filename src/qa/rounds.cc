#include "qa/rounds.h"

#include <algorithm>
#include <cmath>

#include "base/json.h"

namespace generator::qa {
namespace {

// So many asked for give `missing`, where `asked` gave `came`; where nothing came, twice as many as
// last time.
std::int64_t scaled(std::int64_t missing, std::int64_t asked, std::int64_t came) {
  return came > 0 ? (missing * asked + came - 1) / came : std::max(missing, 2 * asked);
}

}  // namespace

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
  left_.push_back(static_cast<std::uint16_t>(chunk.pairs));
  given_.push_back(0);
  is_joint_.push_back(false);
}

void Rounds::count_joint(std::uint64_t rank) {
  joint_.emplace_back(rank, left_.size());
  left_.push_back(0);
  given_.push_back(0);
  is_joint_.push_back(true);
}

void Rounds::begin() {
  std::ranges::sort(joint_);
  const std::int64_t wanted = std::min(target_, most_);
  const auto share = static_cast<std::int64_t>(
      std::llround(joint_share_ * static_cast<double>(wanted)));
  const std::int64_t joint = std::min(share, joints_left());
  plan(wanted - joint, joint);
}

std::int64_t Rounds::joint_target() const {
  return static_cast<std::int64_t>(std::llround(joint_share_ * static_cast<double>(target_)));
}

std::int64_t Rounds::joints_left() const {
  return std::ssize(joint_) - static_cast<std::int64_t>(joint_next_);
}

void Rounds::plan(std::int64_t of_chunks, std::int64_t joint) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(joint_given_); ++i)
    given_[joint_[joint_next_ - 1 - i].second] = 0;
  joint_given_ = joint;
  for (std::int64_t i = 0; i < joint; ++i) given_[joint_[joint_next_++].second] = 1;
  plan_ = TargetPlan(joint_share_ < 1 ? of_chunks : 0);
  for (std::size_t i = 0; i < left_.size(); ++i)
    if (!is_joint_[i]) plan_.count({left_[i], {}, {}});
}

std::int64_t Rounds::share(std::uint64_t position) {
  if (is_joint_[position]) {
    asked_for_ += given_[position];
    joint_asked_for_ += given_[position];
    return given_[position];
  }
  const std::int64_t share = plan_.share({left_[position], {}, {}});
  given_[position] = static_cast<std::uint16_t>(share);
  asked_for_ += share;
  return share;
}

const std::vector<std::string>& Rounds::asked(std::uint64_t position) const {
  static const std::vector<std::string> none;
  const auto found = asked_.find(position);
  return found == asked_.end() ? none : found->second;
}

void Rounds::heard(std::uint64_t position, const Finished& finished) {
  const std::uint16_t share = given_[position];
  if (is_joint_[position]) joint_came_ += std::ssize(finished.examples);
  if (share == 0 || is_joint_[position]) return;
  std::vector<std::string> questions = proposed_questions(finished);
  const bool is_dry = questions.size() < share;
  left_[position] = is_dry ? 0 : static_cast<std::uint16_t>(left_[position] - share);
  if (left_[position] == 0) {
    asked_.erase(position);
    return;
  }
  auto& asked = asked_[position];
  asked.insert(asked.end(), std::make_move_iterator(questions.begin()),
               std::make_move_iterator(questions.end()));
}

bool Rounds::next(std::int64_t kept) {
  const std::int64_t missing = std::max<std::int64_t>(target_ - kept, 0);
  const std::int64_t most = most_ - asked_for_;
  const std::int64_t joint_came = joint_came_ - joint_came_before_;
  // As long as there are pairs of passages left, their part is not made up for by chunks.
  const std::int64_t owed =
      joints_left() == 0 ? 0 : std::clamp<std::int64_t>(joint_target() - joint_came_, 0, missing);
  const std::int64_t joint =
      owed == 0 ? 0
                : std::min({scaled(owed, joint_asked_for_, joint_came_), joints_left(), most});
  const std::int64_t rest = missing - owed;
  const std::int64_t of_chunks =
      rest == 0 ? 0 : scaled(rest, plan_.planned(), kept - kept_ - joint_came);
  plan(std::min(of_chunks, most - joint), joint);
  kept_ = kept;
  joint_came_before_ = joint_came_;
  ++round_;
  return kept < target_ && given() > 0;
}

}  // namespace generator::qa
