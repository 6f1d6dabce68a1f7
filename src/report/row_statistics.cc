#include "report/row_statistics.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "report/question_template.h"

namespace generator {
namespace {

constexpr std::size_t kTopTemplates = 5;
constexpr std::size_t kMaxLength = 4'096;

std::vector<NamedCount> named(const std::map<std::string, std::int64_t>& counts) {
  std::vector<NamedCount> out;
  for (const auto& [name, count] : counts) out.push_back({name.empty() ? "unknown" : name, count});
  return out;
}

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

double median(const std::vector<std::int64_t>& rows_by_length, std::int64_t rows) {
  if (rows == 0) return 0;
  const auto length_at = [&](std::int64_t rank) {
    std::int64_t seen = 0;
    for (std::size_t length = 0; length < rows_by_length.size(); ++length)
      if ((seen += rows_by_length[length]) > rank) return static_cast<double>(length);
    return 0.0;
  };
  return (length_at((rows - 1) / 2) + length_at(rows / 2)) / 2;
}

}  // namespace

void RowStatistics::add(const Example& example) {
  const auto& provenance = example.provenance;
  ++rows_;
  if (example.is_conversation()) ++turns_[example.turns().size()];
  if (has_reasoning(example)) ++with_reasoning_;
  if (example.multi_hop) ++multi_hop_;
  if (example.unanswerable) ++unanswerable_;
  if (!provenance.chunk_id.empty()) {
    ++with_passage_;
    for (const std::string& chunk : chunk_ids(example))
      chunks_.insert(Hasher().add(provenance.source_file).add(chunk).finish());
  }
  if (!provenance.source_file.empty()) sources_.insert(digest(provenance.source_file));
  // The twin of a row asks the same, of other passages.
  const std::string& question = example.pair().question;
  const Digest asked = example.unanswerable
                           ? Hasher().add("unanswerable").add(question).finish()
                           : digest(question);
  if (!questions_.insert(asked).second) ++repeated_;
  for (const QaPair& pair : example.turns()) add_lengths(pair);
  if (example.support) add_support(*example.support);
  ++kinds_[example.kind];
  ++answer_forms_[example.answer_form];
  ++models_[provenance.model];
  ++templates_[question_template(example.pair().question)];
}

void RowStatistics::add_lengths(const QaPair& pair) {
  const std::size_t answer_words = text::words(pair.answer).size();
  ++pairs_;
  question_words_ += static_cast<std::int64_t>(text::words(pair.question).size());
  answer_words_ += static_cast<std::int64_t>(answer_words);
  const std::size_t slot = std::min(answer_words, kMaxLength);
  if (answer_lengths_.size() <= slot) answer_lengths_.resize(slot + 1);
  ++answer_lengths_[slot];
}

void RowStatistics::add_support(double share) {
  support_.lowest = support_.rows == 0 ? share : std::min(support_.lowest, share);
  ++support_.rows;
  if (share >= 1) ++support_.full;
  // Whole thousandths add up to the same in any order.
  support_sum_ += std::round(share * 1000);
}

RowReport RowStatistics::report() const {
  RowReport out;
  out.rows = rows_;
  out.with_reasoning = with_reasoning_;
  out.with_passage = with_passage_;
  out.multi_hop = multi_hop_;
  out.unanswerable = unanswerable_;
  out.chunks = static_cast<std::int64_t>(chunks_.size());
  out.sources = static_cast<std::int64_t>(sources_.size());
  for (const auto& [turns, count] : turns_) {
    out.conversations += count;
    out.turns.push_back({std::to_string(turns), count});
  }
  out.question_words = share(question_words_, pairs_);
  out.answer_words = share(answer_words_, pairs_);
  out.answer_words_median = median(answer_lengths_, pairs_);
  out.support = support_;
  if (support_.rows > 0) out.support.mean = support_sum_ / 1000 / static_cast<double>(support_.rows);
  out.kinds = named(kinds_);
  out.answer_forms = named(answer_forms_);
  out.models = named(models_);
  out.templates = static_cast<std::int64_t>(templates_.size());
  out.template_share = share(out.templates, rows_);
  for (const auto& [form, count] : templates_) out.top_templates.push_back({form, count});
  std::sort(out.top_templates.begin(), out.top_templates.end(), [](const auto& a, const auto& b) {
    return a.count != b.count ? a.count > b.count : a.name < b.name;
  });
  if (out.top_templates.size() > kTopTemplates) out.top_templates.resize(kTopTemplates);
  out.repeated_questions = repeated_;
  return out;
}

double share_of_kind(const RowReport& report, std::string_view kind) {
  for (const auto& [name, count] : report.kinds)
    if (name == kind) return static_cast<double>(count) / static_cast<double>(report.rows);
  return 0;
}

}  // namespace generator
