#include "offline/inversion.h"

namespace generator::offline {
namespace {

/// What stands before and behind the subject: {"does", "close"}, {"is", ""}, {"can", "not"}.
struct Frame {
  std::string before;
  std::string behind;
};

Frame frame_of(const Sentence& s, const Clause& clause) {
  const Word& verb = s[clause.verb];
  const bool contracted = verb.lower.ends_with("n't") && verb.lower != "can't";
  const std::string_view negation = clause.negated && !contracted ? "not" : "";
  switch (clause.finite) {
    case Clause::Finite::kModal:
      return {verb.lower == "cannot" || verb.lower == "can't" ? "can" : verb.lower,
              std::string(negation)};
    case Clause::Finite::kBe:
    case Clause::Finite::kDo:
      return {verb.lower, std::string(negation)};
    case Clause::Finite::kHave: {
      std::size_t next = clause.rest.begin;
      while (next < s.size() && s[next].is(kAdverb)) ++next;
      const bool perfect = next < s.size() && (s[next].is(kParticiple) || s[next].lower == "been");
      if (perfect) return {verb.lower, std::string(negation)};
      return {clause.plural ? "do" : "does", "have"};
    }
    case Clause::Finite::kLexical:
      return {clause.plural ? "do" : "does", verb.verb->base};
  }
  return {};
}

std::string joined(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return a + " " + b;
}

/// A second predicate or main clause in `rest` ("is stored in x and is filled by y"), or a finite
/// verb that makes no sense there: then the question would run on, or ask for the wrong half.
bool runs_on(const Sentence& s, Range rest) {
  bool subordinate = false;
  for (std::size_t i = rest.begin; i < rest.end; ++i) {
    const Word& word = s[i];
    subordinate = subordinate || word.is(kSubordinator) || word.lower == "that";
    if (subordinate) continue;
    if (word.is(kConjunction) && i + 1 < rest.end && i > rest.begin) {
      std::size_t next = i + 1;
      while (next + 1 < rest.end && s[next].is(kAdverb)) ++next;
      const Word& verb = s[next];
      const bool finite =
          verb.is(kBe | kModal | kHave | kDo) ||
          (verb.is(kVerbThird) && next + 1 < rest.end &&
           (s[next + 1].is(kDeterminer | kPreposition | kPronoun) || s[next + 1].code));
      if (finite || find_clause(s, next, rest.end)) return true;
    }
    if (word.is(kBe | kModal) && i > rest.begin) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> inverted_without_rest(const Topic& topic, const Sentence& s,
                                                 const Clause& clause) {
  const auto subject = topic.phrase(s, clause.subject);
  if (!subject) return std::nullopt;
  const Frame frame = frame_of(s, clause);
  return joined(joined(frame.before, *subject), frame.behind);
}

std::optional<std::string> inverted(const Topic& topic, const Sentence& s, const Clause& clause,
                                    std::size_t rest_end) {
  auto front = inverted_without_rest(topic, s, clause);
  if (!front) return std::nullopt;
  const Range rest{clause.rest.begin, std::min(rest_end, clause.rest.end)};
  if (rest.empty()) return front;
  if (runs_on(s, rest)) return std::nullopt;
  const auto alone = topic.phrase_behind(s, rest);
  if (!alone) return std::nullopt;
  return joined(*front, *alone);
}

}  // namespace generator::offline
