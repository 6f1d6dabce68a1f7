// What named functions do, two of them together.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.h"
#include "measure/content_words.h"
#include "offline/chains.h"
#include "offline/deeds.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

using Stems = std::set<std::string>;

Stems stems_of(std::string_view text) {
  Stems out;
  for (const measure::ContentWord& word : measure::content_words(text))
    if (!word.is_empty) out.insert(word.stem);
  return out;
}

std::size_t in_both(const Stems& a, const Stems& b) {
  return static_cast<std::size_t>(
      std::ranges::count_if(a, [&](const std::string& stem) { return b.contains(stem); }));
}

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

/// One call after the other, on objects of one kind.
void plan(const Page& page, const Deed& a, const Deed& b, Chains& out) {
  const auto first = stage_of(a), second = stage_of(b);
  if (!first || !second || *first >= *second || !are_family(a.name, b.name)) return;
  const std::string object = object_of(a);
  if (object.empty() || !stems_of(b.text).contains(*stems_of(object).begin())) return;
  static constexpr std::string_view kQuestions[] = {
      "which two functions do you call, one after the other, to {} and then {}",
      "you want to {} and then {}: which functions do you call"};
  const std::string question =
      fmt::format(fmt::runtime(kQuestions[page.turn(a.unit + b.unit, 2)]), to_do(a), to_do(b));
  out.push_back(chain_of(page, question, "how-to", "plan", a, b,
                         fmt::format("First `{}`, then `{}`.", a.name, b.name),
                         0.8 + 0.05 * static_cast<double>(*second - *first)));
}

/// The same thing done to different objects: which one is meant?
void tell_apart(const Page& page, const Deed& a, const Deed& b, Chains& out) {
  if (a.verb != b.verb || !are_family(a.name, b.name)) return;
  const Stems one = stems_of(a.text), other = stems_of(b.text);
  const std::size_t shared = in_both(one, other);
  const std::size_t own_a = one.size() - shared, own_b = other.size() - shared;
  if (shared < 2 || own_a == 0 || own_b == 0 || own_a > 6 || own_b > 6) return;
  const double likeness = static_cast<double>(shared) / static_cast<double>(one.size() + other.size() - shared);
  if (page.turn(a.unit + 3 * b.unit, 2) == 0) {
    out.push_back(chain_of(
        page, fmt::format("is `{}` the function that {}", a.name, b.text), "api", "right-function", a,
        b, fmt::format("No. `{}` {}; the function that {} is `{}`.", a.name, a.text, b.text, b.name),
        0.6 + likeness));
    return;
  }
  out.push_back(chain_of(
      page, fmt::format("what is the difference between `{}` and `{}`", a.name, b.name),
      "comparison", "difference", a, b,
      fmt::format("`{}` {}, whereas `{}` {}.", a.name, a.text, b.name, b.text), 0.6 + likeness));
}

}  // namespace

void chain_deeds(const Page& page, Chains& out) {
  const std::vector<Deed> deeds = deeds_of(page);
  for (std::size_t i = 0; i < deeds.size(); ++i)
    for (std::size_t j = 0; j < deeds.size(); ++j) {
      if (i == j || deeds[i].verb == nullptr || deeds[j].verb == nullptr) continue;
      plan(page, deeds[i], deeds[j], out);
      if (i < j) tell_apart(page, deeds[i], deeds[j], out);
    }
}

}  // namespace generator::offline
