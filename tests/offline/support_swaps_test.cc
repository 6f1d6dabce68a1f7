// What the support measure finds, counted where the answer is known: sentences of real pages into
// which a fault was planted, and the same sentences as they are and as the rules rewrite them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/text.h"
#include "measure/support.h"
#include "offline/real_chunks.h"
#include "offline/rewriting.h"
#include "support/chunk_lines.h"

namespace generator::measure {
namespace {

// GENERATOR_CHUNKS=FILE: a chunks.jsonl; else the pages beside the checkout.
std::vector<Chunk> given_chunks() {
  const char* path = std::getenv("GENERATOR_CHUNKS");
  return path == nullptr ? testing::real_chunks() : testing::chunks_of(path);
}

// `sentence` with the fact put in another's place.
std::string swapped(const std::string& sentence, const Fact& fact, std::string_view by) {
  std::string out = sentence;
  return out.replace(static_cast<std::size_t>(fact.bytes.begin),
                     static_cast<std::size_t>(fact.bytes.end - fact.bytes.begin), by);
}

struct Planted {
  std::string kind, text;
};

// Others of its kind in the same chunk come first: they are the hardest to find.
class Planter {
 public:
  Planter(const std::vector<Fact>& others, Random& random) : others_(others), random_(random) {}

  void plant(const std::string& sentence, std::vector<Planted>& out) {
    std::map<FactKind, bool> done;
    for (const Fact& fact : facts(sentence)) {
      if (done[fact.kind]) continue;
      const auto by = other(fact);
      if (!by) continue;
      done[fact.kind] = true;
      out.push_back({kind_of(fact), swapped(sentence, fact, *by)});
    }
    if (auto changed = unit(sentence)) out.push_back({"unit", *changed});
    if (auto changed = denied(sentence)) out.push_back({"negation", *changed});
  }

 private:
  static std::string kind_of(const Fact& fact) {
    if (fact.kind == FactKind::kName) return "entity";
    if (fact.kind == FactKind::kVersion) return "number";
    return std::string(to_text(fact.kind));
  }
  std::optional<std::string> other(const Fact& fact) {
    if (fact.kind == FactKind::kCommand || fact.kind == FactKind::kUrl) return std::nullopt;
    std::vector<const Fact*> same;
    for (const Fact& known : others_)
      if (known.kind == fact.kind && known.key != fact.key && known.text.size() < 40 &&
          is_ordinal(known) == is_ordinal(fact))
        same.push_back(&known);
    if (same.empty()) return std::nullopt;
    return same[random_.below(same.size())]->text;
  }
  static bool is_ordinal(const Fact& fact) { return fact.key.ends_with("|ordinal"); }
  static std::optional<std::string> unit(const std::string& sentence) {
    constexpr std::pair<std::string_view, std::string_view> kUnits[] = {
        {" bytes", " bits"}, {" KB", " MB"}, {" MB", " GB"}, {"-bit", "-byte"}, {" bits", " bytes"}};
    for (const Fact& fact : facts(sentence))
      for (const auto& [from, to] : kUnits)
        if (fact.kind == FactKind::kNumber && text::contains(fact.text, from))
          return swapped(sentence, fact, text::replace_all(fact.text, from, to));
    return std::nullopt;
  }
  static std::optional<std::string> denied(const std::string& sentence) {
    constexpr std::pair<std::string_view, std::string_view> kForms[] = {
        {" is not ", " is "}, {" cannot ", " can "}, {" does not ", " does "}, {" are not ", " are "},
        {" must not ", " must "}, {" is ", " is not "}, {" can ", " cannot "},
        {" are ", " are not "}, {" will ", " will not "}, {" must ", " must not "}};
    for (const auto& [from, to] : kForms)
      if (const std::size_t at = sentence.find(from); at != std::string::npos) {
        std::string out = sentence;
        return out.replace(at, from.size(), to);
      }
    return std::nullopt;
  }
  const std::vector<Fact>& others_;
  Random& random_;
};

struct Count {
  int found = 0, all = 0;
  double share() const { return all == 0 ? 0 : static_cast<double>(found) / all; }
};

bool is_refused(const Support& found) {
  return std::ranges::any_of(found.sentences,
                             [](const SentenceSupport& s) { return !s.is_supported(); });
}

// The page says so elsewhere: no fault.
bool is_said(const Support& found) {
  return std::ranges::all_of(found.sentences, &SentenceSupport::is_verbatim);
}

// Three sentences of the passage, every fifth word left out: not copied any more.
std::string answer_of(const Passage& passage) {
  std::string out;
  int sentences = 0, number = 0;
  for (const Unit& unit : passage.units) {
    if (unit.kind != UnitKind::kSentence || text::words(passage.text_of(unit)).size() < 8) continue;
    for (const std::string_view word : text::words(passage.text_of(unit)))
      if (++number % 5 != 0) out.append(word).push_back(' ');
    if (++sentences == 3) return out;
  }
  return "";
}

// The chance that one of `right` is above one of `other`.
double auc(const std::vector<double>& right, const std::vector<double>& other) {
  double won = 0;
  for (const double r : right)
    for (const double o : other) won += r > o ? 1 : r == o ? 0.5 : 0;
  return won / static_cast<double>(right.size() * other.size());
}

// How well `passage` supports an answer, between 0 and 1.
double overlap(std::string_view answer, const Passage& passage) {
  return support(answer, passage, {}).overlap;
}

class SupportOfRealPages : public ::testing::Test {
 protected:
  void SetUp() override {
    chunks_ = given_chunks();
    if (chunks_.empty()) GTEST_SKIP() << "no documents beside the checkout";
  }
  std::vector<Chunk> chunks_;
};

TEST_F(SupportOfRealPages, FindsWhatWasPlantedAndLittleElse) {
  std::map<std::string, Count> counts;
  std::map<std::string, int> shown;
  Random random(1);
  for (const Chunk& chunk : chunks_) {
    const Passage passage = read_passage(chunk);
    const std::vector<Fact> others = facts(chunk.text);
    for (const Unit& unit : passage.units) {
      const std::string sentence(text::trim(passage.text_of(unit)));
      if (unit.kind != UnitKind::kSentence || text::words(sentence).size() < 8) continue;
      const auto take = [&](const std::string& kind, const std::string& text, bool is_fault) {
        const Support found = support(text, passage, {});
        if (is_fault && is_said(found)) return;
        const bool refused = is_refused(found);
        Count& count = counts[kind];
        ++count.all;
        count.found += refused;
        if (refused != is_fault && shown[kind]++ < 25)
          fmt::print("{} {}: {}\n    {}\n", refused ? "alarm," : "missed,", kind, text, sentence);
      };
      take("as it is", sentence, false);
      take("rewritten", offline::rewritten(sentence), false);
      std::vector<Planted> planted;
      Planter(others, random).plant(sentence, planted);
      for (const Planted& fault : planted) take(fault.kind, fault.text, true);
    }
  }
  for (const auto& [kind, count] : counts)
    fmt::print("{:10} {:5} of {:5} refused, {:.1f} %\n", kind, count.found, count.all,
               100 * count.share());
  for (const std::string kind : {"number", "unit", "flag", "identifier"})
    EXPECT_GE(counts[kind].share(), 0.95) << kind;
  for (const std::string kind : {"negation", "entity"})
    EXPECT_GE(counts[kind].share(), 0.80) << kind;
  for (const std::string kind : {"as it is", "rewritten"})
    EXPECT_LE(counts[kind].share(), 0.05) << kind;
}

// The right chunk against the hardest other chunk of the same page: the one that supports the
// answer best. An answer is three sentences, with a fifth of the words left out.
TEST_F(SupportOfRealPages, TellsTheRightChunkFromTheHardestOther) {
  std::vector<Passage> passages;
  for (const Chunk& chunk : chunks_) passages.push_back(read_passage(chunk));
  std::vector<double> right, other;
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    const std::string answer = answer_of(passages[i]);
    if (answer.empty()) continue;
    double hardest = 0;
    for (std::size_t j = 0; j < chunks_.size(); ++j)
      if (j != i && chunks_[j].source == chunks_[i].source)
        hardest = std::max(hardest, overlap(answer, passages[j]));
    right.push_back(overlap(answer, passages[i]));
    other.push_back(hardest);
  }
  std::vector<std::size_t> by_hardness(right.size());
  std::iota(by_hardness.begin(), by_hardness.end(), std::size_t{0});
  std::ranges::sort(by_hardness, std::greater<>(), [&](std::size_t i) { return other[i]; });
  by_hardness.resize(right.size() / 10);
  std::vector<double> hard_right, hard_other;
  for (const std::size_t i : by_hardness) {
    hard_right.push_back(right[i]);
    hard_other.push_back(other[i]);
  }
  fmt::print("{} answers: AUC {:.4f}; the hardest {}: {:.4f}\n", right.size(), auc(right, other),
             hard_right.size(), auc(hard_right, hard_other));
  EXPECT_GE(auc(right, other), 0.95);
}

}  // namespace
}  // namespace generator::measure
