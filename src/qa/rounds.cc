#include "qa/rounds.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "base/hash.h"
#include "base/json.h"

namespace generator::qa {
namespace {

constexpr std::int64_t kMostOfMissing = 4;
constexpr std::int64_t kFewestOfRound = 20;

// Chunks that promise the same are taken from all over the source, not from its begin.
std::uint64_t scattered(std::uint64_t position) {
  position = (position ^ (position >> 31)) * 0x9E3779B97F4A7C15u;
  return position ^ (position >> 29);
}

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
    const auto turns = row->root().find("turns");
    const json::Value first = turns && turns->size() > 0 ? turns->at(0) : row->root();
    if (const auto question = first.text_of("question"); !question.empty())
      out.emplace_back(question);
  }
  return out;
}

void Rounds::count(const Bearing& chunk, std::uint32_t group) {
  plan_.count(chunk);
  possible_ += chunk.pairs;
  left_.push_back(static_cast<std::uint16_t>(chunk.pairs));
  bears_.push_back(left_.back());
  given_.push_back(0);
  came_.push_back(0);
  is_joint_.push_back(false);
  promise_.add(group);
}

void Rounds::count_joint(std::uint64_t rank) {
  joint_.emplace_back(rank, left_.size());
  left_.push_back(0);
  bears_.push_back(0);
  given_.push_back(0);
  came_.push_back(0);
  is_joint_.push_back(true);
  promise_.add(0);
}

void Rounds::begin() {
  std::ranges::sort(joint_);
  const std::int64_t wanted = std::min({target_, most_, pilot_});
  const auto share = static_cast<std::int64_t>(
      std::llround(joint_share_ * static_cast<double>(wanted)));
  const std::int64_t joint = std::min(share, joints_left());
  plan_joint(joint);
  plan_ = TargetPlan(joint_share_ < 1 ? wanted - joint : 0);
  for (std::size_t i = 0; i < left_.size(); ++i)
    if (!is_joint_[i]) plan_.count({left_[i], {}, {}});
}

std::int64_t Rounds::joint_target() const {
  return static_cast<std::int64_t>(std::llround(joint_share_ * static_cast<double>(target_)));
}

std::int64_t Rounds::joints_left() const {
  return std::ssize(joint_) - static_cast<std::int64_t>(joint_next_);
}

void Rounds::plan_joint(std::int64_t joint) {
  for (std::size_t i = 0; i < static_cast<std::size_t>(joint_given_); ++i)
    given_[joint_[joint_next_ - 1 - i].second] = 0;
  joint_given_ = joint;
  for (std::int64_t i = 0; i < joint; ++i) given_[joint_[joint_next_++].second] = 1;
}

std::int64_t Rounds::share(std::uint64_t position) {
  if (round_ == 1 && !is_joint_[position])
    given_[position] = static_cast<std::uint16_t>(plan_.share({left_[position], {}, {}}));
  asked_for_ += given_[position];
  if (is_joint_[position]) joint_asked_for_ += given_[position];
  return given_[position];
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
  came_[position] = static_cast<std::uint16_t>(finished.examples.size());
  if (!finished.examples.empty())
    places_[checksum(finished.examples[0].provenance.chunk_id)] = position;
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

// What came of the round; then it is over for every chunk.
void Rounds::learn(const std::vector<std::uint64_t>* good) {
  if (good != nullptr) {
    std::ranges::fill(came_, std::uint16_t{0});
    for (const std::uint64_t chunk : *good)
      if (const auto place = places_.find(chunk); place != places_.end()) ++came_[place->second];
  }
  for (std::uint64_t i = 0; i < given_.size(); ++i) {
    if (is_joint_[i]) continue;
    if (given_[i] > 0) promise_.hear(i, given_[i], std::min(came_[i], given_[i]));
    given_[i] = came_[i] = 0;
  }
}

// One pair after the other is given to the chunk that promises most. A chunk's later pairs promise
// less than its first: the best questions come first, and what it bears is only an estimate.
void Rounds::choose(std::int64_t rest, std::int64_t most) {
  chunks_given_ = 0;
  if (joint_share_ >= 1) return;
  most = std::min(most, std::max(kFewestOfRound, kMostOfMissing * rest));
  const double eagerness = round_ == 1 ? 1 : round_ == 2 ? 0.5 : 0;  // to know more
  struct Next {
    double promise, rate, score;
    std::uint64_t order, position;
    bool operator<(const Next& other) const {
      return promise != other.promise ? promise < other.promise : order > other.order;
    }
  };
  const auto fresh = [&](std::uint64_t i) {
    return static_cast<double>(left_[i] - given_[i]) / static_cast<double>(bears_[i]);
  };
  std::priority_queue<Next> queue;
  for (std::uint64_t i = 0; i < left_.size(); ++i) {
    if (left_[i] == 0) continue;
    const Promise::Rate rate = promise_.of(i);
    const double score = rate.mean + eagerness * rate.deviation;
    queue.push({score * fresh(i), rate.mean, score, scattered(i), i});
  }
  double expected = 0;
  while (!queue.empty() && expected < static_cast<double>(rest) && chunks_given_ < most) {
    Next next = queue.top();
    queue.pop();
    ++given_[next.position];
    ++chunks_given_;
    expected += next.rate;
    if (given_[next.position] == left_[next.position]) continue;
    next.promise = next.score * fresh(next.position);
    queue.push(next);
  }
}

bool Rounds::next(std::int64_t kept, const std::vector<std::uint64_t>* good) {
  learn(good);
  const std::int64_t missing = std::max<std::int64_t>(target_ - kept, 0);
  const std::int64_t most = most_ - asked_for_;
  // As long as there are pairs of passages left, their part is not made up for by chunks.
  const std::int64_t owed =
      joints_left() == 0 ? 0 : std::clamp<std::int64_t>(joint_target() - joint_came_, 0, missing);
  const std::int64_t joint =
      owed == 0 ? 0
                : std::min({scaled(owed, joint_asked_for_, joint_came_), joints_left(), most});
  plan_joint(joint);
  choose(missing - owed, most - joint);
  ++round_;
  return kept < target_ && given() > 0;
}

Rounds::Forecast Rounds::forecast() const {
  Forecast out;
  out.asked = promise_.asked();
  out.kept = promise_.kept();
  out.rate = measure::share_of(out.kept, out.asked);
  double more = 0;
  for (std::uint64_t i = 0; i < left_.size(); ++i) {
    out.left += left_[i];
    more += left_[i] * promise_.of(i).mean;
  }
  const auto left = static_cast<double>(out.left);
  out.more = {more, out.rate.low * left, out.rate.high * left};
  return out;
}

}  // namespace generator::qa
