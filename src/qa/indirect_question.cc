// The verb moves behind its subject, whose end only a parser would know; so only those forms are
// turned in which the verb is the last word, or does not move at all.
#include "qa/indirect_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "qa/language.h"

namespace generator::qa {
namespace {

using Words = std::vector<std::string_view>;

constexpr std::size_t kLongestSubject = 12;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_person(std::string_view word) { return is_one_of(word, {"you", "I", "i", "we", "one"}); }
bool is_copula(std::string_view word) { return is_one_of(word, {"is", "are", "was", "were"}); }

std::string joined(const Words& words, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i)
    out.append(out.empty() ? "" : " ").append(words[i]);
  return out;
}

bool is_participle(std::string_view word) {
  return word.size() > 4 && (word.ends_with("ed") || is_one_of(word, {"given", "known", "written",
                                                                      "shown", "taken", "held",
                                                                      "found", "built", "stored"}));
}

// What makes the end of a subject unsure.
bool has_clause(const Words& words, std::size_t begin) {
  return std::any_of(words.begin() + static_cast<std::ptrdiff_t>(begin), words.end(),
                     [](std::string_view word) {
                       return word.ends_with(',') ||
                              is_one_of(word, {"that", "which", "what", "when", "if", "who",
                                               "where", "because", "while", "after", "before"});
                     });
}

std::string third_person(std::string_view verb) {
  if (verb == "have") return "has";
  if (verb == "do") return "does";
  return std::string(verb) + "s";
}

constexpr std::array<std::string_view, 13> kVerbs = {
    "have", "do",     "mean",    "need",    "take",  "use",    "support",
    "return", "contain", "accept", "provide", "show", "hold"};

// "what does X do", "which parameters does X have": the verb is the last word.
std::optional<std::string> with_last_verb(const Words& words) {
  const auto aux = std::ranges::find_if(
      words, [](std::string_view word) { return is_one_of(word, {"do", "does"}); });
  const auto at = static_cast<std::size_t>(aux - words.begin());
  if (at == 0 || at + 2 >= words.size() || has_clause(words, 1) ||
      std::ranges::find(kVerbs, words.back()) == kVerbs.end())
    return std::nullopt;
  const bool is_one = words[at] == "does";
  return fmt::format("{} {} {}", joined(words, 0, at), joined(words, at + 1, words.size() - 1),
                     is_one ? third_person(words.back()) : std::string(words.back()));
}

// "what is X": the verb goes to the end.
std::optional<std::string> with_copula(const Words& words) {
  const bool is_list = std::ranges::find(words, "and") != words.end();  // of what, is not known
  if (words.size() < 3 || !is_copula(words[1]) || has_clause(words, 2) || is_list)
    return std::nullopt;
  if (is_participle(words[2])) return joined(words, 0, words.size());  // "what is needed to ..."
  if (words.size() - 2 > kLongestSubject) return std::nullopt;
  return fmt::format("{} {} {}", words[0], joined(words, 2, words.size()), words[1]);
}

std::optional<std::string> of_how(const Words& words) {
  if (words.size() < 4) return std::nullopt;
  const bool can = is_one_of(words[1], {"do", "can", "should", "would", "could", "must"});
  if (can && is_person(words[2])) return "how to " + joined(words, 3, words.size());
  const bool has_more = is_one_of(words[words.size() - 2], {"and", "or", "not"});
  if (!is_participle(words.back()) || has_more || has_clause(words, 2)) return std::nullopt;
  if (is_copula(words[1]))
    return fmt::format("how {} {} {}", joined(words, 2, words.size() - 1), words[1], words.back());
  if (!can || words[words.size() - 2] != "be") return std::nullopt;
  return fmt::format("how {} {} be {}", joined(words, 2, words.size() - 2), words[1], words.back());
}

// A question about its subject keeps its order: "which call closes a file".
std::optional<std::string> of_subject(const Words& words) {
  const bool has_auxiliary = std::ranges::any_of(words, [](std::string_view word) {
    return is_one_of(word, {"do", "does", "did", "is", "are", "was", "were", "can", "should",
                            "must", "may", "will", "has", "have"});
  });
  if (words.size() < 3 || has_auxiliary) return std::nullopt;
  return joined(words, 0, words.size());
}

std::optional<std::string> turned(const Words& words) {
  if (words.size() < 3) return std::nullopt;
  if (words[0] == "how") return of_how(words);
  if (is_one_of(words[0], {"when", "where"}) && is_one_of(words[1], {"should", "can", "must"}) &&
      is_person(words[2]))
    return fmt::format("{} to {}", words[0], joined(words, 3, words.size()));
  if (!is_one_of(words[0], {"what", "which", "who"})) return std::nullopt;
  if (auto out = with_last_verb(words)) return out;
  if (is_one_of(words[0], {"what", "who"}))
    if (auto out = with_copula(words)) return out;
  return of_subject(words);
}

}  // namespace

std::optional<std::string> indirect_question(std::string_view question) {
  const std::string_view language = language_of(question);
  std::string_view text = text::trim(question);
  if ((!language.empty() && language != "en") || !text.ends_with('?') ||
      text::contains(text, "\n"))
    return std::nullopt;
  text.remove_suffix(1);
  Words words = text::words(text);
  // "In X, how do you ..." and "... in X": the frame goes to the end.
  std::string frame;
  if (words.size() > 4 && words[0] == "In")
    for (std::size_t i = 1; i < std::min<std::size_t>(5, words.size()); ++i)
      if (words[i].ends_with(',')) {
        frame = "in " + joined(words, 1, i + 1);
        frame.pop_back();
        words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i + 1));
        break;
      }
  if (frame.empty() && words.size() > 4 && words[words.size() - 2] == "in" &&
      text::is_upper(words.back()[0])) {
    frame = joined(words, words.size() - 2, words.size());
    words.resize(words.size() - 2);
  }
  if (words.empty()) return std::nullopt;
  const std::string first = text::to_lower(words[0]);
  words[0] = first;
  auto out = turned(words);
  if (out && !frame.empty()) *out += " " + frame;
  return out;
}

}  // namespace generator::qa
