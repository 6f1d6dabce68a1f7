// Alignment is greedy: the unit that says most, then others that say at least two further words and
// a fifth of the sentence. A single further word buys no unit, and a number or name with digits none
// at all: else one that was changed would be found wherever the passage has it.
#include "measure/support.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "base/text.h"
#include "measure/content_words.h"
#include "measure/plain.h"

namespace generator::measure {
namespace {

constexpr std::size_t kMostUnits = 3;
constexpr double kFurtherShare = 0.2;
constexpr std::size_t kFurtherWords = 2;
constexpr double kSameSentence = 0.6;   // of either's words in the other: only a form of it
constexpr std::size_t kFewestRun = 12;  // characters of a copied sentence without space and marks

struct Words {
  std::vector<ContentWord> all;
  std::map<std::string, int> count;  // of content
};

Words words_of(std::string_view text) {
  Words out;
  out.all = content_words(PlainText(text).text());
  for (const ContentWord& word : out.all)
    if (!word.is_empty) ++out.count[word.stem];
  return out;
}

// Letters, digits and what is no ASCII, in lower case: what is left of a copy in another form.
std::string bare(std::string_view text) {
  std::string out;
  const PlainText plain(text);
  for (const char c : text::to_lower(plain.text()))
    if (text::is_word(c) && c != '_') out += c;
  return out;
}

bool is_prose(std::string_view stem) {
  return std::ranges::none_of(stem, [](char c) { return text::is_digit(c) || c == '_'; });
}

std::size_t denials(const Words& words) {
  return static_cast<std::size_t>(std::ranges::count_if(
      words.all, [](const ContentWord& word) { return is_denial(word.stem); }));
}

// Stems that a denial stands before: up to three words on, the first one of content.
std::set<std::string> denied(const Words& words) {
  std::set<std::string> out;
  for (std::size_t i = 0; i < words.all.size(); ++i) {
    if (!is_denial(words.all[i].stem)) continue;
    for (std::size_t next = i + 1; next < words.all.size() && next < i + 5; ++next)
      if (!words.all[next].is_empty) {
        out.insert(words.all[next].stem);
        break;
      }
  }
  return out;
}

class Source {
 public:
  explicit Source(const Passage& passage) : passage_(passage) {
    for (const Unit& unit : passage.units) {
      units_.push_back(words_of(passage.text_of(unit)));
      for (const auto& [stem, count] : units_.back().count) ++in_units_[stem];
    }
    bare_ = bare(passage.text);
  }

  // A word that many units say tells little about which of them is meant.
  double weight(const std::string& stem) const {
    const auto known = in_units_.find(stem);
    return known == in_units_.end() ? 1 : 1 / (1 + std::log(static_cast<double>(known->second)));
  }
  double weight(const Words& words) const {
    double out = 0;
    for (const auto& [stem, count] : words.count) out += weight(stem);
    return out;
  }
  bool copies(std::string_view bare) const {
    return bare.size() >= kFewestRun && bare_.find(bare) != std::string::npos;
  }
  const Words& unit(std::size_t index) const { return units_[index]; }

  /// The units that say most of `words`, best first.
  std::vector<std::size_t> align(const Words& words) const {
    std::vector<std::size_t> out;
    std::set<std::string> left;
    for (const auto& [stem, count] : words.count) left.insert(stem);
    const double all = weight(words);
    while (out.size() < kMostUnits && !left.empty()) {
      const auto [best, share, shared] = most_of(left, out, all);
      const bool is_worth = out.empty() ? shared > 0
                                        : share >= kFurtherShare && shared >= kFurtherWords;
      if (!is_worth) break;
      out.push_back(best);
      for (const auto& [stem, count] : units_[best].count) left.erase(stem);
    }
    return out;
  }

  double share(const Words& words, const std::vector<std::size_t>& units,
               const Words& known, const Words& facts) const {
    double all = 0, said = 0;
    for (const auto& [stem, count] : words.count) {
      const bool is_said =
          facts.count.contains(stem) ||
          std::ranges::any_of(units, [&](std::size_t unit) { return says(unit, stem); });
      if (!is_said && known.count.contains(stem)) continue;
      all += weight(stem);
      if (is_said) said += weight(stem);
    }
    return all > 0 ? said / all : 1;
  }

  KnownFacts facts(const std::vector<std::size_t>& units, std::string_view known) const {
    KnownFacts out(known);
    for (const std::size_t index : units) {
      const Unit& unit = passage_.units[index];
      const Block& block = passage_.blocks[static_cast<std::size_t>(unit.block)];
      out.add(passage_.text_of(unit));
      out.add(passage_.text_of(block.header));
      for (const std::string& heading :
           passage_.sections[static_cast<std::size_t>(block.section)].headings)
        out.add(heading);
    }
    return out;
  }

 private:
  struct Best {
    std::size_t unit = 0;
    double share = 0;
    std::size_t shared = 0;
  };

  bool says(std::size_t unit, const std::string& stem) const {
    return units_[unit].count.contains(stem);
  }
  // Of two that say as much the one nearest to those that were taken, else the shorter.
  Best most_of(const std::set<std::string>& left, const std::vector<std::size_t>& taken,
               double all) const {
    Best best;
    double best_rank = -1;
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
      double said = 0;
      std::size_t shared = 0;
      for (const std::string& stem : left)
        if (says(unit, stem) && (taken.empty() || is_prose(stem))) said += weight(stem), ++shared;
      if (shared == 0) continue;
      double rank = said;
      if (!taken.empty()) {
        const auto apart = static_cast<double>(unit > taken[0] ? unit - taken[0] : taken[0] - unit);
        rank += all * 0.01 / (1 + apart);
      } else {
        rank -= 0.001 * static_cast<double>(units_[unit].count.size());
      }
      if (rank <= best_rank) continue;
      best_rank = rank;
      best = {unit, all > 0 ? said / all : 0, shared};
    }
    return best;
  }

  const Passage& passage_;
  std::vector<Words> units_;
  std::map<std::string, int> in_units_;
  std::string bare_;
};

// In two sentences that are one but for a few words, a word of the one that says the opposite of a
// word that only the other has.
std::string turned_word(const Words& answer, const Words& source) {
  for (const auto& [stem, count] : answer.count) {
    if (source.count.contains(stem)) continue;
    for (const auto& [other, times] : source.count)
      if (!answer.count.contains(other) && are_opposites(stem, other))
        return fmt::format("it says the opposite of `{}…`", other);
  }
  return "";
}

// The facts that `text` has more often than `other`.
std::vector<Fact> more_often(const std::vector<Fact>& text, const std::vector<Fact>& other) {
  std::map<std::pair<FactKind, std::string>, int> left;
  for (const Fact& fact : other) ++left[{fact.kind, fact.key}];
  std::vector<Fact> out;
  for (const Fact& fact : text)
    if (left[{fact.kind, fact.key}]-- <= 0) out.push_back(fact);
  return out;
}

// In such sentences, facts in the place of others of their kind: it may be that the source names
// both, and still says another thing.
std::vector<Fact> replaced(std::string_view sentence, std::string_view source) {
  const std::vector<Fact> here = facts(sentence), there = facts(source);
  std::vector<Fact> out = more_often(here, there);
  const std::vector<Fact> gone = more_often(there, here);
  std::erase_if(out, [&](const Fact& fact) {
    return fact.kind == FactKind::kCommand ||
           std::ranges::none_of(gone, [&](const Fact& other) { return other.kind == fact.kind; });
  });
  return out;
}

// Whether both say the same but for a few words.
bool are_forms(const Source& source, const Words& answer, std::size_t unit) {
  const Words& other = source.unit(unit);
  double shared = 0;
  for (const auto& [stem, count] : answer.count)
    if (other.count.contains(stem)) shared += source.weight(stem);
  return shared >= kSameSentence * source.weight(answer) &&
         shared >= kSameSentence * source.weight(other);
}

std::string conflict_of_forms(const Words& answer, const Words& source) {
  const std::size_t here = denials(answer), there = denials(source);
  if (here > there) return "it denies what the source says";
  if (here < there) return "it says what the source denies";
  return turned_word(answer, source);
}

std::string conflict_of(const Source& source, const Words& answer,
                        const std::vector<std::size_t>& units) {
  Words said;
  for (const std::size_t unit : units) {
    const Words& words = source.unit(unit);
    said.all.insert(said.all.end(), words.all.begin(), words.all.end());
    for (const auto& [stem, count] : words.count) said.count[stem] += count;
  }
  const std::set<std::string> here = denied(answer), there = denied(said);
  for (const std::string& stem : here)
    if (said.count.contains(stem) && !there.contains(stem) && denials(said) < denials(answer))
      return fmt::format("it denies `{}…`, the source does not", stem);
  for (const std::string& stem : there)
    if (answer.count.contains(stem) && !here.contains(stem) && denials(answer) == 0)
      return fmt::format("the source denies `{}…`, it does not", stem);
  return "";
}

// Words of facts that the source has in whatever form: "2 times" where that says "twice".
Words words_of_known_facts(std::string_view sentence, const std::vector<Fact>& missing) {
  std::string out;
  for (const Fact& fact : facts(sentence))
    if (std::ranges::none_of(missing, [&](const Fact& other) { return other.key == fact.key; }))
      out.append(fact.text).push_back(' ');
  return words_of(out);
}

void compare_prose(std::string_view sentence, const Source& source, const Passage& passage,
                   const Words& words, const std::vector<std::size_t>& units,
                   SentenceSupport& out) {
  if (units.empty() || !are_forms(source, words, units[0])) {
    out.conflict = conflict_of(source, words, units);
    return;
  }
  for (Fact& fact : replaced(sentence, passage.text_of(passage.units[units[0]])))
    if (std::ranges::none_of(out.missing, [&](const Fact& m) { return m.key == fact.key; }))
      out.missing.push_back(std::move(fact));
  out.conflict = conflict_of_forms(words, source.unit(units[0]));
}

SentenceSupport support_of(std::string_view sentence, const Source& source, const Passage& passage,
                           const Words& known, const SupportOptions& options) {
  SentenceSupport out;
  const Words words = words_of(sentence);
  out.words = source.weight(words);
  std::vector<std::size_t> units = source.align(words);
  for (const std::size_t unit : units) out.source.push_back(passage.units[unit].bytes);
  std::ranges::sort(out.source, {}, &Span::begin);
  const bool is_copy = source.copies(bare(sentence));
  if (is_copy || options.facts_only) {
    units.resize(passage.units.size());
    std::iota(units.begin(), units.end(), std::size_t{0});
  }
  out.missing = added(source.facts(units, options.known), sentence);
  std::erase_if(out.missing, [&](const Fact& fact) {
    return (is_copy || options.facts_only) && !is_hard(fact.kind);
  });
  out.is_verbatim = is_copy && out.missing.empty();
  out.share = 1;
  if (is_copy || options.facts_only) return out;
  out.share = source.share(words, units, known, words_of_known_facts(sentence, out.missing));
  compare_prose(sentence, source, passage, words, units, out);
  return out;
}

}  // namespace

bool is_hard(FactKind kind) { return kind != FactKind::kName; }

Support support(std::string_view answer, const Passage& passage, const SupportOptions& options) {
  Chunk text;
  text.text = answer;
  const Passage parts = read_passage(text);
  const Source source(passage);
  const Words known = words_of(options.known);
  Support out;
  double words = 0, supported = 0, said = 0;
  for (const Unit& unit : parts.units) {
    SentenceSupport sentence = support_of(parts.text_of(unit), source, passage, known, options);
    sentence.bytes = unit.bytes;
    words += sentence.words;
    said += sentence.words * sentence.share;
    if (sentence.is_supported()) supported += sentence.words;
    out.sentences.push_back(std::move(sentence));
  }
  if (words > 0) {
    out.share = supported / words;
    out.overlap = said / words;
  }
  return out;
}

std::string unsupported_text(const Support& support) {
  std::vector<Fact> missing;
  std::string out;
  for (const SentenceSupport& sentence : support.sentences)
    for (const Fact& fact : sentence.missing)
      if (std::ranges::none_of(missing, [&](const Fact& known) { return known.text == fact.text; }))
        missing.push_back(fact);
  if (!missing.empty()) out = to_text(missing);
  for (const SentenceSupport& sentence : support.sentences)
    if (!sentence.conflict.empty()) out += (out.empty() ? "" : "; ") + sentence.conflict;
  return out;
}

}  // namespace generator::measure
