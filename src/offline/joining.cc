// The term that joins two questions is looked for in the questions, not in the passages: who asks
// knows of nothing else. What a definition defines is asked first, and then what is asked about it.
#include "offline/joining.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "offline/asking.h"

namespace generator::offline {
namespace {

constexpr std::size_t kMostWords = 30;      // of a question
constexpr std::size_t kLeastPart = 12;      // words that each passage gives, at least
constexpr double kLeastShare = 0.25;        // of the words, that each passage gives

// A question as it stands behind another one: "what is a dataspace".
struct Side {
  const Page* page;
  const Candidate* candidate;
  std::string text;
  std::vector<Word> words;
  std::vector<std::string> term;  // what a definition defines, word by word; empty: it is none
  // Of "What does the function `open` in `a.c` do?" "`open`", "function" and " in `a.c`":
  std::string call, noun, place;  // `call` "": another question
};

// Words as they are compared: "datasets" is "dataset", "created" is "create", "`f`" is "f".
std::string key(const Word& word) {
  if (word.code && word.text.front() == '`') return word.text.substr(1, word.text.size() - 2);
  if (word.code) return word.text;
  return word.verb != nullptr && !word.is(kNounToo) ? word.verb->base : singular(word.lower);
}

// "HDF5" and "API" are written like names of code, and are none that a question could be about.
bool is_acronym(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return text::is_upper(c) || text::is_digit(c); });
}

bool says_nothing(const Word& word) {
  return word.is(kArticle | kDeterminer | kPreposition | kConjunction | kSubordinator | kBe | kModal |
                 kDo | kHave | kNot | kAdverb | kPronoun);
}

std::string without_product(const Page& page, std::string text) {
  while (!text.empty() && text.back() == '?') text.pop_back();
  const std::string product = page.topic.product_in_text();
  if (!product.empty()) {
    const std::string front = "In " + product + ", ", back = " in " + product;
    if (text.starts_with(front)) text.erase(0, front.size());
    if (text.ends_with(back)) text.resize(text.size() - back.size());
  }
  if (!text.empty() && text::is_upper(text[0])) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

// "what is an HDF5 dataspace" → dataspace; "what are hard links" → hard, link.
std::vector<std::string> term_of(const Page& page, const Side& side) {
  std::vector<std::string> out;
  const std::string_view pattern = side.candidate->pattern;
  if (pattern != "what-is" && pattern != "what-does-refer") return out;
  for (std::size_t i = 2; i < side.words.size(); ++i) {
    const Word& word = side.words[i];
    if (word.is(kArticle) || word.text == page.topic.product()) continue;
    if (word.is(kPreposition | kVerbThird) && out.empty()) return {};
    if (pattern == "what-does-refer" && word.lower == "refer") break;
    out.push_back(key(word));
  }
  return out;
}

// What is called, where the question is what it does.
void find_call(Side& side) {
  const std::vector<Word>& words = side.words;
  if (words.size() < 4 || words[0].lower != "what" || words[1].lower != "does" ||
      words.back().lower != "do")
    return;
  std::size_t at = 2;
  if (words[at].lower == "the" && at + 2 < words.size()) {  // "the function `f`", "the `f` call"
    const bool is_behind = words[at + 1].code && at + 4 == words.size();
    side.noun = words[is_behind ? at + 2 : at + 1].lower;
    if (is_behind) {
      side.call = words[at + 1].text;
      return;
    }
    at += 2;
  }
  const bool has_place = at + 4 == words.size() && words[at + 1].lower == "in" && words[at + 2].code;
  if (!words[at].code || !(at + 2 == words.size() || has_place)) return;
  side.call = words[at].text;
  if (has_place) side.place = " in " + words[at + 2].text;
}

std::vector<Side> sides_of(const Page& page, const Candidates& candidates) {
  std::vector<Side> out;
  for (const Candidate& candidate : candidates) {
    // A row of a table, with its header, reads badly beside another one.
    if (page.unit(candidate.evidence.units.begin).kind == measure::UnitKind::kTableRow) continue;
    Side side{&page, &candidate, without_product(page, candidate.question), {}, {}, "", "", ""};
    // What is two questions already takes no third.
    if (text::contains(side.text, ", and ") || text::contains(side.text, " and what") ||
        text::contains(side.text, " and when") || text::contains(side.text, " and how") ||
        text::contains(side.text, " sometimes "))
      continue;
    side.words = read_sentence(side.text).words;
    if (side.words.size() < 3) continue;
    side.term = term_of(page, side);
    find_call(side);
    out.push_back(std::move(side));
  }
  return out;
}

bool mentions(const Side& side, const std::vector<std::string>& term) {
  if (term.empty() || side.words.size() < term.size()) return false;
  for (std::size_t at = 0; at + term.size() <= side.words.size(); ++at) {
    bool is_it = true;
    for (std::size_t i = 0; i < term.size() && is_it; ++i) is_it = key(side.words[at + i]) == term[i];
    // "the size of a dataset creation property list" is not about datasets.
    const std::size_t end = at + term.size();
    const bool goes_on = end < side.words.size() && side.words[end - 1].after == 0 &&
                         !says_nothing(side.words[end]) && side.words[end].verb == nullptr &&
                         !side.words[end].code;
    if (is_it && !goes_on) return true;
  }
  return false;
}

std::string_view key_of_call(const Side& side) {
  std::string_view out = side.call;
  while (!out.empty() && out.front() == '`') out.remove_prefix(1);
  while (!out.empty() && text::contains("`()", out.substr(out.size() - 1))) out.remove_suffix(1);
  return out;
}

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

// Whether most of what the one asks the other asks too.
bool ask_the_same(const Side& a, const Side& b) {
  const auto content = [](const Side& side) {
    std::set<std::string> out;
    for (const Word& word : side.words)
      if (!says_nothing(word)) out.insert(key(word));
    return out;
  };
  const auto one = content(a), other = content(b);
  const auto both = std::ranges::count_if(
      one, [&](const std::string& word) { return other.contains(word); });
  return 5 * both >= 3 * std::ssize(other) && 5 * both >= 3 * std::ssize(one);
}

bool share_identifier(const Side& a, const Side& b) {
  return std::ranges::any_of(a.words, [&](const Word& word) {
    return word.code && !is_acronym(word.text) &&
           std::ranges::any_of(b.words, [&](const Word& other) { return key(other) == key(word); });
  });
}

// The longest run of words that both questions name, as how much it tells: an identifier 3, each
// word of content 1.
double shared_term(const Side& a, const Side& b, const std::string& product) {
  double best = 0;
  for (std::size_t i = 0; i < a.words.size(); ++i)
    for (std::size_t j = 0; j < b.words.size(); ++j) {
      double told = 0;
      for (std::size_t n = 0; i + n < a.words.size() && j + n < b.words.size(); ++n) {
        const Word& word = a.words[i + n];
        if (key(word) != key(b.words[j + n]) || says_nothing(word) || word.text == product ||
            word.lower == "be" || (word.verb != nullptr && !word.is(kNounToo)) || word.lower == "what" ||
            word.lower == "how")
          break;
        told += word.code && !is_acronym(word.text) ? 3 : 1;
      }
      best = std::max(best, told);
    }
  return best;
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
  const bool same_head = a.term.back() == b.term.back() && (a.term.size() > 1 || b.term.size() > 1);
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

// Whether the answer to `a` names it.
bool names(const Side& a, std::string_view call) {
  const Range units = a.candidate->evidence.units;
  for (std::size_t i = units.begin; i < units.end; ++i) {
    const std::string_view said = a.page->passage.text_of(a.page->unit(i));
    for (std::size_t at = said.find(call); at != std::string_view::npos; at = said.find(call, at + 1)) {
      const std::size_t end = at + call.size();
      const bool begins = at == 0 || !text::is_word(said[at - 1]);
      if (begins && (end == said.size() || !text::is_word(said[end]))) return true;
    }
  }
  return false;
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
  if (a.call.empty() || b.call.empty() || !are_of_one_family(key_of_call(a), key_of_call(b))) return std::nullopt;
  if (a.noun != b.noun || a.place != b.place) return std::nullopt;
  const std::string the = a.noun.empty() ? "" : "the " + a.noun + "s ";
  return Joint{"what do " + the + a.call + " and " + b.call + a.place + " do", "api", "two-calls",
               false, 1.2};
}

std::optional<Joint> two_sides(const Side& a, const Side& b, const std::string& product) {
  const bool is_one_call = !a.call.empty() && key_of_call(a) == key_of_call(b);
  if (!a.term.empty() || !b.term.empty() || is_one_call || ask_the_same(a, b)) return std::nullopt;
  const double told = shared_term(a, b, product);
  // What happens in a case is seldom about what the case speaks of, but for a function that it names.
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

// "sets the properties to use the A driver" and "… the B driver": who reads the one knows the other.
bool say_the_same(const Side& a, const Side& b) {
  const auto words = [](const Side& side) {
    std::set<std::string> out;
    const Range units = side.candidate->evidence.units;
    for (std::size_t i = units.begin; i < units.end; ++i)
      for (const auto word : text::words(side.page->passage.text_of(side.page->unit(i))))
        out.insert(text::to_lower(word));
    return out;
  };
  const auto one = words(a), other = words(b);
  const auto both = std::ranges::count_if(
      one, [&](const std::string& word) { return other.contains(word); });
  const auto all = std::ssize(one) + std::ssize(other) - both;
  return 2 * both >= all;
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
      const bool may_be_alike = joint->pattern == "two-definitions";  // which is how they are told apart
      if (!may_be_alike && say_the_same(a, b)) continue;
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
