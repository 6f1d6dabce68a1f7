#include "select/lexical_index.h"

#include <algorithm>
#include <cmath>

namespace generator::select {
namespace {

// The usual values: how soon a further occurrence adds nothing, and how much length counts.
constexpr double kSaturation = 1.2, kLength = 0.75;

}  // namespace

void LexicalIndex::add(std::vector<Term> terms) {
  const auto text = static_cast<std::uint32_t>(lengths_.size());
  lengths_.push_back(static_cast<std::uint32_t>(terms.size()));
  terms_ += terms.size();
  std::ranges::sort(terms);
  for (std::size_t i = 0; i < terms.size();) {
    std::size_t end = i;
    while (end < terms.size() && terms[end] == terms[i]) ++end;
    postings_[terms[i]].push_back({text, static_cast<std::uint32_t>(end - i)});
    i = end;
  }
}

double LexicalIndex::weight(Term term) const {
  const auto found = postings_.find(term);
  const double have = found == postings_.end() ? 0 : static_cast<double>(found->second.size());
  return std::log(1 + (static_cast<double>(size()) - have + 0.5) / (have + 0.5));
}

std::vector<LexicalIndex::Hit> LexicalIndex::nearest(std::vector<Term> query,
                                                     std::size_t most) const {
  std::ranges::sort(query);
  query.erase(std::unique(query.begin(), query.end()), query.end());
  const double mean = lengths_.empty() ? 1 : static_cast<double>(terms_) /
                                                 static_cast<double>(lengths_.size());
  std::vector<double> scores(size());
  for (const Term term : query) {
    const auto found = postings_.find(term);
    if (found == postings_.end()) continue;
    const double rare = weight(term);
    for (const Posting& posting : found->second) {
      const double count = posting.count;
      const double length = 1 - kLength + kLength * lengths_[posting.text] / mean;
      scores[posting.text] += rare * count * (kSaturation + 1) / (count + kSaturation * length);
    }
  }
  std::vector<Hit> out;
  for (std::size_t text = 0; text < scores.size(); ++text)
    if (scores[text] > 0) out.push_back({text, scores[text]});
  const auto is_nearer = [](const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.text < b.text;
  };
  const std::size_t wanted = std::min(most, out.size());
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(wanted), out.end(),
                    is_nearer);
  out.resize(wanted);
  return out;
}

}  // namespace generator::select
