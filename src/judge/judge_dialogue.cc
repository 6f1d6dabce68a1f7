// Each ask that follows another one has fewer rows, or a shorter passage: it ends.
#include "judge/judge_dialogue.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "data/reasons.h"

namespace generator::judge {
namespace {

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

template <class Read>
double median_of_marks(const std::vector<Rating>& votes, Read read) {
  std::vector<double> marks;
  for (const Rating& vote : votes) marks.push_back(read(vote));
  return median(std::move(marks));
}

}  // namespace

Reject void_rating(const SourcedExample& row) {
  Reject reject;
  reject.code = reasons::kVoidRating;
  reject.detail =
      "the judge began its reasons with a word that a line of ours among the data asks for; a "
      "judge that does what data ask for cannot be trusted: take another one (--judge-model)";
  reject.item = row.example.id.empty() ? row.example.provenance.chunk_id : row.example.id;
  reject.row = example_text(row.example);
  return reject;
}

Rating median_of(std::vector<Rating> votes, const Weights& weights) {
  if (votes.size() == 1) return std::move(votes[0]);
  Rating out = votes[0];
  for (auto& [name, mark] : out.criteria)
    mark = median_of_marks(votes, [&](const Rating& vote) { return *vote.criterion(name); });
  const auto on_topic = std::ranges::count_if(votes, &Rating::on_topic);
  out.on_topic = 2 * on_topic >= std::ssize(votes);
  out.total = weighted_mean(out, weights).value_or(0);
  out.reasons = std::ranges::min_element(votes, {}, [&](const Rating& vote) {
                  return std::abs(vote.total - out.total);
                })->reasons;
  for (const Rating& vote : votes) out.votes.push_back(vote.total);
  return out;
}

Rating rating_of(std::vector<Rating> panel, const Weights& weights) {
  Rating out = median_of(panel, weights);
  std::vector<std::string> names;
  for (const Rating& said : panel) names.push_back(said.model);
  out.model = text::join(names, ", ");
  out.panel = std::move(panel);
  return out;
}

JudgeDialogue::JudgeDialogue(const Judge& judge, std::vector<SourcedExample> rows,
                             bool keep_ratings)
    : judge_(judge),
      rows_(std::move(rows)),
      is_shortened_(rows_.size(), false),
      heard_(rows_.size()) {
  for (const SourcedExample& row : rows_)
    is_asked_.push_back(is_to_be_asked(row.example, keep_ratings));
}

bool JudgeDialogue::is_to_be_asked(const Example& example, bool keep_ratings) const {
  if (judge_.options().place == 0) return !keep_ratings || judge_.needs_rating(example);
  const std::size_t rated = example.rating ? example.rating->panel.size() : 0;
  return rated > 0 && rated <= judge_.options().place;
}

Rating JudgeDialogue::joined(const Example& example, Rating rating) const {
  if (judge_.options().panel == 1) return rating;
  std::vector<Rating> panel;
  if (judge_.options().place > 0) panel = example.rating->panel;
  panel.push_back(std::move(rating));
  return rating_of(std::move(panel), judge_.options().weights);
}

std::vector<const SourcedExample*> JudgeDialogue::rows_of(const Put& put) const {
  std::vector<const SourcedExample*> out;
  for (const std::size_t row : put.rows) out.push_back(&rows_[row]);
  return out;
}

Turn JudgeDialogue::open() {
  // Of conversations more is said: they are asked about apart.
  for (const bool talks : {false, true}) {
    Put put;
    for (std::size_t row = 0; row < rows_.size(); ++row)
      if (is_asked_[row] && rows_[row].example.is_conversation() == talks) put.rows.push_back(row);
    if (put.rows.empty()) continue;
    for (put.sample = 0; put.sample < judge_.options().votes; ++put.sample) next_.push_back(put);
  }
  return put_or_finish();
}

Turn JudgeDialogue::put_or_finish() {
  puts_ = std::exchange(next_, {});
  if (puts_.empty()) return finish();
  std::vector<Ask> asks;
  for (const Put& put : puts_) asks.push_back({judge_.ask(rows_of(put)), put.sample});
  return asks;
}

Result<Turn> JudgeDialogue::hear(std::span<const Outcome> outcomes) {
  std::vector<std::optional<Ratings>> replies(puts_.size());
  std::optional<Error> problem;
  unusable_.clear();
  for (std::size_t i = 0; i < puts_.size(); ++i) {
    const auto* completion = std::get_if<Completion>(&outcomes[i]);
    if (completion == nullptr) continue;
    auto ratings = judge_.read(rows_of(puts_[i]), *completion);
    if (ratings) {
      replies[i] = std::move(*ratings);
      continue;
    }
    unusable_.push_back(i);
    if (!problem) problem = ratings.error();
  }
  if (problem) return fail(problem->kind, problem->message);
  for (std::size_t i = 0; i < puts_.size(); ++i)
    replies[i] ? take(puts_[i], *replies[i]) : lose(puts_[i], std::get<Failure>(outcomes[i]));
  return put_or_finish();
}

void JudgeDialogue::take(const Put& put, const Ratings& ratings) {
  Put missing{{}, put.sample, put.is_shortened};
  for (std::size_t i = 0; i < put.rows.size(); ++i) {
    Heard& heard = heard_[put.rows[i]];
    heard.is_void = heard.is_void || ratings.is_void;
    if (ratings.rows[i])
      heard.votes.push_back(*ratings.rows[i]);
    else
      missing.rows.push_back(put.rows[i]);
  }
  if (!missing.rows.empty()) next_.push_back(std::move(missing));
}

void JudgeDialogue::lose(const Put& put, const Failure& failure) {
  if (put.rows.size() > 1 && failure.kind != Failure::Kind::kCallFailed) return put_apart(put);
  if (failure.kind == Failure::Kind::kTooLong && !put.is_shortened && shorten(put.rows[0]))
    return next_.push_back({put.rows, put.sample, true});
  for (const std::size_t row : put.rows) heard_[row].failure = failure;
}

/// Once, for all votes.
bool JudgeDialogue::shorten(std::size_t row) {
  if (is_shortened_[row]) return true;
  auto half = Judge::shorter(rows_[row]);
  if (!half) return false;
  rows_[row] = std::move(*half);
  return is_shortened_[row] = true;
}

void JudgeDialogue::put_apart(const Put& put) {
  for (const std::size_t row : put.rows) next_.push_back({{row}, put.sample, put.is_shortened});
}

Finished JudgeDialogue::finish() {
  Finished out;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    Heard& heard = heard_[i];
    Example& example = rows_[i].example;
    if (heard.is_void) {
      out.rejects.push_back(void_rating(rows_[i]));
    } else if (!heard.votes.empty()) {
      example.rating = joined(
          example, median_of(std::move(heard.votes), judge_.options().weights));
      out.examples.push_back(std::move(example));
    } else if (is_asked_[i] && judge_.options().place == 0) {
      out.rejects.push_back(Judge::give_up(rows_[i], *heard.failure));
    } else {
      out.examples.push_back(std::move(example));
    }
  }
  return out;
}

}  // namespace generator::judge
