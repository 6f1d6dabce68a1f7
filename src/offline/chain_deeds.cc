// What named functions do, two of them together.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "offline/chains.h"
#include "offline/deeds.h"
#include "offline/question.h"
#include "offline/stems.h"

namespace generator::offline {
namespace {

/// Where in the life of an object a verb has its place; nothing for one that has no such place.
std::optional<int> stage_of(const Deed& deed) {
  struct Stage {
    int place;
    std::string_view verbs;
  };
  static constexpr std::array kStages = {
      Stage{0, " create open initialize register start "},
      Stage{1, " set add define configure "},
      Stage{2, " write read retrieve return get obtain fill iterate visit copy list query determine "},
      Stage{3, " flush "}, Stage{4, " close release free delete remove destroy terminate "}};
  for (const Stage& stage : kStages)
    if (text::contains(stage.verbs, " " + deed.verb->base + " ")) return stage.place;
  return std::nullopt;
}

std::string rest_of(const Deed& deed) { return deed.text.substr(deed.verb->third.size()); }
std::string to_do(const Deed& deed) { return deed.verb->base + rest_of(deed); }

/// "H5Lcreate_soft" and "H5Lcreate_hard", "H5Dopen" and "H5Dwrite": of one family of names.
bool are_family(std::string_view a, std::string_view b) {
  std::size_t shared = 0;
  while (shared < a.size() && shared < b.size() && text::to_lower(a.substr(shared, 1)) ==
                                                       text::to_lower(b.substr(shared, 1)))
    ++shared;
  const bool is_library = shared >= 3 && text::is_digit(a[1]);  // "H5D…"
  return is_library || shared >= 5;
}

/// The last noun of what a deed is done to, before a preposition: "an existing dataset".
std::string object_of(const Deed& deed) {
  const Sentence s = read_sentence(rest_of(deed));
  std::string out;
  for (const Word& word : s.words) {
    if (word.is(kPreposition | kSubordinator | kConjunction)) break;
    if (!word.is(kDeterminer | kAdverb)) out = singular(word.lower);
    if (word.after != 0) break;
  }
  return out;
}

Chain chain_of(const Page& page, std::string question, std::string_view kind,
               std::string_view pattern, const Deed& a, const Deed& b, std::string answer,
               double worth) {
  Chain out;
  out.question = finished_question(page, std::move(question));
  out.kind = kind;
  out.pattern = pattern;
  out.steps = {a.sentence(), b.sentence()};
  out.answer = std::move(answer);
  out.worth = worth;
  out.units = {a.unit, b.unit};
  std::ranges::sort(out.units);
  return out;
}

/// Set and get of one thing, or making and unmaking it: nobody asks for the two in a row.
bool undo_each_other(const Deed& a, const Deed& b) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kPairs = {
      {{"set", "get"}, {"set", "retrieve"}, {"set", "return"}, {"set", "obtain"}, {"set", "query"},
       {"add", "delete"}, {"add", "remove"}, {"create", "delete"}, {"create", "remove"},
       {"register", "remove"}}};
  return std::ranges::any_of(kPairs, [&](const auto& pair) {
    return a.verb->base == pair.first && b.verb->base == pair.second;
  });
}

/// The word before a noun: "hard" of "creates a hard link"; "" where an article stands there.
std::string kind_of(const Deed& deed, const std::string& noun) {
  const Sentence s = read_sentence(rest_of(deed));
  for (std::size_t i = 1; i < s.size(); ++i)
    if (singular(s[i].lower) == noun)
      return s[i - 1].is(kDeterminer | kPreposition | kConjunction) ? "" : s[i - 1].lower;
  return "";
}

bool have_to_do(const Deed& a, const Deed& b) {
  const std::string object = object_of(a);
  if (object.empty() || !are_family(a.name, b.name)) return false;
  // A hard link is not what is asked of a symbolic one.
  const std::string one = kind_of(a, object), other = kind_of(b, object);
  if (!other.empty() && one != other) return false;
  if (object_of(b).empty()) return false;
  const Stems stems = stems_of(object);
  return !stems.empty() && stems_of(b.text).contains(*stems.begin());
}

/// May `b` be the next call after `a`?
bool follows(const Deed& a, const Deed& b) {
  const auto first = stage_of(a), second = stage_of(b);
  return first && second && *first < *second && have_to_do(a, b) && !undo_each_other(a, b);
}

/// Calls one after the other, on objects of one kind.
void plan(const Page& page, const std::vector<const Deed*>& calls, Chains& out) {
  Chain chain;
  chain.kind = "how-to";
  chain.pattern = "plan";
  chain.worth = 0.7 + 0.2 * static_cast<double>(calls.size());
  std::string aims;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const bool is_last = i + 1 == calls.size();
    aims += (i == 0 ? "" : is_last ? " and then " : ", ") + to_do(*calls[i]);
    chain.answer += fmt::format("{}`{}`", i == 0 ? "First " : is_last ? (i == 1 ? ", then " : " and then ") : ", ", calls[i]->name);
    chain.steps.push_back(calls[i]->sentence());
    chain.units.push_back(calls[i]->unit);
  }
  chain.answer += ".";
  std::ranges::sort(chain.units);
  static constexpr std::string_view kNumbers[] = {"two", "three"};
  chain.question = finished_question(
      page, fmt::format("which {} functions do you call, in which order, to {}",
                        kNumbers[calls.size() - 2], aims));
  out.push_back(std::move(chain));
}

/// Two deeds word by word: what they begin and end with alike, and the words between.
struct Alignment {
  std::vector<std::string_view> front, back, a, b;
};

Alignment aligned(std::string_view one, std::string_view other) {
  const auto a = text::words(one), b = text::words(other);
  const std::size_t least = std::min(a.size(), b.size());
  std::size_t front = 0, back = 0;
  while (front < least && a[front] == b[front]) ++front;
  while (back < least - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  const auto part = [](const auto& words, std::size_t begin, std::size_t end) {
    return std::vector<std::string_view>(words.begin() + static_cast<std::ptrdiff_t>(begin),
                                         words.begin() + static_cast<std::ptrdiff_t>(end));
  };
  return {part(a, 0, front), part(a, a.size() - back, a.size()), part(a, front, a.size() - back),
          part(b, front, b.size() - back)};
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

std::uint32_t classes_of(std::string_view word) { return look_up(text::to_lower(word)).classes; }

/// The noun that the words between stand before: "link" of "creates a [hard] link to an object".
std::string head_of(const std::vector<std::string_view>& back) {
  std::vector<std::string_view> out;
  for (const std::string_view word : back) {
    if (classes_of(word) & (kPreposition | kSubordinator | kConjunction | kBe | kModal)) break;
    out.push_back(word);
  }
  return joined(out);
}

/// "both create a link to an object": what is left without the words between, in the plural.
std::string in_common(const Deed& a, const Alignment& words) {
  std::string out = a.verb->base;
  for (std::size_t i = 1; i < words.front.size(); ++i) {
    const bool is_article = i + 1 == words.front.size() && (words.front[i] == "a" || words.front[i] == "an" || words.front[i] == "the");
    out.append(" ").append(is_article ? indefinite_article(words.back[0]) : words.front[i]);
  }
  return out + " " + joined(words.back);
}

/// The same thing done to different objects: in what do they differ?
void tell_apart(const Page& page, const Deed& a, const Deed& b, Chains& out) {
  if (a.verb != b.verb || !are_family(a.name, b.name)) return;
  const Alignment words = aligned(a.text, b.text);
  if (words.front.size() < 2 || words.a.empty() || words.b.empty() || words.a.size() > 2 ||
      words.b.size() > 2)
    return;
  for (const auto* own : {&words.a, &words.b})
    for (const std::string_view word : *own)
      if (classes_of(word) & (kPreposition | kConjunction | kSubordinator | kDeterminer | kBe)) return;
  const std::string head = head_of(words.back);
  const bool has_article = (classes_of(words.front.back()) & kDeterminer) != 0;
  std::string answer, common;
  if (!head.empty()) {
    common = in_common(a, words);
    answer = fmt::format("In the kind of {}: {} for `{}`, {} for `{}`.", head, joined(words.a), a.name,
                         joined(words.b), b.name);
  } else if (has_article) {
    answer = fmt::format("`{}` is about {} {}, `{}` about {} {}.", a.name, words.front.back(),
                         joined(words.a), b.name, words.front.back(), joined(words.b));
  } else {
    return;
  }
  const bool asks_how = page.turn(a.unit + b.unit, 2) == 0;
  Chain chain = chain_of(
      page,
      head.empty() || asks_how ? fmt::format("how does `{}` differ from `{}`", a.name, b.name)
                               : fmt::format("in what do `{}` and `{}` differ", a.name, b.name),
      "comparison", "difference", a, b, std::move(answer), 1.3);
  if (!common.empty()) {
    if (asks_how) chain.answer = "In the kind" + chain.answer.substr(11);
    chain.steps.push_back(fmt::format("Both {}.", common));
  }
  out.push_back(std::move(chain));
}

}  // namespace

void chain_deeds(const Page& page, Chains& out) {
  std::vector<Deed> deeds = deeds_of(page);
  // Of two that do the same none can be asked for.
  const std::vector<Deed> all = deeds;
  std::erase_if(deeds, [&](const Deed& deed) {
    return std::ranges::count(all, deed.text, &Deed::text) > 1;
  });
  for (const Deed& a : deeds)
    for (const Deed& b : deeds) {
      if (&a == &b) continue;
      if (&a < &b) tell_apart(page, a, b, out);
      if (!follows(a, b)) continue;
      plan(page, {&a, &b}, out);
      for (const Deed& c : deeds)
        if (&c != &a && &c != &b && follows(b, c) && follows(a, c)) plan(page, {&a, &b, &c}, out);
    }
}

}  // namespace generator::offline
