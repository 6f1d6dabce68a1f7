// A name that the question does not say: one statement gives it, another is about it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "offline/chains.h"
#include "offline/deeds.h"
#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

/// What a name is for: "access an attribute by its name".
struct Use {
  std::string name;
  std::string description;  // "the function that closes a file", "the function with which you …"
  std::string step;
  std::size_t unit = 0;
};

std::string bare(std::string_view code) {
  while (!code.empty() && (code.front() == '`' || code.front() == '(')) code.remove_prefix(1);
  while (!code.empty() && !text::is_word(code.back())) code.remove_suffix(1);
  return std::string(code);
}

bool is_function(std::string_view name) {
  return name.size() > 3 && std::ranges::any_of(name, [](char c) { return c >= 'a' && c <= 'z'; }) &&
         !name.starts_with("-") && name.find('.') == std::string_view::npos &&
         name.find('/') == std::string_view::npos;
}

/// "To access an attribute by its name, use the `f` function.": the one function of the sentence.
std::optional<Use> use_of(const Page& page, std::size_t unit) {
  const std::string step = step_of(page, unit);
  const Sentence& s = page.statements[unit].sentence;
  if (step.empty() || s.size() < 6 || s[0].lower != "to" || !s[1].is(kVerbBase)) return std::nullopt;
  const std::size_t comma = clause_end(s, 0, ",");
  if (comma + 1 >= s.size() || s[comma - 1].after != ',') return std::nullopt;
  if (s[comma].lower != "use" && s[comma].lower != "call") return std::nullopt;
  const auto aim = page.topic.phrase(s, {1, comma});
  if (!aim) return std::nullopt;
  std::optional<std::string> name;
  for (std::size_t i = comma; i < s.size(); ++i) {
    if (!s[i].code || !is_function(bare(s[i].text))) continue;
    if (name && *name != bare(s[i].text)) return std::nullopt;
    name = bare(s[i].text);
  }
  if (!name) return std::nullopt;
  return Use{*name, "the function with which you " + *aim, step, unit};
}

/// "Symbolic links are removed with the `f` function.", "A dataset is created by a call to `f`."
std::optional<Use> means_of(const Page& page, std::size_t unit) {
  const std::string step = step_of(page, unit);
  if (step.empty()) return std::nullopt;
  const Sentence& s = page.statements[unit].sentence;
  const std::size_t end = clause_end(s, 0, ";:.,");
  const auto clause = find_clause(s, 0, end);
  if (!clause || !clause->passive || clause->negated || clause->negated_later) return std::nullopt;
  if (clause->finite != Clause::Finite::kBe) return std::nullopt;
  std::size_t joint = 0;
  std::optional<std::string> name;
  for (std::size_t i = clause->rest.begin + 1; i < end; ++i) {
    if (joint == 0 && (s[i].lower == "by" || s[i].lower == "with" || s[i].lower == "using")) joint = i;
    if (!s[i].code) continue;
    if (name || joint == 0) return std::nullopt;
    name = bare(s[i].text);
  }
  if (!name || joint == 0 || !is_function(*name)) return std::nullopt;
  const auto subject = page.topic.phrase(s, clause->subject);
  const auto done = page.topic.phrase_behind(s, {clause->verb, joint});
  if (!subject || !done) return std::nullopt;
  return Use{*name, "the function with which " + *subject + " " + *done, step, unit};
}

std::vector<Use> uses_of(const Page& page) {
  std::vector<Use> out;
  for (const Deed& deed : deeds_of(page))
    if (is_function(deed.name))
      out.push_back({deed.name, "the function that " + deed.text, deed.sentence(), deed.unit});
  for (std::size_t i = 0; i < page.statements.size(); ++i)
    if (page.is_prose(i))
      for (const auto read : {use_of, means_of})
        if (auto use = read(page, i)) out.push_back(std::move(*use));
  return out;
}

/// The clause of a statement whose subject is that name, with "The … function" around it or not.
std::optional<Clause> clause_about(const Sentence& s, std::string_view name) {
  const auto clause = find_clause(s, 0, clause_end(s, 0, ";:."));
  if (!clause || clause->negated_later) return std::nullopt;
  std::size_t at = clause->subject.begin;
  if (s[at].lower == "the") ++at;
  if (at < clause->subject.end && s[at].lower == "function") ++at;
  if (at >= clause->subject.end || bare(s[at].text) != name) return std::nullopt;
  const bool has_noun = at + 2 == clause->subject.end &&
                        (s[at + 1].lower == "function" || s[at + 1].lower == "call");
  if (at + 1 != clause->subject.end && !has_noun) return std::nullopt;
  return clause;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

Chain chain_of(const Page& page, const Use& use, std::string question, std::size_t unit,
               std::string answer) {
  Chain out;
  out.question = finished_question(page, std::move(question));
  out.kind = "api";
  out.pattern = "bridge";
  out.steps = {use.step, step_of(page, unit)};
  out.answer = std::move(answer);
  out.worth = 1.5;
  out.units = {use.unit, unit};
  std::ranges::sort(out.units);
  return out;
}

/// "`f` returns an identifier that …"
void ask_object(const Page& page, const Use& use, std::size_t unit, const Clause& clause,
                Chains& out) {
  static constexpr std::array<std::string_view, 9> kVerbs = {
      "return", "require", "need", "take", "accept", "expect", "support", "ignore", "release"};
  if (clause.finite != Clause::Finite::kLexical || clause.negated ||
      std::ranges::find(kVerbs, clause.main->base) == kVerbs.end())
    return;
  const Sentence& s = page.statements[unit].sentence;
  // What is said further of the object is another thought.
  std::size_t end = clause_end(s, clause.verb, ";.:,");
  for (std::size_t i = clause.rest.begin + 1; i < end; ++i)
    if (s[i].lower == "that" || s[i].is(kSubordinator)) end = i;
  const auto object = page.topic.phrase(s, {clause.rest.begin, end});
  if (!object || text::words(*object).size() < 2) return;
  out.push_back(chain_of(page, use,
                         fmt::format("what does {} {}", use.description, clause.main->base), unit,
                         capitalised(*object) + "."));
}

/// "`f` must be called when …", "`f` fails if …"
void ask_condition(const Page& page, const Use& use, std::size_t unit, const Clause& clause,
                   Chains& out) {
  static constexpr std::array<std::string_view, 6> kJoints = {"when", "if",    "before",
                                                              "after", "until", "unless"};
  const Sentence& s = page.statements[unit].sentence;
  const std::size_t end = clause_end(s, clause.verb, ";.:");
  for (std::size_t i = clause.rest.begin + 1; i + 2 < end; ++i) {
    if (std::ranges::find(kJoints, s[i].lower) == kJoints.end() || s[i - 1].is(kPreposition))
      continue;
    if (s[i - 1].lower == "only" || s[i - 1].lower == "even") return;
    auto question = inverted(page.topic, s, clause, i);
    const auto condition = page.topic.phrase_behind(s, {i, end});
    if (!question || !condition || s[i].lower == "unless" || s[i].lower == "until") return;
    bool found = false;
    for (const std::string& spelling :
         {fmt::format("the `{}` function", use.name), fmt::format("`{}`", use.name)}) {
      if (!text::contains(*question, spelling)) continue;
      *question = text::replace_all(*question, spelling, use.description);
      found = true;
      break;
    }
    if (!found) return;
    out.push_back(chain_of(page, use, "when " + *question, unit, capitalised(*condition) + "."));
    return;
  }
}

/// "If the file exists, `f` fails."
void ask_leading_condition(const Page& page, const Use& use, std::size_t unit, Chains& out) {
  const Sentence& s = page.statements[unit].sentence;
  if (s[0].lower != "if" && s[0].lower != "when") return;
  const std::size_t comma = clause_end(s, 0, ",");
  if (comma < 4 || comma + 2 >= s.size()) return;
  const auto condition = page.topic.phrase(s, {0, comma});
  const std::size_t end = clause_end(s, comma, ";.:");
  const auto clause = find_clause(s, comma, end);
  if (!condition || !clause || clause->subject.size() != 1 || bare(s[comma].text) != use.name) return;
  auto question = inverted(page.topic, s, *clause, end);
  const std::string name = fmt::format("`{}`", use.name);
  if (!question || !text::contains(*question, name)) return;
  out.push_back(chain_of(page, use, "when " + text::replace_all(*question, name, use.description),
                         unit, capitalised(*condition) + "."));
}

}  // namespace

void chain_bridges(const Page& page, Chains& out) {
  for (const Use& use : uses_of(page))
    for (std::size_t unit = 0; unit < page.statements.size(); ++unit) {
      if (unit == use.unit || step_of(page, unit).empty()) continue;
      ask_leading_condition(page, use, unit, out);
      const auto clause = clause_about(page.statements[unit].sentence, use.name);
      if (!clause) continue;
      ask_object(page, use, unit, *clause, out);
      ask_condition(page, use, unit, *clause, out);
    }
}

}  // namespace generator::offline
