// A sentence that announces a list asks its own question:
// "There are three classes of named objects:"            → "What are the three classes of named
// objects?" "The root group supports the following operations:"    → "Which operations does the
// root group support?" "The following steps are required to open a file:"     → "Which steps are
// required to open a file?" "A dataset is created only when one of these is met:"  → "Under what
// conditions is a dataset created?"
#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/inversion.h"
#include "offline/question.h"
#include "offline/title.h"

namespace generator::offline {
namespace {

constexpr double kWorth = 1.5;

struct List {
  std::size_t lead = 0;  // the announcing unit
  Range core;            // lead and list
};

bool is_announcement(const Page& page, std::size_t unit, List& list) {
  const Statement& statement = page.statements[unit];
  if (!page.is_prose(unit) || !statement.lead_in || !statement.whole ||
      unit + 1 >= page.statements.size())
    return false;
  if (page.same_block(unit, unit + 1) || page.section_of(unit) != page.section_of(unit + 1))
    return false;
  const auto kind = page.unit(unit + 1).kind;
  if (kind != measure::UnitKind::kListItem && kind != measure::UnitKind::kTableRow) return false;
  const Range block = page.units_of(page.unit(unit + 1).block);
  if (block.size() < 2) return false;
  list = {unit, {unit, block.end}};
  return true;
}

void keep(const Page& page, AnswerLength length, const List& list, std::string text,
          std::string_view kind, std::string_view pattern, Candidates& out) {
  propose(page, length, {std::move(text), kind, pattern, kWorth, list.core}, out);
}

bool is_step_word(std::string_view lower) {
  return lower == "steps" || lower == "step" || lower == "procedure" || lower == "phases";
}

/// "There are three kinds of X:"
bool ask_existence(const Page& page, AnswerLength length, const List& list, Candidates& out) {
  const Sentence& s = page.statements[list.lead].sentence;
  if (!s.matches(0, "there are")) return false;
  std::size_t begin = 2;
  while (begin < s.size() && (s[begin].is(kAdverb) || s[begin].lower == "the")) ++begin;
  if (s.find("following", begin)) return true;
  const bool vague = s[begin].lower == "several" || s[begin].lower == "some" ||
                     s[begin].lower == "many" || s[begin].lower == "various" ||
                     s[begin].lower == "a";
  if (vague) ++begin;
  if (s[begin].lower == "number" || s[begin].lower == "couple" || s[begin].lower == "few")
    return true;
  const auto noun = page.topic.phrase(s, {begin, s.size()});
  if (noun)
    keep(page, length, list,
         std::string(vague ? "what " : "what are the ") + *noun + (vague ? " are there" : ""),
         "concept", "which-list", out);
  return true;
}

/// What "the following ..." names, as a range behind it: "the following [optional parameters]".
Range named_behind(const Sentence& s, std::size_t following) {
  std::size_t end = following + 1;
  while (
      end < s.size() &&
      !s[end].is(kPreposition | kBe | kModal | kHave | kSubordinator | kConjunction | kArticle) &&
      s[end].lower != "to") {
    ++end;
    if (s[end - 1].after != 0) break;
  }
  return {following + 1, end};
}

/// "The following N V ...:"
bool ask_subject(const Page& page, AnswerLength length, const List& list, Candidates& out) {
  const Sentence& s = page.statements[list.lead].sentence;
  if (!s.matches(0, "the following")) return false;
  const auto clause = find_clause(s, 0, s.size());
  if (!clause || clause->subject.end <= 2) return true;
  const auto noun = page.topic.phrase(s, {2, clause->subject.end});
  const auto rest = page.topic.phrase_behind(s, {clause->verb, s.size()});
  if (!noun || !rest) return true;
  static constexpr std::string_view kPageVerbs[] = {
      "describe", "describes",  "show",    "shows",     "list",
      "lists",    "illustrate", "explain", "summarize", "summarizes"};
  for (const std::string_view verb : kPageVerbs)
    if (s[clause->verb].lower == verb) return true;
  const auto steps = s.find("to", clause->verb);
  const bool how = is_step_word(s[clause->subject.end - 1].lower) && steps &&
                   *steps + 1 < s.size() && s[*steps + 1].is(kVerbBase);
  const auto aim = how ? page.topic.phrase(s, {*steps + 1, s.size()}) : std::nullopt;
  if (aim && page.turn(list.lead, 2) == 0)
    keep(page, length, list, "how do you " + *aim, "how-to", "how-do-you", out);
  else
    keep(page, length, list, "which " + *noun + " " + *rest, how ? "how-to" : "concept",
         "which-list", out);
  return true;
}

/// "To V ..., M (the following steps):"
bool ask_purpose(const Page& page, AnswerLength length, const List& list, Candidates& out) {
  const Sentence& s = page.statements[list.lead].sentence;
  if (s[0].lower != "to" || s.size() < 5 || !s[1].is(kVerbBase)) return false;
  const std::size_t comma = clause_end(s, 0, ",");
  if (comma >= s.size()) return true;
  const auto aim = page.topic.phrase(s, {1, comma});
  if (aim) keep(page, length, list, "how do you " + *aim, "how-to", "how-do-you", out);
  return true;
}

/// "S ... only when one or more of the following conditions is met:", "... upon any of the
/// following events:"
bool ask_condition(const Page& page, AnswerLength length, const List& list, const Clause& clause,
                   std::size_t following, Candidates& out) {
  const Sentence& s = page.statements[list.lead].sentence;
  static constexpr std::string_view kNouns[] = {"conditions", "events",        "cases",
                                                "situations", "circumstances", "criteria"};
  bool conditional = false;
  for (std::size_t i = following + 1; i < s.size() && i < following + 3; ++i)
    for (const std::string_view noun : kNouns) conditional = conditional || s[i].lower == noun;
  // "... in the compact format only when one of the following conditions is met": "in" only counts
  // where nothing says it better, and then the last one.
  std::size_t cut = following;
  for (std::size_t i = clause.rest.begin; i < following && cut == following; ++i)
    if (s[i].lower == "only" || s[i].lower == "if" || s[i].lower == "when" ||
        s[i].lower == "upon" || s[i].lower == "unless" || s[i].lower == "under")
      cut = i;
  for (std::size_t i = following; conditional && cut == following && i > clause.rest.begin; --i)
    if (s[i - 1].lower == "in") cut = i - 1;
  if (cut == following || cut <= clause.rest.begin) return false;
  if (s[cut].lower == "unless") return true;
  const auto question = inverted(page.topic, s, clause, cut);
  if (question)
    keep(page, length, list,
         (page.turn(list.lead, 2) == 0 ? "when " : "under what conditions ") + *question, "concept",
         "when", out);
  return true;
}

/// "S V (any of) the following N:" → "Which N does S V?"
void ask_object(const Page& page, AnswerLength length, const List& list, const Clause& clause,
                std::size_t following, Candidates& out) {
  const Sentence& s = page.statements[list.lead].sentence;
  std::size_t begin = following;  // of the object: "any one of the following"
  if (begin > 0 && s[begin - 1].lower == "the") --begin;
  while (begin > clause.rest.begin &&
         (s[begin - 1].lower == "of" || s[begin - 1].lower == "any" ||
          s[begin - 1].lower == "one" || s[begin - 1].lower == "each" ||
          s[begin - 1].lower == "more" || s[begin - 1].lower == "or" ||
          s[begin - 1].lower == "all" || s[begin - 1].lower == "both" ||
          s[begin - 1].lower == "some" || s[begin - 1].is(kConnective)))
    --begin;
  for (std::size_t i = clause.rest.begin; i < begin; ++i)
    if (s[i].lower == "which" || s[i].lower == "who")
      return;  // the list belongs to an inner clause
  const Range noun = named_behind(s, following);
  const bool tail = noun.end < s.size();
  std::string which = "what";
  if (!noun.empty()) {
    const auto named = page.topic.phrase(s, noun);
    if (!named) return;
    which = "which " + *named;
  }
  if (begin > clause.rest.begin && s[begin - 1].is(kPreposition)) {
    static constexpr std::string_view kFronted[] = {"in",   "with", "by", "for",
                                                    "from", "to",   "on", "under"};
    if (std::find(std::begin(kFronted), std::end(kFronted), s[begin - 1].lower) ==
        std::end(kFronted))
      return;
    if (clause.finite == Clause::Finite::kBe && !clause.passive && clause.rest.begin < begin &&
        s[clause.rest.begin].is(kArticle))
      return;  // "X is an object with the following parts:"
    which = s[begin - 1].lower + " " + which;
    --begin;
  }
  const auto front = inverted(page.topic, s, clause, begin);
  if (!front) return;
  std::string text = which + " " + *front;
  if (tail) {
    const auto behind = page.topic.phrase_behind(s, {noun.end, s.size()});
    if (!behind) return;
    text += " " + *behind;
  }
  const bool steps = !noun.empty() && is_step_word(s[noun.end - 1].lower);
  keep(page, length, list, std::move(text), steps ? "how-to" : "concept", "which-list", out);
}

/// "S has two parts:", "A has three main phases:", "The attributes are:"
void ask_count(const Page& page, AnswerLength length, const List& list, const Clause& clause,
               Candidates& out) {
  const Sentence& s = page.statements[list.lead].sentence;
  const std::size_t at = clause.rest.begin;
  const auto subject = page.topic.phrase(s, clause.subject);
  if (!subject) return;
  if (clause.finite == Clause::Finite::kBe && at + 1 >= s.size()) return;
  const bool bare = clause.finite == Clause::Finite::kBe &&
                    (s.matches(at, "as follows") || s.matches(at, "these"));
  if (bare) {
    keep(page, length, list, (clause.plural ? "what are " : "what is ") + *subject, "concept",
         "which-list", out);
    return;
  }
  if (clause.finite != Clause::Finite::kHave && clause.finite != Clause::Finite::kLexical) return;
  static constexpr std::string_view kVerbs[] = {
      "have",     "include", "contain", "support", "provide", "offer", "define",
      "comprise", "accept",  "require", "take",    "use",     "need"};
  const std::string_view base =
      clause.finite == Clause::Finite::kHave ? "have" : std::string_view(clause.main->base);
  if (std::find(std::begin(kVerbs), std::end(kVerbs), base) == std::end(kVerbs)) return;
  if (!is_plural(s[s.size() - 1].lower) || s[at].is(kPronoun | kArticle | kDemonstrative)) return;
  const auto object = page.topic.phrase(s, {at, s.size()});
  const auto front = inverted_without_rest(page.topic, s, clause);
  if (object && front)
    keep(page, length, list, "which " + *object + " " + *front, "concept", "which-list", out);
}

void ask_about_list(const Page& page, AnswerLength length, const List& list, Candidates& out) {
  const Sentence& s = page.statements[list.lead].sentence;
  if (page.statements[list.lead].anaphoric) return;
  if (ask_existence(page, length, list, out) || ask_subject(page, length, list, out) ||
      ask_purpose(page, length, list, out))
    return;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < s.size(); ++i)
    if (s[i].after == ';') begin = i + 1;
  const auto clause = find_clause(s, begin, s.size());
  if (!clause) return;
  // "Level must be one of the following": a word of the page's own, not a thing.
  const Word& head = s[clause->subject.begin];
  if (clause->subject.size() == 1 && !head.code && !is_plural(head.lower) &&
      !page.topic.is_concept(head.lower) && !looks_like_name(head.text) &&
      head.lower != text::to_lower(page.topic.product()))
    return;
  const auto following = s.find("following", clause->rest.begin);
  if (!following) {
    ask_count(page, length, list, *clause, out);
    return;
  }
  if (clause->finite == Clause::Finite::kBe && *following <= clause->rest.begin + 1) {
    const auto subject = page.topic.phrase(s, clause->subject);
    if (subject)
      keep(page, length, list, (clause->plural ? "what are " : "what is ") + *subject, "concept",
           "which-list", out);
    return;
  }
  if (ask_condition(page, length, list, *clause, *following, out)) return;
  ask_object(page, length, list, *clause, *following, out);
}

}  // namespace

void ask_lists(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    List list;
    if (is_announcement(page, i, list)) ask_about_list(page, length, list, out);
  }
}

}  // namespace generator::offline
