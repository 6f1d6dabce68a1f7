// A word that every chunk has tells nothing, and a pair that shares nearly all of its words is one
// passage twice (overlapping chunks, a page in two versions). Candidates come from words that few
// chunks of the document have, so that long documents stay quick.
#include "qa/passage_pairs.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "measure/content_words.h"
#include "measure/passage.h"
#include "measure/plain.h"

namespace generator::qa {
namespace {

constexpr std::size_t kShortest = 3;   // letters of a word that counts
constexpr std::size_t kCommon = 40;    // chunks of a document that may have a word which joins two
constexpr double kHeadingWeight = 2;
constexpr std::size_t kLongestTerm = 5;  // words that a definition begins with

// Words, and two words of content that stand side by side: "region reference" tells more.
std::vector<std::uint32_t> terms_of(std::string_view text) {
  std::vector<std::uint32_t> out;
  std::string before;
  for (const auto& word : measure::content_words(measure::PlainText(text).text())) {
    const bool has_letter = !std::ranges::all_of(word.stem, text::is_digit);
    const bool counts = !word.is_empty && has_letter && word.stem.size() >= kShortest;
    if (counts) out.push_back(static_cast<std::uint32_t>(checksum(word.stem)));
    if (counts && !before.empty())
      out.push_back(static_cast<std::uint32_t>(checksum(before + " " + word.stem)));
    before = counts ? word.stem : "";
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// What sentences of the chunk say of what kind it is: "A region reference" of "A region reference
// is an object ...", a line each. English alone.
std::string defined_in(const Chunk& chunk) {
  const measure::Passage passage = measure::read_passage(chunk);
  std::string out;
  for (const measure::Unit& unit : passage.units) {
    if (unit.kind != measure::UnitKind::kSentence) continue;
    const auto words = text::words(passage.text_of(unit));
    for (std::size_t i = 1; i + 1 < words.size() && i <= kLongestTerm; ++i) {
      if (words[i] != "is" && words[i] != "are") continue;
      const std::string_view next = words[i + 1];
      if (words[i] == "is" && next != "a" && next != "an" && next != "the") break;
      for (std::size_t k = 0; k < i; ++k) out.append(words[k]).push_back(' ');
      out += '\n';
      break;
    }
  }
  return out;
}

}  // namespace

void PassagePairs::add(const Chunk& chunk, bool bears, select::SmallVector vector) {
  const std::uint64_t place = chunks_.size();
  Profile profile;
  if (bears) {
    const std::string headings = text::join(chunk.headings, "\n");
    profile.headings = terms_of(headings);
    profile.defined = terms_of(defined_in(chunk));
    profile.terms = terms_of(headings + "\n" + chunk.text);
    for (const Term term : profile.terms) ++in_chunks_[term];
    documents_[chunk.source].push_back(place);
  }
  chunks_.push_back(std::move(profile));
  vectors_.push_back(bears ? std::move(vector) : select::SmallVector{});
}

double PassagePairs::weight(Term term) const {
  const auto all = static_cast<double>(chunks_.size());
  return std::log((all + 1) / static_cast<double>(in_chunks_.at(term)));
}

// A cosine over weights, where words of headings count more; `shared` words, as far as they tell.
double PassagePairs::overlap(const Profile& a, const Profile& b, std::size_t& shared) const {
  double both = 0, one = 0, other = 0;
  const auto is_heading = [&](Term term) {
    return std::ranges::binary_search(a.headings, term) ||
           std::ranges::binary_search(b.headings, term);
  };
  const auto of = [&](Term term) {
    const double weighted = weight(term) * (is_heading(term) ? kHeadingWeight : 1);
    return weighted * weighted;
  };
  for (const Term term : a.terms) one += of(term);
  for (const Term term : b.terms) other += of(term);
  std::vector<Term> common;
  std::ranges::set_intersection(a.terms, b.terms, std::back_inserter(common));
  for (const Term term : common) both += of(term);
  shared = common.size();
  return one > 0 && other > 0 ? both / std::sqrt(one * other) : 0;
}

// How rare the rarest thing is, 0 to 1, that one of them defines and the other speaks of.
double PassagePairs::explained(const Profile& a, const Profile& b) const {
  double most = 0;
  for (const auto& [defines, speaks] : {std::pair(&a, &b), std::pair(&b, &a)})
    for (const Term term : defines->defined)
      if (std::ranges::binary_search(speaks->terms, term)) most = std::max(most, weight(term));
  return most / std::log(static_cast<double>(chunks_.size()) + 1);
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> PassagePairs::candidates(
    const std::vector<std::uint64_t>& document) const {
  std::map<Term, std::vector<std::uint64_t>> having;
  for (const std::uint64_t chunk : document)
    for (const Term term : chunks_[chunk].terms) having[term].push_back(chunk);
  std::set<std::pair<std::uint64_t, std::uint64_t>> out;
  for (const auto& [term, chunks] : having) {
    if (chunks.size() > kCommon) continue;
    for (std::size_t i = 0; i < chunks.size(); ++i)
      for (std::size_t j = i + 1; j < chunks.size(); ++j) out.emplace(chunks[i], chunks[j]);
  }
  return {out.begin(), out.end()};
}

void PassagePairs::score_neighbours(Scores& scores) const {
  std::vector<const select::SmallVector*> vectors;
  for (const auto& vector : vectors_) vectors.push_back(&vector);
  for (const auto& [later, earlier] : select::near_vectors(vectors, kNear)) {
    const double cosine = select::cosine(vectors_[later], vectors_[earlier]);
    std::size_t shared = 0;
    if (cosine > kNearSame || overlap(chunks_[earlier], chunks_[later], shared) > kSame) continue;
    scores[{earlier, later}] += cosine;
  }
}

std::vector<PassagePair> PassagePairs::choose() const {
  Scores scores;
  for (const auto& [source, document] : documents_)
    for (const auto& [first, second] : candidates(document)) {
      std::size_t shared = 0;
      const double said = overlap(chunks_[first], chunks_[second], shared);
      if (shared >= kFewestShared && said <= kSame)
        scores[{first, second}] = said + explained(chunks_[first], chunks_[second]);
    }
  score_neighbours(scores);
  std::vector<std::pair<Digest, PassagePair>> all;
  for (const auto& [pair, score] : scores)
    all.emplace_back(Hasher().add(seed_).add(pair.first).add(pair.second).finish(),
                     PassagePair{pair.first, pair.second, score});
  std::ranges::stable_sort(all, [](const auto& a, const auto& b) {
    return a.second.score != b.second.score ? a.second.score > b.second.score : a.first < b.first;
  });
  std::vector<int> uses(chunks_.size(), 0);
  std::vector<PassagePair> out;
  for (const auto& [order, pair] : all) {
    if (std::max(uses[pair.first], uses[pair.second]) >= most_of_a_chunk_) continue;
    ++uses[pair.first];
    ++uses[pair.second];
    out.push_back(pair);
  }
  return out;
}

}  // namespace generator::qa
