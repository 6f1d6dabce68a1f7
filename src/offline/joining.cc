// The term that joins two questions is looked for in the questions, not in the passages: who asks
// knows of nothing else. What a definition defines is asked first, and then what is asked about it.
#include "offline/joining.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "base/text.h"
#include "offline/asking.h"
#include "offline/side.h"

namespace generator::offline {
namespace {

constexpr std::size_t kMostWords = 30;  // of a question
constexpr std::size_t kLeastPart = 12;  // words that each passage gives, at least
constexpr double kLeastShare = 0.25;    // of the words, that each passage gives

std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> out;
  for (const auto part : text::split(name, '_'))
    if (!part.empty()) out.push_back(part);
  return out;
}

// `H5Dopen` and `H5Dclose`, `set_path` and `get_path`: they differ in one part, or behind three
// letters.
bool are_of_one_family(std::string_view a, std::string_view b) {
  if (a == b) return false;
  const auto ones = parts_of(a), others = parts_of(b);
  if (ones.size() != others.size()) return false;
  if (ones.size() > 1) {
    std::size_t differ = 0;
    for (std::size_t i = 0; i < ones.size(); ++i) differ += ones[i] != others[i] ? 1 : 0;
    return differ == 1;
  }
  const auto ends = std::ranges::mismatch(a, b);
  return ends.in1 - a.begin() >= 3;
}

struct Joint {
  std::string text;
  std::string_view kind, pattern;
  bool is_turned = false;
  double worth = 0;
};

// "what is a soft link, and what is a hard link": of one kind, or the one says the other's name.
std::optional<Joint> two_definitions(const Side& a, const Side& b) {
  if (a.term.empty() || b.term.empty() || a.term == b.term) return std::nullopt;
  const bool same_head =
      a.term.back() == b.term.back() && (a.term.size() > 1 || b.term.size() > 1);
  if (!same_head) return std::nullopt;
  return Joint{a.text + ", and " + b.text, "comparison", "two-definitions", false, 1.3};
}

std::optional<Joint> definition_and_use(const Side& a, const Side& b) {
  for (const bool is_turned : {false, true}) {
    const Side& defines = is_turned ? b : a;
    const Side& uses = is_turned ? a : b;
    if (!uses.term.empty() || !mentions(uses, defines.term)) continue;
    if (text::contains(uses.text, ", ")) continue;  // a clause more than a reader can hold
    return Joint{defines.text + ", and " + uses.text, uses.candidate->kind, "definition-and-use",
                 is_turned, 1.2 + 0.1 * static_cast<double>(defines.term.size())};
  }
  return std::nullopt;
}

// "how do you create a soft link, and what does `H5Lcreate_soft` do": the one answer names what the
// other explains.
std::optional<Joint> named_and_explained(const Side& a, const Side& b) {
  for (const bool is_turned : {false, true}) {
    const Side& asks = is_turned ? b : a;
    const Side& explains = is_turned ? a : b;
    const std::string_view call = key_of_call(explains);
    if (call.size() < 4 || !asks.call.empty() || !asks.term.empty()) continue;
    if (text::contains(asks.text, call) || text::contains(asks.text, ", ") || !names(asks, call))
      continue;
    return Joint{asks.text + ", and " + explains.text, asks.candidate->kind, "named-and-explained",
                 is_turned, 1.25};
  }
  return std::nullopt;
}

std::optional<Joint> two_calls(const Side& a, const Side& b) {
  if (a.call.empty() || b.call.empty() || a.noun != b.noun || a.place != b.place ||
      !are_of_one_family(key_of_call(a), key_of_call(b)))
    return std::nullopt;
  const std::string the = a.noun.empty() ? "" : "the " + a.noun + "s ";
  return Joint{"what do " + the + a.call + " and " + b.call + a.place + " do", "api", "two-calls",
               false, 1.2};
}

std::optional<Joint> two_sides(const Side& a, const Side& b, const std::string& product) {
  const bool is_one_call = !a.call.empty() && key_of_call(a) == key_of_call(b);
  if (!a.term.empty() || !b.term.empty() || is_one_call || ask_the_same(a, b)) return std::nullopt;
  const double told = shared_term(a, b, product);
  // What happens in a case is seldom about what the case speaks of, but for a function in it.
  const bool is_of_a_case =
      a.text.starts_with("what happens") || b.text.starts_with("what happens");
  if (told < 2 || (is_of_a_case && !share_identifier(a, b))) return std::nullopt;
  return Joint{a.text + ", and " + b.text, a.candidate->kind, "two-sides", false, 0.6 + 0.1 * told};
}

std::optional<Joint> join(const Side& a, const Side& b, const std::string& product) {
  if (auto joint = two_definitions(a, b)) return joint;
  if (auto joint = definition_and_use(a, b)) return joint;
  if (auto joint = named_and_explained(a, b)) return joint;
  if (auto joint = two_calls(a, b)) return joint;
  return two_sides(a, b, product);
}

bool are_balanced(const Evidence& a, const Evidence& b, AnswerLength length) {
  const std::size_t words = a.words + b.words;
  const auto least = static_cast<double>(std::min(a.words, b.words));
  return words >= length.min_words && words <= length.max_words &&
         least >= kLeastShare * static_cast<double>(words);
}

}  // namespace

std::vector<JoinedCandidate> ask_both(const Page& first, const Page& second, AnswerLength length,
                                      std::size_t count) {
  const AnswerLength part{kLeastPart, length.max_words};
  const Candidates ones = proposals(first, part), others = proposals(second, part);
  const std::vector<Side> left = sides_of(first, ones), right = sides_of(second, others);
  std::vector<JoinedCandidate> all;
  for (const Side& a : left)
    for (const Side& b : right) {
      if (!are_balanced(a.candidate->evidence, b.candidate->evidence, length)) continue;
      auto joint = join(a, b, first.topic.product());
      if (!joint || text::words(joint->text).size() > kMostWords) continue;
      // Definitions may be alike: so they are told apart.
      if (joint->pattern != "two-definitions" && say_the_same(a, b)) continue;
      all.push_back({finished_question(first, std::move(joint->text)), joint->kind, joint->pattern,
                     a.candidate->evidence, b.candidate->evidence, joint->is_turned,
                     joint->worth + 0.3 * (a.candidate->worth + b.candidate->worth)});
    }
  std::ranges::stable_sort(all, std::greater{}, &JoinedCandidate::worth);
  std::vector<JoinedCandidate> out;
  for (JoinedCandidate& one : all) {
    const bool repeats = std::ranges::any_of(out, [&](const JoinedCandidate& other) {
      return other.question == one.question || other.first.units.begin == one.first.units.begin ||
             other.second.units.begin == one.second.units.begin;
    });
    if (!repeats) out.push_back(std::move(one));
    if (out.size() == count) break;
  }
  return out;
}

}  // namespace generator::offline
