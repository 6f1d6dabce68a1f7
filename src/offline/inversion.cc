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
  const auto alone = topic.phrase_behind(s, rest);
  if (!alone) return std::nullopt;
  return joined(*front, *alone);
}

}  // namespace generator::offline
