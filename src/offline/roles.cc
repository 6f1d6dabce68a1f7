// What a named thing does or is for: "The HDF5 dataset interface provides ..." → "What does the
// HDF5 dataset interface provide?", "X is stored in ..." → "How is X stored?", "X consists of ..."
// → "What does X consist of?"
#include <array>

#include "base/text.h"
#include "offline/inversion.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

struct Role {
  std::string_view verb;
  std::string_view behind;  // the words that must follow: "of"; "" for an object
};

constexpr std::array kRoles = {
    Role{"provide", ""},   Role{"contain", ""},     Role{"define", ""},    Role{"describe", ""},
    Role{"specify", ""},   Role{"support", ""},     Role{"determine", ""}, Role{"control", ""},
    Role{"represent", ""}, Role{"enable", ""},      Role{"store", ""},     Role{"offer", ""},
    Role{"require", ""},   Role{"consist", "of"},   Role{"depend", "on"},  Role{"refer", "to"},
    Role{"apply", "to"},   Role{"indicate", ""},    Role{"implement", ""}, Role{"affect", ""},
    Role{"comprise", ""},  Role{"encapsulate", ""}, Role{"rely", "on"},    Role{"correspond", "to"},
    Role{"produce", ""},   Role{"return", ""},      Role{"hold", ""},      Role{"map", "to"}};

constexpr std::array kMeans = {
    Role{"store", "in"},       Role{"store", "as"},       Role{"implement", "as"},
    Role{"represent", "by"},   Role{"represent", "as"},   Role{"organize", "as"},
    Role{"organize", "in"},    Role{"identify", "by"},    Role{"address", "by"},
    Role{"name", "by"},        Role{"encode", "as"},      Role{"encode", "in"},
    Role{"implement", "by"},   Role{"manage", "through"}, Role{"manage", "by"},
    Role{"access", "through"}, Role{"specify", "by"},     Role{"define", "by"},
    Role{"describe", "by"},    Role{"specify", "as"},     Role{"compute", "by"},
    Role{"compute", "as"},     Role{"calculate", "by"},   Role{"treat", "as"},
    Role{"handle", "by"},      Role{"express", "as"},     Role{"index", "by"},
    Role{"index", "with"},     Role{"configure", "by"},   Role{"configure", "in"},
    Role{"divide", "into"},    Role{"organize", "into"},  Role{"split", "into"},
    Role{"structure", "as"},   Role{"allocate", "in"}};

/// A subject that names something: not "the call", not one bare plural noun that could be anything.
bool is_specific(const Page& page, const Sentence& s, Range subject) {
  while (subject.size() > 1 && s[subject.end - 1].is(kAdverb)) --subject.end;
  if (s.find("return", subject.begin, subject.end)) return false;  // of which function?
  static constexpr std::string_view kParts[] = {"field",    "parameter", "argument", "member",
                                                "variable", "element",   "struct"};
  for (const std::string_view part : kParts)
    if (s[subject.end - 1].lower == part && subject.size() > 1 && s[subject.end - 2].code)
      return false;
  // "The HDF5 library provides ...": it provides everything, so the question has no one answer.
  std::size_t first = subject.begin;
  if (s[first].is(kArticle)) ++first;
  const bool product = first < subject.end && s[first].text == page.topic.product();
  static constexpr std::string_view kWholes[] = {"library", "software", "project", "distribution",
                                                 "package", "tool",     "format"};
  for (const std::string_view whole : kWholes)
    if (s[subject.end - 1].lower == whole && !s.find("of", first, subject.end) &&
        subject.end - first <= 3)
      return false;
  if (product && first + 1 == subject.end) return false;
  if (first > subject.begin && first < subject.end && s[first].is(kLooseAdjective) &&
      s[subject.begin].lower != "the")
    return false;
  std::size_t content = 0;
  for (std::size_t i = subject.begin; i < subject.end; ++i) {
    const Word& word = s[i];
    if (word.code)
      return is_plural(s[subject.begin].lower) || is_plural(s[subject.end - 1].lower) ||
             (i > first && s[subject.begin].is(kArticle) && subject.size() > 3);
    if (word.is(kArticle | kPreposition | kConjunction)) continue;
    if (word.is(kDeterminer | kPronoun | kGerund)) return false;
    ++content;
    if (page.topic.is_concept(word.lower) || (text::is_upper(word.text[0]) && i > 0)) return true;
  }
  return content >= 2;
}

void ask_about(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Sentence& s = page.statements[unit].sentence;
  const std::size_t end = clause_end(s, 0, ";:.");
  const auto clause = find_clause(s, 0, end);
  if (!clause || clause->negated || clause->negated_later || !is_specific(page, s, clause->subject))
    return;
  if (s[clause->subject.begin].lower == "there") return;
  const std::size_t at = clause->rest.begin;
  const Range core{unit, unit + 1};
  if (clause->finite == Clause::Finite::kLexical) {
    for (const Role& role : kRoles) {
      if (clause->main->base != role.verb || (!role.behind.empty() && !s.matches(at, role.behind)))
        continue;
      if (clause->rest.size() < 5 ||
          (role.behind.empty() &&
           (s[at].is(kPreposition) || (s[at].is(kSubordinator) && !s[at].lower.starts_with("wh") &&
                                       s[at].lower != "how" && s[at].lower != "that"))))
        return;
      auto text = inverted_without_rest(page.topic, s, *clause);
      if (!text) return;
      if (!role.behind.empty()) *text += " " + std::string(role.behind);
      propose(page, length, {"what " + *text, "concept", "what-does", 0.9, core}, out);
      return;
    }
    return;
  }
  if (!clause->passive || clause->main == nullptr) return;
  std::size_t participle = at;
  while (participle < end && s[participle].verb != clause->main) ++participle;
  if (participle + 3 >= end || !(s[participle].is(kParticiple))) return;
  const std::string& base = clause->main->base;
  if (base == "use" && (s.matches(participle + 1, "to") || s.matches(participle + 1, "for"))) {
    const auto text = inverted(page.topic, s, *clause, participle + 1);
    if (text)
      propose(page, length, {"what " + *text + " for", "concept", "used-for", 1.0, core}, out);
    return;
  }
  for (const Role& role : kMeans) {
    if (base != role.verb || s[participle + 1].lower != role.behind) continue;
    // "in several ways" promises what other sentences tell.
    for (std::size_t i = participle + 2; i < end; ++i)
      if (s[i].lower == "ways" || s[i].lower == "several") return;
    const auto text = inverted(page.topic, s, *clause, participle + 1);
    if (text) propose(page, length, {"how " + *text, "concept", "how-is", 0.9, core}, out);
    return;
  }
  if (base == "compose" || base == "make" || base == "determine") {
    const auto subject = page.topic.phrase(s, clause->subject);
    if (!subject) return;
    if (base == "determine" && s[participle + 1].lower == "by" &&
        clause->finite == Clause::Finite::kBe)
      propose(page, length,
              {"what determines " + *subject, "concept", "what-determines", 1.0, core}, out);
    else if (base == "compose" && s[participle + 1].lower == "of" &&
             clause->finite == Clause::Finite::kBe)
      propose(page, length,
              {std::string("what ") + s[clause->verb].lower + " " + *subject + " composed of",
               "concept", "what-does", 1.0, core},
              out);
  }
}

}  // namespace

void ask_roles(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    const Statement& statement = page.statements[i];
    if (page.is_prose(i) && statement.whole && !statement.points && !statement.lead_in &&
        !statement.anaphoric)
      ask_about(page, length, i, out);
  }
}

}  // namespace generator::offline
