#include "select/matching.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>

#include "base/text.h"
#include "select/min_hash.h"

namespace generator::select {
namespace {

using Words = std::vector<std::string>;
using Places = std::vector<std::size_t>;

Words words_of(std::string_view question) {
  const FoldedWords folded(question);
  Words out;
  for (std::size_t i = 0; i < folded.size(); ++i) out.emplace_back(folded[i]);
  return out;
}

// One set: the words of its questions, and which rows have a partner already.
struct Side {
  explicit Side(std::span<const MatchText> of) : rows(of), is_taken(of.size(), false) {
    for (const MatchText& row : of) words.push_back(words_of(row.question));
  }
  std::span<const MatchText> rows;
  std::vector<Words> words;
  std::vector<bool> is_taken;
};

// The rows that are left by a key; those without one nowhere.
template <class Key>
std::map<std::string, Places> by_key(const Side& side, Key key) {
  std::map<std::string, Places> out;
  for (std::size_t i = 0; i < side.rows.size(); ++i) {
    if (side.is_taken[i]) continue;
    std::string name = key(side, i);
    if (!name.empty()) out[std::move(name)].push_back(i);
  }
  return out;
}

void take(Side& a, Side& b, std::size_t i, std::size_t j, MatchKind kind, std::vector<Match>& out) {
  a.is_taken[i] = b.is_taken[j] = true;
  out.push_back({i, j, kind});
}

// The nth row of a key with the nth.
template <class Key>
void match_in_order(Side& a, Side& b, Key key, MatchKind kind, std::vector<Match>& out) {
  const auto others = by_key(b, key);
  for (const auto& [name, places] : by_key(a, key)) {
    const auto found = others.find(name);
    if (found == others.end()) continue;
    const std::size_t count = std::min(places.size(), found->second.size());
    for (std::size_t n = 0; n < count; ++n) take(a, b, places[n], found->second[n], kind, out);
  }
}

// Of different words, the share that both have.
double common_share(Words a, Words b) {
  for (Words* words : {&a, &b}) {
    std::ranges::sort(*words);
    const auto rest = std::ranges::unique(*words);
    words->erase(rest.begin(), rest.end());
  }
  Words both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  const std::size_t all = a.size() + b.size() - both.size();
  return all == 0 ? 0 : static_cast<double>(both.size()) / static_cast<double>(all);
}

// The rows of one chunk, the most alike first.
void match_alike(Side& a, Side& b, const Places& of_a, const Places& of_b,
                 std::vector<Match>& out) {
  std::vector<std::tuple<double, std::size_t, std::size_t>> ranked;  // less alike: greater
  for (const std::size_t i : of_a)
    for (const std::size_t j : of_b)
      ranked.emplace_back(-common_share(a.words[i], b.words[j]), i, j);
  std::ranges::sort(ranked);
  for (const auto& [unlike, i, j] : ranked)
    if (!a.is_taken[i] && !b.is_taken[j]) take(a, b, i, j, MatchKind::kChunk, out);
}

}  // namespace

std::vector<Match> match(std::span<const MatchText> a, std::span<const MatchText> b) {
  Side one(a), other(b);
  std::vector<Match> out;
  const auto question = [](const Side& side, std::size_t i) {
    return text::join(side.words[i], " ");
  };
  const auto chunk = [](const Side& side, std::size_t i) {
    return std::string(side.rows[i].chunk);
  };
  const auto both = [&](const Side& side, std::size_t i) {
    const std::string asked = question(side, i), from = chunk(side, i);
    return asked.empty() || from.empty() ? std::string() : asked + "\n" + from;
  };
  match_in_order(one, other, both, MatchKind::kQuestion, out);
  match_in_order(one, other, question, MatchKind::kQuestion, out);
  const auto others = by_key(other, chunk);
  for (const auto& [name, places] : by_key(one, chunk))
    if (const auto found = others.find(name); found != others.end())
      match_alike(one, other, places, found->second, out);
  std::ranges::sort(out, {}, &Match::a);
  return out;
}

}  // namespace generator::select
