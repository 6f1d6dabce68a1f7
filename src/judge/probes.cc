// English, mostly: where a text offers nothing to change, the probe is left out and not counted.
#include "judge/probes.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "measure/facts.h"
#include "measure/passage.h"

namespace generator::judge {
namespace {

constexpr std::size_t kMostSubjectWords = 5;
constexpr std::size_t kFewestWords = 8;
constexpr std::size_t kMostWords = 45;

// With ones own words as the answer, it is no rating's any more.
SourcedExample with_answer(const SourcedExample& row, std::string answer) {
  SourcedExample out = row;
  out.example.pair().answer = std::move(answer);
  out.example.evidence.clear();
  out.example.rating.reset();
  return out;
}

std::string replaced(std::string text, std::size_t at, std::size_t length, std::string_view by) {
  return text.replace(at, length, by);
}

// Facts whose replacement makes a sentence wrong whatever it says.
bool is_swapped(measure::FactKind kind) {
  return kind == measure::FactKind::kNumber || kind == measure::FactKind::kVersion ||
         kind == measure::FactKind::kIdentifier || kind == measure::FactKind::kFlag;
}

bool stands_in(const measure::Fact& fact, const std::vector<measure::Fact>& facts) {
  return std::ranges::any_of(facts, [&](const measure::Fact& one) {
    return one.kind == fact.kind && one.key == fact.key;
  });
}

// "group" of "A group is a collection of objects."; "" where a sentence does not begin so.
std::string defined(std::string_view sentence) {
  const std::vector<std::string_view> words = text::words(sentence);
  if (words.size() < kFewestWords || words.size() > kMostWords) return "";
  if (words[0] != "A" && words[0] != "An" && words[0] != "The") return "";
  for (std::size_t is = 2; is < std::min(words.size(), kMostSubjectWords + 2); ++is) {
    const std::string_view word = words[is], next = words[is + 1];
    if (word == "is" && (next == "a" || next == "an" || next == "the")) {
      const auto begin = static_cast<std::size_t>(words[1].data() - sentence.data());
      const auto end = static_cast<std::size_t>(words[is - 1].data() - sentence.data());
      return std::string(sentence.substr(begin, end + words[is - 1].size() - begin));
    }
    if (text::contains(words[is - 1], ",")) return "";
  }
  return "";
}

}  // namespace

SourcedExample padded(const SourcedExample& row) {
  const std::string& answer = row.example.pair().answer;
  return with_answer(row, answer + "\n\nTo say the same once more: " + answer);
}

std::optional<SourcedExample> with_answer_of(const SourcedExample& row,
                                             const SourcedExample& other) {
  const std::string& chunk = row.example.provenance.chunk_id;
  if (chunk == other.example.provenance.chunk_id) return std::nullopt;
  if (row.example.pair().answer == other.example.pair().answer) return std::nullopt;
  return with_answer(row, other.example.pair().answer);
}

std::optional<SourcedExample> with_changed_fact(const SourcedExample& row) {
  if (!row.chunk) return std::nullopt;
  const std::string& answer = row.example.pair().answer;
  const auto said = measure::facts(answer);
  const auto asked = measure::facts(row.example.pair().question);
  const std::string second = row.second ? "\n\n" + row.second->text : "";
  const auto known = measure::facts(row.chunk->text + second);
  for (const measure::Fact& fact : said) {
    if (!is_swapped(fact.kind) || stands_in(fact, asked)) continue;
    const auto other = std::ranges::find_if(known, [&](const measure::Fact& one) {
      return one.kind == fact.kind && !stands_in(one, said) && !stands_in(one, asked);
    });
    if (other == known.end()) continue;
    const auto begin = static_cast<std::size_t>(fact.bytes.begin);
    const auto end = static_cast<std::size_t>(fact.bytes.end);
    return with_answer(row, replaced(answer, begin, end - begin, other->text));
  }
  return std::nullopt;
}

std::optional<SourcedExample> with_denial(const SourcedExample& row) {
  const std::string& answer = row.example.pair().answer;
  for (const std::string_view word :
       {" is ", " are ", " can ", " must ", " will ", " does ", " should "}) {
    const std::size_t at = answer.find(word);
    if (at == std::string::npos) continue;
    const std::size_t behind = at + word.size();
    if (std::string_view(answer).substr(behind).starts_with("not "))
      return with_answer(row, replaced(answer, behind, 4, ""));
    return with_answer(row, replaced(answer, behind, 0, "not "));
  }
  return std::nullopt;
}

std::optional<SourcedExample> easy_row(const SourcedExample& row) {
  if (!row.chunk) return std::nullopt;
  const measure::Passage passage = measure::read_passage(*row.chunk);
  for (const measure::Unit& unit : passage.units) {
    if (unit.kind != measure::UnitKind::kSentence) continue;
    const std::string sentence(text::trim(passage.text_of(unit)));
    const std::string subject = defined(sentence);
    if (subject.empty()) continue;
    SourcedExample out = with_answer(row, sentence);
    out.example.body = QaPair{
        fmt::format("What is {} {}?", text::to_lower(text::words(sentence)[0]), subject), {}, sentence};
    out.example.evidence = {{row.chunk->id, unit.bytes}};
    out.example.multi_hop = false;
    out.second.reset();
    return out;
  }
  return std::nullopt;
}

}  // namespace generator::judge
