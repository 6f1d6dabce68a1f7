#include "select/duplicates.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/hash.h"
#include "base/text.h"

namespace generator::select {
namespace {

constexpr double kAgree = 0.5;  // of the shorter answer's content words
constexpr double kNearAnswer = 0.8;
constexpr double kNearQuestion = 0.5;
constexpr double kNearMeaning = 0.95;
constexpr std::size_t kManyAnswers = 64;  // alike: compared with the best of them only

// Sorted. Question words are not among them: "how" is not "why".
constexpr std::string_view kEmptyWords[] = {
    "a",     "an",    "and",    "are",  "as",   "at",   "be",    "been",  "by",   "can",
    "could", "did",   "do",     "does", "for",  "from", "had",   "has",   "have", "i",
    "if",    "in",    "is",     "it",   "its",  "my",   "of",    "on",    "one",  "or",
    "our",   "shall", "should", "some", "that", "the",  "there", "these", "this", "those",
    "to",    "was",   "we",     "were", "will", "with", "would", "you",   "your"};

bool is_empty(std::string_view word) { return std::ranges::binary_search(kEmptyWords, word); }

bool is_plain(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

// "queues" and "queue", "entries" and "entry"; names are left as they are.
std::string singular(std::string word) {
  if (!is_plain(word) || word.size() < 4 || word.back() != 's' || word.ends_with("ss")) return word;
  if (word.ends_with("ies") && word.size() > 4) return word.replace(word.size() - 3, 3, "y");
  word.pop_back();
  return word;
}

// "`arldm`" is a name though it is spelt like a word.
std::vector<std::string> in_code_font(std::string_view s) {
  const auto parts = text::split(s, '`');
  std::string spans;
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2) spans += std::string(parts[i]) + ' ';
  return folded_words(spans);
}

std::uint32_t hash_of(std::string_view word) { return static_cast<std::uint32_t>(checksum(word)); }

void settle(std::vector<std::uint32_t>& words) {
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
}

std::size_t common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::vector<std::uint32_t> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  return both.size();
}

double share_of_shorter(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  return shorter == 0 ? 1 : static_cast<double>(common(a, b)) / static_cast<double>(shorter);
}

double jaccard(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  const std::size_t both = common(a, b);
  const std::size_t all = a.size() + b.size() - both;
  return all == 0 ? 1 : static_cast<double>(both) / static_cast<double>(all);
}

std::vector<std::uint32_t> content_words(const std::vector<std::string>& words) {
  std::vector<std::uint32_t> out;
  for (const std::string& word : words)
    if (!is_empty(word)) out.push_back(hash_of(singular(word)));
  settle(out);
  return out;
}

}  // namespace

void Duplicates::add(const PairText& pair) {
  Pair& out = pairs_.emplace_back();
  out.answer = content_words(folded_words(pair.answer));
  out.signature = signature(pair.answer);
  out.vector = pair.vector;
  out.source = checksum(pair.source);
  out.worth = pair.worth;
  out.is_fixed = pair.is_fixed;
  revise(pairs_.size() - 1, pair.question);
}

void Duplicates::revise(std::size_t pair, std::string_view question) {
  const std::vector<std::string> asked = folded_words(question);
  Pair& out = pairs_[pair];
  out.names.clear();
  std::string all;
  for (const std::string& word : asked) {
    all += word + ' ';
    if (!is_plain(word)) out.names.push_back(hash_of(word));
  }
  for (const std::string& word : in_code_font(question)) out.names.push_back(hash_of(word));
  settle(out.names);
  out.asked = checksum(all);
  out.question = content_words(asked);
  // Of a question without content the words themselves count.
  const std::string_view bytes{reinterpret_cast<const char*>(out.question.data()),
                               out.question.size() * sizeof(std::uint32_t)};
  out.key = out.question.empty() ? out.asked : checksum(bytes);
}

bool Duplicates::agree(std::size_t a, std::size_t b) const {
  return share_of_shorter(pairs_[a].answer, pairs_[b].answer) >= kAgree;
}

/// Pairs that ask the same, two and more, by worth.
Duplicates::Groups Duplicates::groups() const {
  std::map<std::uint64_t, std::vector<std::size_t>> by_key;
  for (std::size_t i = 0; i < pairs_.size(); ++i)
    if (!pairs_[i].is_out) by_key[pairs_[i].key].push_back(i);
  Groups out;
  for (auto& [key, group] : by_key)
    if (group.size() > 1) out.push_back(std::move(group));
  std::ranges::sort(out);
  for (auto& group : out) group = by_worth(std::move(group));
  return out;
}

Duplicates::Groups Duplicates::ambiguous() const {
  Groups out;
  for (auto& group : groups())
    if (std::ranges::any_of(group, [&](auto pair) { return contradicts(pair, group).has_value(); }))
      out.push_back(std::move(group));
  return out;
}

std::vector<std::size_t> Duplicates::by_worth(std::vector<std::size_t> pairs) const {
  std::ranges::stable_sort(pairs, [&](std::size_t a, std::size_t b) {
    if (pairs_[a].is_fixed != pairs_[b].is_fixed) return pairs_[a].is_fixed;
    return pairs_[a].worth > pairs_[b].worth;
  });
  return pairs;
}

/// Another of the group whose answer does not agree with this pair's.
std::optional<std::size_t> Duplicates::contradicts(std::size_t pair,
                                                   const std::vector<std::size_t>& group) const {
  const Pair& mine = pairs_[pair];
  for (std::size_t i = 0; i < std::min(group.size(), kManyAnswers); ++i) {
    const Pair& other = pairs_[group[i]];
    if (other.source != mine.source && !agree(group[i], pair)) return group[i];
  }
  return std::nullopt;
}

void Duplicates::settle_group(const std::vector<std::size_t>& group, Found& found) const {
  std::optional<std::size_t> other;
  for (std::size_t i = 0; i < group.size() && !other; ++i) other = contradicts(group[i], group);
  for (const std::size_t pair : group) {
    if (pairs_[pair].is_fixed) continue;
    if (other) {
      found[pair] = {DuplicateKind::kAmbiguous,
                     contradicts(pair, group).value_or(pair == *other ? group[0] : *other)};
    } else if (pair != group[0]) {
      const bool is_exact = pairs_[pair].asked == pairs_[group[0]].asked;
      found[pair] = {is_exact ? DuplicateKind::kExact : DuplicateKind::kNear, group[0]};
    }
  }
}

bool Duplicates::is_near(const Pair& a, const Pair& b) const {
  return a.names == b.names && jaccard(a.question, b.question) >= kNearQuestion &&
         similarity(a.signature, b.signature) >= kNearAnswer;
}

/// Adds ranks (worse, better) of pairs that agree in a band and are near.
void Duplicates::near_in_band(const std::vector<std::size_t>& ranked, std::size_t number,
                              Near& near) const {
  std::vector<std::pair<std::uint64_t, std::size_t>> keys;
  for (std::size_t rank = 0; rank < ranked.size(); ++rank)
    keys.emplace_back(band(pairs_[ranked[rank]].signature, number), rank);
  std::ranges::sort(keys);
  for (std::size_t first = 0, i = 0; i < keys.size(); ++i) {
    if (keys[i].first != keys[first].first) first = i;
    for (std::size_t j = first; j < std::min(i, first + kManyAnswers); ++j)
      if (is_near(pairs_[ranked[keys[i].second]], pairs_[ranked[keys[j].second]]))
        near.emplace_back(keys[i].second, keys[j].second);
  }
}

void Duplicates::settle_near(Found& found) const {
  std::vector<std::size_t> ranked;
  for (std::size_t i = 0; i < pairs_.size(); ++i)
    if (!found[i] && !pairs_[i].is_out && !pairs_[i].answer.empty()) ranked.push_back(i);
  ranked = by_worth(std::move(ranked));
  Near near;
  for (std::size_t number = 0; number < kBands; ++number) near_in_band(ranked, number, near);
  std::ranges::sort(near);
  for (const auto& [worse, better] : near)  // the better one is settled by then
    if (!found[ranked[worse]] && !found[ranked[better]] && !pairs_[ranked[worse]].is_fixed)
      found[ranked[worse]] = {DuplicateKind::kNear, ranked[better]};
}

void Duplicates::settle_meaning(Found& found) const {
  std::vector<std::size_t> ranked;
  for (std::size_t i = 0; i < pairs_.size(); ++i)
    if (!found[i] && !pairs_[i].is_out && !pairs_[i].vector.empty()) ranked.push_back(i);
  ranked = by_worth(std::move(ranked));
  std::vector<const SmallVector*> vectors;
  for (const std::size_t pair : ranked) vectors.push_back(&pairs_[pair].vector);
  for (const auto& [worse, better] : near_vectors(vectors, kNearMeaning)) {
    const std::size_t goes = ranked[worse], stays = ranked[better];
    if (!found[goes] && !found[stays] && !pairs_[goes].is_fixed &&
        pairs_[goes].names == pairs_[stays].names && agree(goes, stays))
      found[goes] = {DuplicateKind::kMeaning, stays};
  }
}

std::vector<std::optional<Duplicate>> Duplicates::find() const {
  Found found(pairs_.size());
  for (const auto& group : groups()) settle_group(group, found);
  settle_near(found);
  settle_meaning(found);
  return found;
}

}  // namespace generator::select
