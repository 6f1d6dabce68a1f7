#include "select/duplicates.h"

#include <algorithm>
#include <array>
#include <bit>
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

// Where in the list the words with a letter begin, 'a' first; then where it ends.
constexpr std::array<std::uint8_t, 27> kByLetter = [] {
  std::array<std::uint8_t, 27> begins{};
  for (std::size_t letter = 0; letter < begins.size(); ++letter)
    for (const std::string_view word : kEmptyWords)
      begins[letter] += word[0] < static_cast<char>('a' + letter) ? 1 : 0;
  return begins;
}();

bool is_empty(std::string_view word) {
  if (word[0] < 'a' || word[0] > 'z') return false;
  const auto letter = static_cast<std::size_t>(word[0] - 'a');
  for (std::size_t i = kByLetter[letter]; i < kByLetter[letter + 1]; ++i)
    if (kEmptyWords[i] == word) return true;
  return false;
}

bool is_plain(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

std::uint32_t hash_of(std::string_view word) { return static_cast<std::uint32_t>(checksum(word)); }

// The same for "queues" and "queue", "entries" and "entry"; names are left as they are.
std::uint32_t hash_of_singular(std::string_view word) {
  const bool is_plural =
      word.size() >= 4 && word.back() == 's' && !word.ends_with("ss") && is_plain(word);
  if (!is_plural) return hash_of(word);
  if (word.ends_with("ies") && word.size() > 4)
    return hash_of(std::string(word.substr(0, word.size() - 3)) + 'y');
  return hash_of(word.substr(0, word.size() - 1));
}

// "`arldm`" is a name though it is spelt like a word.
FoldedWords in_code_font(std::string_view s) {
  std::string spans;
  if (text::contains(s, "`")) {
    const auto parts = text::split(s, '`');
    for (std::size_t i = 1; i + 1 < parts.size(); i += 2) spans.append(parts[i]) += ' ';
  }
  return FoldedWords(spans);
}

void settle(std::vector<std::uint32_t>& words) {
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
}

std::size_t common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::size_t both = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    both += *x == *y ? 1 : 0;
    const bool a_goes_on = *x <= *y, b_goes_on = *y <= *x;
    x += a_goes_on ? 1 : 0;
    y += b_goes_on ? 1 : 0;
  }
  return both;
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

std::vector<std::uint32_t> content_words(const FoldedWords& words) {
  std::vector<std::uint32_t> out;
  out.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!is_empty(words[i])) out.push_back(hash_of_singular(words[i]));
  settle(out);
  return out;
}

// Leaves out most of the keys that stand once: sorting is for the others.
void leave_out_single(std::vector<std::pair<std::uint64_t, std::size_t>>& keys) {
  const int bits = std::bit_width(8 * keys.size());
  std::vector<std::uint8_t> seen(std::size_t{1} << bits);
  const auto slot = [&](std::uint64_t key) { return key * 0x9E3779B97F4A7C15u >> (64 - bits); };
  for (const auto& [key, rank] : keys) seen[slot(key)] += seen[slot(key)] < 2 ? 1 : 0;
  std::erase_if(keys, [&](const auto& each) { return seen[slot(each.first)] < 2; });
}

}  // namespace

void Duplicates::add(const PairText& pair) {
  Pair& out = pairs_.emplace_back();
  const FoldedWords answer(pair.answer);
  out.answer = content_words(answer);
  out.signature = signature(answer);
  out.vector = pair.vector;
  out.source = checksum(pair.source);
  out.worth = pair.worth;
  out.is_fixed = pair.is_fixed;
  revise(pairs_.size() - 1, pair.question);
}

void Duplicates::revise(std::size_t pair, std::string_view question) {
  const FoldedWords asked(question), code = in_code_font(question);
  Pair& out = pairs_[pair];
  out.names.clear();
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (!is_plain(asked[i])) out.names.push_back(hash_of(asked[i]));
  for (std::size_t i = 0; i < code.size(); ++i) out.names.push_back(hash_of(code[i]));
  settle(out.names);
  out.asked = checksum(asked.all());
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
  std::vector<std::pair<std::uint64_t, std::size_t>> keys;
  keys.reserve(pairs_.size());
  for (std::size_t i = 0; i < pairs_.size(); ++i)
    if (!pairs_[i].is_out) keys.emplace_back(pairs_[i].key, i);
  std::ranges::sort(keys);
  Groups out;
  for (std::size_t i = 1; i < keys.size(); ++i) {
    if (keys[i].first != keys[i - 1].first) continue;
    const bool is_second = i < 2 || keys[i - 2].first != keys[i].first;
    if (is_second) out.push_back({keys[i - 1].second});
    out.back().push_back(keys[i].second);
  }
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
  keys.reserve(ranked.size());
  for (std::size_t rank = 0; rank < ranked.size(); ++rank)
    keys.emplace_back(band(pairs_[ranked[rank]].signature, number), rank);
  leave_out_single(keys);
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
