// Which question follows which: one that takes up the subject or words of the last answer and
// question, a little rather the next on the page; none that takes up nothing.
#include "offline/conversing.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "offline/asking.h"
#include "offline/follow_up.h"

namespace generator::offline {
namespace {

constexpr std::size_t kMostProposals = 60;
constexpr double kOpens = 0.8;     // worth of a question that opens a subject
constexpr double kSameSubject = 1.5;
constexpr double kAsked = 0.6;     // a word of an earlier question, taken up
constexpr double kSaid = 0.1;      // a word of the last answer
constexpr double kBackwards = 0.8;
constexpr std::size_t kFewestSaid = 2;

using Words = std::set<std::string>;

Words content_of(std::string_view s, std::string_view product) {
  constexpr std::uint32_t kEmpty = kDeterminer | kPreposition | kSubordinator | kConjunction | kBe |
                                   kModal | kDo | kHave | kPronoun | kAdverb | kNot | kDemonstrative;
  static const Words no_content = {"you",  "happen", "use",  "way",      "when",   "what",
                                   "how",  "set",    "call", "function", "method", "class",
                                   "case", "value",  "type", "be",       "do",     "condition"};
  Words out;
  for (const auto token : text::words(s)) {
    std::string word = text::to_lower(token);
    while (!word.empty() && !text::is_word(word.back())) word.pop_back();
    while (!word.empty() && !text::is_word(word.front())) word.erase(0, 1);
    if (word.size() < 3 || word == text::to_lower(product)) continue;
    const Entry entry = look_up(word);
    if (entry.classes & kEmpty) continue;
    for (const auto part : text::split(word, '_'))
      if (part.size() > 3 && part.size() < word.size()) out.insert(singular(part));
    std::string base = entry.verb != nullptr ? std::string(entry.verb->base) : singular(word);
    if (!no_content.contains(base)) out.insert(std::move(base));
  }
  return out;
}

std::size_t shared(const Words& a, const Words& b) {
  return static_cast<std::size_t>(
      std::ranges::count_if(a, [&](const std::string& word) { return b.contains(word); }));
}

bool overlap(const Range& a, const Range& b) { return a.begin < b.end && b.begin < a.end; }

bool opens_subject(const Candidate& candidate) {
  return candidate.pattern == "what-is" || candidate.question.starts_with("What is ") ||
         candidate.question.starts_with("What are ");
}

// Proposals become a conversation, from a given one on.
class Talk {
 public:
  Talk(const Page& page, std::vector<Candidate> open)
      : page_(page), product_(page.topic.product_in_text()), open_(std::move(open)) {}

  /// How well each proposal opens; of those of `asked` none.
  std::vector<std::pair<double, std::size_t>> openings(
      const std::vector<std::string_view>& asked) const {
    std::vector<std::pair<double, std::size_t>> out;
    for (std::size_t i = 0; i < open_.size(); ++i)
      if (std::ranges::find(asked, open_[i].question) == asked.end())
        out.emplace_back(opening_worth(i), i);
    return out;
  }

  std::vector<Candidate> order(std::size_t first, Turns turns) {
    take(first);
    while (taken_.size() < turns.most) {
      const auto next = next_one();
      if (!next) break;
      take(*next);
    }
    if (taken_.size() < turns.least) return {};
    return taken_;
  }

 private:
  // Whoever opens with what others go on from has more to ask.
  double opening_worth(std::size_t i) const {
    const Words words = content_of(open_[i].question, product_);
    double worth = open_[i].worth + (opens_subject(open_[i]) ? kOpens : 0);
    for (std::size_t j = 0; j < open_.size(); ++j)
      if (j != i && !overlap(open_[i].evidence.units, open_[j].evidence.units) &&
          goes_with(open_[i], open_[j]))
        worth +=
            0.4 * static_cast<double>(shared(words, content_of(open_[j].question, product_)) > 0);
    return worth - 0.2 * static_cast<double>(i);  // pages go from the general to the particular
  }

  // Of one section, or the one's stands under the other's.
  bool goes_with(const Candidate& a, const Candidate& b) const {
    const HeadingPath& one = headings_of(a);
    const HeadingPath& other = headings_of(b);
    const auto ends = std::ranges::mismatch(one, other);
    return ends.in1 == one.end() || ends.in2 == other.end();
  }

  const HeadingPath& headings_of(const Candidate& candidate) const {
    const auto section = static_cast<std::size_t>(page_.section_of(candidate.evidence.units.begin));
    return page_.passage.sections[section].headings;
  }

  std::optional<std::size_t> next_one() const {
    std::optional<std::size_t> best;
    double most = 0;
    const Candidate& last = taken_.back();
    const auto subject = subject_of(last.question, product_);
    const Words said = content_of(answer_text(page_, last.evidence.units), product_);
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const Candidate& candidate = open_[i];
      const bool is_answered = std::ranges::any_of(taken_, [&](const Candidate& other) {
        return overlap(other.evidence.units, candidate.evidence.units);
      });
      if (is_answered) continue;
      const Words words = content_of(candidate.question, product_);
      const bool is_same = follow_up(candidate.question, product_, subject).says_it;
      if (is_same && candidate.pattern == last.pattern) continue;  // "specify" and "define"
      if (!goes_with(candidate, taken_[0])) continue;
      const std::size_t of_asked = shared(words, asked_), of_said = shared(words, said);
      const bool is_near = headings_of(candidate) == headings_of(last);
      if (!is_same && of_asked == 0 && (!is_near || of_said < kFewestSaid)) continue;
      double worth = 0.3 * candidate.worth + (is_same ? kSameSubject : 0) +
                     kAsked * static_cast<double>(std::min<std::size_t>(of_asked, 2)) +
                     kSaid * static_cast<double>(std::min<std::size_t>(of_said, 3));
      if (candidate.evidence.units.begin < last.evidence.units.begin) worth -= kBackwards;
      for (const Candidate& other : taken_)
        if (other.pattern == candidate.pattern) worth -= 0.2;
      if (!best || worth > most) best = i, most = worth;
    }
    return best;
  }

  void take(std::size_t i) {
    asked_.merge(content_of(open_[i].question, product_));
    taken_.push_back(open_[i]);
    open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
  }

  const Page& page_;
  std::string product_;
  std::vector<Candidate> open_, taken_;
  Words asked_;
};

// Of the proposals that open best the first from which enough others go on.
std::vector<Candidate> best_talk(const Page& page, const std::vector<Candidate>& open, Turns turns,
                                 const std::vector<std::string_view>& asked) {
  auto openings = Talk(page, open).openings(asked);
  std::ranges::stable_sort(openings, std::greater{}, &std::pair<double, std::size_t>::first);
  for (const auto& [worth, first] : openings)
    if (auto order = Talk(page, open).order(first, turns); !order.empty()) return order;
  return {};
}

// As people who talk word them.
std::vector<ConversationTurn> worded(const Page& page, const std::vector<Candidate>& turns) {
  const std::string product = page.topic.product_in_text();
  std::vector<ConversationTurn> out;
  std::optional<Subject> subject;
  bool says_and = false;  // the turn before
  for (const Candidate& turn : turns) {
    std::string question = turn.question;
    const auto own = subject_of(question, product);
    if (!out.empty()) {
      FollowUp follow = follow_up(question, product, subject);
      question = std::move(follow.question);
      const bool wants_and = !says_and && page.turn(turn.core, 5) < (follow.says_it ? 1 : 3);
      says_and = wants_and;
      if (wants_and) question = with_and(std::move(question));
    }
    subject = own;
    out.push_back({std::move(question), turn.kind, turn.evidence});
  }
  return out;
}

}  // namespace

std::vector<std::vector<ConversationTurn>> converse(const Page& page, AnswerLength length,
                                                    Turns turns, std::size_t count,
                                                    const std::vector<std::string_view>& asked) {
  std::vector<Candidate> open = ask(page, length, {kMostProposals, {}, {}});
  std::vector<std::vector<ConversationTurn>> out;
  while (out.size() < count) {
    const auto order = best_talk(page, open, turns, asked);
    if (order.empty()) break;
    std::erase_if(open, [&](const Candidate& candidate) {
      return std::ranges::any_of(order, [&](const Candidate& taken) {
        return overlap(taken.evidence.units, candidate.evidence.units);
      });
    });
    out.push_back(worded(page, order));
  }
  return out;
}

}  // namespace generator::offline
