// A pronoun is set only where subject and place are certain; all else is asked as it is.
#include "offline/follow_up.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "offline/lexicon.h"

namespace generator::offline {
namespace {

constexpr std::uint32_t kAuxiliary = kBe | kDo | kModal | kHave;
// What no name of a thing holds.
constexpr std::uint32_t kNoNoun = kAuxiliary | kPreposition | kConjunction | kSubordinator |
                                  kPronoun | kPossessive | kDemonstrative | kNot | kModal;
constexpr std::size_t kLongestName = 4;

using Tokens = std::vector<std::string>;

std::uint32_t classes_of(std::string_view word) { return look_up(text::to_lower(word)).classes; }
bool is(std::string_view word, std::uint32_t classes) { return (classes_of(word) & classes) != 0; }

std::string without_product(std::string_view question, std::string_view product) {
  std::string out(question);
  if (product.empty()) return out;
  const std::string front = fmt::format("In {}, ", product), back = fmt::format(" in {}?", product);
  if (out.starts_with(front)) {
    out.erase(0, front.size());
    if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  } else if (out.ends_with(back)) {
    out.replace(out.size() - back.size(), back.size(), "?");
  }
  return out;
}

// Without the question mark. A comma stays with its word, so that no name goes over it.
Tokens tokens_of(std::string_view question) {
  if (question.ends_with('?')) question.remove_suffix(1);
  Tokens out;
  for (const auto word : text::words(question)) out.emplace_back(word);
  return out;
}

bool is_article(std::string_view word) {
  const std::string lower = text::to_lower(word);
  return lower == "a" || lower == "an" || lower == "the";
}

bool is_code(std::string_view word) { return word.find('`') != std::string_view::npos; }

// The name that tokens [begin, end) are; nothing where they are none.
std::optional<Subject> name_in(const Tokens& tokens, std::size_t begin, std::size_t end,
                               std::string_view product) {
  if (begin < end && is_article(tokens[begin])) ++begin;
  if (begin >= end || end - begin > kLongestName) return std::nullopt;
  Subject out;
  for (std::size_t i = begin; i < end; ++i) {
    if (is_code(tokens[i]) || is(tokens[i], kNoNoun) || tokens[i].ends_with(',')) return std::nullopt;
    if (tokens[i] != product) out.words.push_back(text::to_lower(tokens[i]));
  }
  if (out.words.empty()) return std::nullopt;
  out.is_plural = is_plural(out.words.back());
  out.words.back() = singular(out.words.back());
  return out;
}

std::size_t first_of(const Tokens& tokens, std::size_t from, std::uint32_t classes) {
  while (from < tokens.size() && !is(tokens[from], classes)) ++from;
  return from;
}

bool begins(const Tokens& tokens, std::string_view first, std::uint32_t then) {
  return tokens.size() > 2 && text::to_lower(tokens[0]) == first && is(tokens[1], then);
}

// Where the one code span of a question stands, with "the … call" around it.
struct Place {
  std::size_t begin = 0, end = 0;
};
std::optional<Place> code_place(const Tokens& tokens) {
  static constexpr std::string_view kNouns[] = {"function", "call",   "macro",       "option",
                                                "method",   "class",  "structure",   "property",
                                                "constant", "struct", "enumeration", "type"};
  const auto is_noun = [](const std::string& word) {
    return std::ranges::find(kNouns, text::to_lower(word)) != std::end(kNouns);
  };
  std::optional<Place> out;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!is_code(tokens[i])) continue;
    const bool is_whole = tokens[i].starts_with('`') && tokens[i].ends_with('`');
    if (out || !is_whole) return std::nullopt;
    out = {i, i + 1};
  }
  if (!out) return out;
  if (out->end < tokens.size() && is_noun(tokens[out->end])) ++out->end;
  if (out->begin > 0 && is_noun(tokens[out->begin - 1])) --out->begin;
  if (out->begin > 0 && is_article(tokens[out->begin - 1])) --out->begin;
  return out;
}

std::string code_of(const Tokens& tokens, const Place& place) {
  for (std::size_t i = place.begin; i < place.end; ++i)
    if (is_code(tokens[i])) return tokens[i];
  return "";
}

// "create", "open": their object is another one each time.
bool makes(std::string_view word) {
  static constexpr std::string_view kVerbs[] = {"create", "make", "define", "open",
                                                "add",    "use",  "build",  "write"};
  return std::ranges::find(kVerbs, text::to_lower(word)) != std::end(kVerbs);
}

// Whether a clause's verb follows its subject there: "is ⟨it⟩ stored", "can ⟨it⟩ be moved", "when
// ⟨it⟩ is read". A noun that is a verb too ("object", "call") goes on with the name.
bool verb_follows(const Tokens& tokens, std::uint32_t before, std::size_t at) {
  if (at == tokens.size()) return false;
  const std::uint32_t next = classes_of(tokens[at]);
  const bool is_noun = (next & kNounToo) && at + 1 < tokens.size();
  if (before & kSubordinator) return (next & (kBe | kModal | kHave | kDo)) != 0;
  if (before & kBe) return (next & kParticiple) != 0 && !(next & kNounToo);
  return text::to_lower(tokens[at]) == "be" || ((next & kVerbBase) && !is_noun);
}

bool ends_there(const Tokens& tokens, std::size_t at) {
  return at == tokens.size() || is(tokens[at], kPreposition | kSubordinator);
}

bool is_any(std::string_view word) {
  const std::string lower = text::to_lower(word);
  return lower == "a" || lower == "an";
}

// "they" beside "are", "it" beside "is"; "" where both or none are said.
std::string by_verb(std::string_view before, std::string_view next) {
  const auto is_one_of = [](std::string_view word, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, word) != list.end();
  };
  for (const std::string_view verb : {before, next}) {
    if (is_one_of(verb, {"is", "was", "has", "does"})) return "it";
    if (is_one_of(verb, {"are", "were", "have", "do"})) return "they";
  }
  return "";
}

// What may stand in the place of the name at [begin, end); "" where nothing may.
std::string pronoun_for(const Tokens& tokens, const Place& place, bool is_subject_plural) {
  const std::string before = text::to_lower(tokens[place.begin - 1]);
  const std::string next = place.end < tokens.size() ? text::to_lower(tokens[place.end]) : "";
  const std::uint32_t classes = classes_of(before);
  const bool is_plural_here = is_plural(text::to_lower(tokens[place.end - 1]));
  const bool is_bare = !is_article(tokens[place.begin]) && !is_plural_here;
  if (is_subject_plural && is_bare) return "";  // of "selections", what "selection" is
  if (classes & (kAuxiliary | kSubordinator)) {
    if (!verb_follows(tokens, classes, place.end)) return "";
    if (is_subject_plural && is_any(tokens[place.begin])) return "one";
    const std::string said = by_verb(before, next);
    if (!said.empty()) return said;
    return is_plural_here ? "they" : "it";
  }
  if (before == "of" || !(classes & (kPreposition | kVerbBase)) || !ends_there(tokens, place.end))
    return "";
  if (is_plural_here) return "them";
  return is_any(tokens[place.begin]) && makes(before) ? "one" : "it";
}

std::optional<Place> name_place(const Tokens& tokens, const Subject& subject,
                                std::string_view product) {
  std::optional<Place> out;
  for (std::size_t begin = 1; begin < tokens.size(); ++begin) {
    if (begin > 1 && is_article(tokens[begin - 1])) continue;  // the article belongs to it
    if (begin > 1 && tokens[begin - 1] == product) continue;   // and so does the product
    for (std::size_t end = begin + 1; end <= std::min(tokens.size(), begin + kLongestName + 1); ++end) {
      const auto name = name_in(tokens, begin, end, product);
      if (!name || name->words != subject.words) continue;
      if (out) return std::nullopt;
      out = {begin, end};
      break;
    }
  }
  return out;
}

std::string joined(const Tokens& tokens) { return text::join(tokens, " ") + "?"; }

}  // namespace

std::optional<Subject> subject_of(std::string_view question, std::string_view product) {
  const Tokens tokens = tokens_of(without_product(question, product));
  if (const auto place = code_place(tokens)) return Subject{{code_of(tokens, *place)}, true, false};
  const std::size_t end = tokens.size();
  if (begins(tokens, "what", kBe)) return name_in(tokens, 2, end, product);
  if (begins(tokens, "what", kDo) && is(tokens.back(), kVerbBase))
    return name_in(tokens, 2, end - 1, product);
  if (begins(tokens, "how", kBe) || begins(tokens, "when", kBe) || begins(tokens, "why", kBe))
    return name_in(tokens, 2, first_of(tokens, 3, kParticiple | kVerbPast), product);
  if ((begins(tokens, "how", kDo | kModal)) && text::to_lower(tokens[2]) == "you" && end > 4)
    return name_in(tokens, 4, end, product);
  if (begins(tokens, "how", kModal)) return name_in(tokens, 2, first_of(tokens, 3, kBe | kVerbBase), product);
  if (end > 4 && text::to_lower(tokens[0]) == "what" && text::to_lower(tokens[1]) == "happens")
    return name_in(tokens, 3, first_of(tokens, 4, kBe | kModal | kHave), product);
  return std::nullopt;
}

FollowUp follow_up(std::string_view question, std::string_view product,
                   const std::optional<Subject>& subject) {
  FollowUp out{without_product(question, product), false};
  if (!subject) return out;
  Tokens tokens = tokens_of(out.question);
  const auto place = subject->is_code ? code_place(tokens) : name_place(tokens, *subject, product);
  if (!place || (subject->is_code && code_of(tokens, *place) != subject->words[0])) return out;
  const bool says_it = std::ranges::any_of(
      tokens, [](const std::string& token) { return is(token, kPronoun | kPossessive); });
  if (says_it) return out;
  const std::string pronoun = subject->is_code && place->begin > 0 ? "it" : pronoun_for(tokens, *place, subject->is_plural);
  if (pronoun.empty()) return out;
  tokens[place->begin] = pronoun;
  tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(place->begin) + 1,
               tokens.begin() + static_cast<std::ptrdiff_t>(place->end));
  if (tokens.size() < 3) return out;
  return {joined(tokens), true};
}

std::string with_and(std::string question) {
  static constexpr std::string_view kAsking[] = {"How", "What", "When", "Why", "Where", "Which",
                                                 "With", "Under"};
  const std::string_view first = text::words(question)[0];
  if (std::ranges::find(kAsking, first) == std::end(kAsking)) return question;
  question[0] = static_cast<char>(question[0] - 'A' + 'a');
  return "And " + question;
}

}  // namespace generator::offline
