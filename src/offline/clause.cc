// "The dataset creation property list sets ..." has three words that are verbs elsewhere. The rules
// below take the first word that must be finite where it stands; where two readings remain they
// give up.
#include "offline/clause.h"

#include "base/text.h"

namespace generator::offline {
namespace {

constexpr std::size_t kMaxSubject = 12;

/// A word that can open an object, so that what stands before it was a verb.
bool opens_object(const Word& word) {
  return word.code || word.is(kDeterminer | kPreposition | kAdverb | kPronoun) ||
         word.lower == "whether" || word.lower == "you" || word.lower == "that" ||
         word.lower == "how";
}

bool is_finite_third(const Sentence& s, std::size_t i, std::size_t begin, std::size_t end) {
  const Word& word = s[i];
  if (!word.is(kVerbThird)) return false;
  const Word& before = s[i - 1];
  if (before.is(kArticle | kPreposition | kPossessive) || before.lower == "to" ||
      before.is(kDemonstrative))
    return false;
  if (is_plural(before.lower) && !before.code) return false;   // "the datasets files": no agreement
  if (i + 1 < end && s[i + 1].is(kBe | kModal)) return false;  // "hourly means are wanted"
  if (!word.is(kNounToo)) return true;
  if (before.is(kConjunction) || i + 1 >= end || word.after != 0) return false;
  const Word& next = s[i + 1];
  if (before.code) return opens_object(next) || !next.is(kBe | kModal | kHave | kDo | kVerbThird);
  (void)begin;
  return opens_object(next) && !next.is(kConjunction) && next.lower != "of" && next.lower != "in" &&
         next.lower != "for";
}

bool is_finite_base(const Sentence& s, std::size_t i, std::size_t end) {
  const Word& word = s[i];
  if (!word.is(kVerbBase) || i + 1 >= end) return false;
  const Word& before = s[i - 1];
  if (before.code || !is_plural(before.lower) || before.is(kPreposition | kDeterminer))
    return false;
  const Word& next = s[i + 1];
  if (word.after != 0 || next.is(kBe | kModal | kHave | kVerbThird)) return false;
  return word.is(kNounToo) ? next.is(kDeterminer) || next.code : true;
}

/// "Feel free to ..." is no subject; "Compact storage ..." and "Data transfer ..." are.
bool opens_command(const Word& word) {
  if (!word.is(kVerbBase) || word.is(kNounToo | kDeterminer)) return false;
  for (const std::string_view adjective :
       {"open",    "compact", "complete", "separate", "direct", "empty",  "clean", "clear",
        "free",    "live",    "present",  "secure",   "slow",   "smooth", "lower", "correct",
        "corrupt", "warm",    "dim",      "spare",    "bulk",   "double", "quiet", "alternate"})
    if (word.lower == adjective) return false;
  return true;
}

/// Skips adverbs from `i` on.
std::size_t behind_adverbs(const Sentence& s, std::size_t i, std::size_t end) {
  while (i < end && s[i].is(kAdverb) && !s[i].is(kParticiple)) ++i;
  return i;
}

void read_complement(const Sentence& s, Clause& clause, std::size_t end) {
  std::size_t i = behind_adverbs(s, clause.rest.begin, end);
  for (std::size_t k = clause.rest.begin; k < end && k < clause.rest.begin + 3; ++k)
    clause.negated_later = clause.negated_later || s[k].is(kNot);
  if (clause.finite == Clause::Finite::kModal && i < end && s[i].lower == "be") {
    i = behind_adverbs(s, i + 1, end);
    if (i < end && s[i].is(kParticiple)) {
      clause.passive = true;
      clause.main = s[i].verb;
    }
    return;
  }
  if (i >= end || s[i].verb == nullptr) return;
  if (clause.finite == Clause::Finite::kBe && s[i].is(kParticiple)) {
    clause.passive = true;
    clause.main = s[i].verb;
  } else if ((clause.finite == Clause::Finite::kModal || clause.finite == Clause::Finite::kDo) &&
             s[i].is(kVerbBase)) {
    clause.main = s[i].verb;
  }
}

std::optional<Clause> clause_at(const Sentence& s, std::size_t begin, std::size_t verb,
                                std::size_t end) {
  Clause clause;
  clause.subject = {begin, verb};
  clause.verb = verb;
  const Word& word = s[verb];
  if (word.is(kBe)) {
    clause.finite = Clause::Finite::kBe;
    clause.plural = word.lower.starts_with("are") || word.lower.starts_with("were");
  } else if (word.is(kModal)) {
    clause.finite = Clause::Finite::kModal;
  } else if (word.is(kHave)) {
    clause.finite = Clause::Finite::kHave;
    clause.plural = word.lower == "have";
    if (word.lower == "had") return std::nullopt;
  } else if (word.is(kDo)) {
    clause.finite = Clause::Finite::kDo;
    clause.plural = word.lower == "do";
  } else {
    clause.finite = Clause::Finite::kLexical;
    clause.plural = !word.is(kVerbThird);
    clause.main = word.verb;
  }
  if (word.after != 0) return std::nullopt;
  std::size_t rest = verb + 1;
  if (word.lower == "cannot" || word.lower.ends_with("n't")) clause.negated = true;
  if (rest < end && s[rest].lower == "not") {
    clause.negated = true;
    ++rest;
  }
  if (clause.finite == Clause::Finite::kDo && !clause.negated) return std::nullopt;
  clause.rest = {rest, end};
  if (clause.rest.empty() || s[rest].after == ',') {
    if (clause.rest.empty()) return std::nullopt;
  }
  read_complement(s, clause, end);
  return clause;
}

}  // namespace

std::optional<Clause> find_clause(const Sentence& s, std::size_t begin, std::size_t end) {
  end = std::min(end, s.size());
  if (begin + 1 >= end) return std::nullopt;
  constexpr std::uint32_t kCannotBegin =
      kSubordinator | kPreposition | kConjunction | kModal | kBe | kHave | kDo | kPronoun | kSelf;
  if (s[begin].is(kCannotBegin) && !s[begin].is(kDeterminer)) return std::nullopt;
  for (const std::string_view contraction : {"'s", "'re", "'ll", "'ve", "'d", "\u2019s"})
    if (s[begin].lower.ends_with(contraction) && !s[begin].is(kArticle) && begin + 1 < end &&
        (s[begin].lower.starts_with("there") || s[begin].lower.starts_with("it") ||
         s[begin].lower.starts_with("that") || s[begin].lower.starts_with("you") ||
         s[begin].lower.starts_with("we") || s[begin].lower.starts_with("here")))
      return std::nullopt;
  if (opens_command(s[begin])) return std::nullopt;
  for (std::size_t i = begin; i < end && i <= begin + kMaxSubject; ++i) {
    const Word& word = s[i];
    if (i > begin) {
      if (word.is(kBe | kModal | kHave | kDo)) return clause_at(s, begin, i, end);
      if (is_finite_third(s, i, begin, end) || is_finite_base(s, i, end))
        return clause_at(s, begin, i, end);
      if (word.is(kSubordinator)) return std::nullopt;
    }
    if (word.after != 0) return std::nullopt;
  }
  return std::nullopt;
}

const Verb* imperative(const Sentence& s, std::size_t begin) {
  while (begin < s.size() && s[begin].is(kAdverb | kConnective) && !s[begin].is(kVerbBase)) ++begin;
  if (begin + 1 >= s.size() || !s[begin].is(kVerbBase) || s[begin].after != 0) return nullptr;
  if (begin > 0 && text::is_upper(s[begin].text[0])) return nullptr;  // "Broadcast packets are ..."
  const Word& next = s[begin + 1];
  const bool object = next.code || next.is(kDeterminer | kPronoun) ||
                      !next.is(kBe | kModal | kHave | kDo | kVerbThird);
  return object ? s[begin].verb : nullptr;
}

std::size_t clause_end(const Sentence& s, std::size_t begin, std::string_view marks) {
  for (std::size_t i = begin; i < s.size(); ++i)
    if (s[i].after != 0 && marks.find(s[i].after) != std::string_view::npos) return i + 1;
  return s.size();
}

}  // namespace generator::offline
