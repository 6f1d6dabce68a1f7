#include "preference/ground.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "data/preference.h"

namespace generator::preference {
namespace {

constexpr std::array<std::string_view, 5> kKindNames = {"name", "number", "opposite", "exchange",
                                                        "denial"};

// What follows is an instance, or a possibility: with another one nothing would be wrong.
constexpr std::string_view kInstances[] = {"for example", "for instance", "e.g.", "such as",
                                           "might",       "an example",   "etc."};

bool says_how_it_is(const measure::Unit& unit, std::string_view text) {
  if (unit.kind == measure::UnitKind::kCode) return false;
  const std::string folded = text::to_lower(text::trim(text));
  if (folded.empty() || folded.back() == '?') return false;
  return std::ranges::none_of(kInstances, [&](std::string_view instance) {
    return text::contains(folded, instance);
  });
}

bool stands_in(const measure::Fact& fact, const std::vector<measure::Fact>& facts) {
  return std::ranges::any_of(facts, [&](const measure::Fact& one) {
    return one.kind == fact.kind && one.key == fact.key;
  });
}

// A bare "2" is one thing here and another there: only one that is spelt the same is meant.
bool says_the_same(const measure::Fact& one, const measure::Fact& fact) {
  if (one.kind != fact.kind || one.key != fact.key) return false;
  return fact.kind != measure::FactKind::kNumber || !fact.key.ends_with('|') ||
         text::to_lower(one.text) == text::to_lower(fact.text);
}

std::string turned(std::string_view text, const measure::Fact& fact, std::string_view by,
                   Replacement replaced) {
  std::string out;
  std::size_t copied = 0;
  for (const measure::Fact& one : measure::facts(text)) {
    const auto begin = static_cast<std::size_t>(one.bytes.begin);
    if (!says_the_same(one, fact) || begin < copied) continue;
    out.append(text.substr(copied, begin - copied)).append(replaced(one.text, by));
    copied = static_cast<std::size_t>(one.bytes.end);
  }
  return out.append(text.substr(copied));
}

bool begins_with_vowel(std::string_view word) {
  return !word.empty() && std::string_view("aeiouAEIOU").find(word[0]) != std::string_view::npos;
}

}  // namespace

std::string_view to_text(FaultKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

Ground::Ground(const SourcedExample& row)
    : question_(said_before(row.example)),
      answer_(last_answer(row.example)),
      reasoning_(last_turn(row.example).reasoning) {
  Chunk text;
  text.text = answer_;
  for (const measure::Unit& unit : measure::read_passage(text).units)
    if (says_how_it_is(unit, text_of(unit.bytes))) statements_.push_back(unit.bytes);
  const auto said = measure::facts(answer_);
  const auto asked = measure::facts(question_);
  for (const measure::Fact& fact : said) {
    const auto holds = [&](Span s) {
      return s.begin <= fact.bytes.begin && fact.bytes.end <= s.end;
    };
    if (std::ranges::any_of(statements_, holds) && !stands_in(fact, asked)) open_.push_back(fact);
  }
  for (const std::optional<Chunk>* chunk : {&row.chunk, &row.second})
    if (*chunk) add_others(**chunk, said, asked);
}

void Ground::add_others(const Chunk& chunk, const std::vector<measure::Fact>& said,
                        const std::vector<measure::Fact>& asked) {
  const measure::Passage passage = measure::read_passage(chunk);
  for (const measure::Unit& unit : passage.units) units_.push_back(passage.text_of(unit));
  for (measure::Fact& fact : measure::facts(chunk.text))
    if (!stands_in(fact, said) && !stands_in(fact, asked) && !stands_in(fact, others_))
      others_.push_back(std::move(fact));
}

std::string_view Ground::text_of(Span span) const {
  return answer_.substr(static_cast<std::size_t>(span.begin),
                        static_cast<std::size_t>(span.end - span.begin));
}

bool Ground::go_together(std::string_view a, std::string_view b) const {
  return std::ranges::any_of(units_, [&](std::string_view unit) {
    return text::contains(unit, a) && text::contains(unit, b);
  });
}

Fault swapped(const Ground& ground, FaultKind kind, const measure::Fact& fact,
              std::string_view by, Replacement replaced) {
  Fault out;
  out.kind = kind;
  out.difference = fmt::format("{}: `{}` became `{}`", to_text(kind), fact.text,
                               replaced(fact.text, by));
  out.answer = turned(ground.answer(), fact, by, replaced);
  for (const std::string& step : ground.reasoning())
    out.reasoning.push_back(turned(step, fact, by, replaced));
  return out;
}

std::string with(std::string_view text, std::size_t begin, std::size_t end, std::string_view by) {
  std::string before(text.substr(0, begin));
  for (const std::string_view article : {"a ", "an ", "A ", "An "}) {
    const bool stands = before.ends_with(article) &&
                        (before.size() == article.size() ||
                         !text::is_word(before[before.size() - article.size() - 1]));
    if (!stands) continue;
    before.resize(before.size() - article.size() + 1);
    before += begins_with_vowel(by) ? "n " : " ";
    break;
  }
  return before.append(by).append(text.substr(end));
}

}  // namespace generator::preference
