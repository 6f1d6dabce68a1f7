// A statement denied, or a denial taken away, by the verb of its main clause. "X is a …" is left
// alone: what something is not is no answer to what it is, and anybody would see that.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/text.h"
#include "preference/ground.h"

namespace generator::preference {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

constexpr std::array<std::string_view, 12> kVerbs = {
    "is", "are", "was", "were", "can", "must", "will", "does", "should", "cannot", "has", "do"};
// With these a clause begins that is not the main one.
constexpr std::array<std::string_view, 20> kJoins = {
    "that", "which", "who",   "where",   "when",   "if",   "whether", "how",   "what", "as",
    "because", "since", "unless", "while", "although", "whose", "than", "until", "once", "so"};
// What cannot stand behind "not", or would be denied in another way.
constexpr std::array<std::string_view, 26> kNotBehind = {
    "a",     "an",   "the",    "one",  "not",    "only",  "also",      "no",     "never",
    "always", "either", "both", "just", "yet",   "necessarily", "any", "already", "still",
    "therefore", "thus", "then", "as",  "because", "most", "often",    "usually"};
constexpr std::string_view kDenying[] = {" not ", " no ", " cannot ", " never ", " without ",
                                         " neither ", " nor ", "n't ", " none "};
// What is done to an end, of one thing alone, or one way or the other is not said with "not".
constexpr std::string_view kNotDenied[] = {" only ", " either ", " both ", " whether "};
constexpr std::string_view kLeansOnDenial[] = {" any ", " either", " at all", " yet",
                                               " until ", " unless ", " but ", " rather "};

struct Word {
  std::size_t begin = 0, end = 0;  // without the mark behind it
  std::string text;      // in lower case
  bool is_plain = true;  // letters alone
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  for (std::string_view word : text::words(text)) {
    const auto begin = static_cast<std::size_t>(word.data() - text.data());
    while (word.size() > 1 && std::string_view(".,;:)").find(word.back()) != std::string_view::npos)
      word.remove_suffix(1);
    const bool is_plain = std::ranges::all_of(word, text::is_alpha);
    out.push_back({begin, begin + word.size(), text::to_lower(word), is_plain});
  }
  return out;
}

bool has_one_of(std::string_view text, std::span<const std::string_view> parts) {
  const std::string folded = " " + text::to_lower(text) + " ";
  return std::ranges::any_of(parts, [&](std::string_view p) { return text::contains(folded, p); });
}

// Where the main clause begins: behind the comma of "If …, ", else in front.
std::size_t main_clause(const std::vector<Word>& words, std::string_view text) {
  static constexpr std::array<std::string_view, 15> kBefore = {
      "if",    "when", "since", "because", "while",  "although", "as",  "once",
      "unless", "to",  "in",    "for",     "after",  "before",   "with"};
  if (words.empty() || !is_one_of(words[0].text, kBefore)) return 0;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i].end < text.size() && text[words[i].end] == ',') return i + 1;
  return words.size();
}

// "supports" of "support".
std::string with_s(std::string_view verb) {
  if (verb == "have") return "has";
  if (verb == "do") return "does";
  std::string out(verb);
  const auto ends = [&](std::string_view tail) { return out.ends_with(tail); };
  if (ends("s") || ends("x") || ends("ch") || ends("sh") || ends("z")) return out + "es";
  if (ends("y") && out.size() > 1 &&
      std::string_view("aeiou").find(out[out.size() - 2]) == std::string_view::npos)
    return out.substr(0, out.size() - 1) + "ies";
  return out + "s";
}

struct Edit {
  std::size_t begin = 0, end = 0;  // of the statement
  std::string by;
};

// "is not stored" → "is stored", "does not support" → "supports", "cannot" → "can".
std::optional<Edit> without_denial(std::string_view text, const std::vector<Word>& words,
                                   std::size_t verb) {
  const Word& word = words[verb];
  if (has_one_of(text, kLeansOnDenial)) return std::nullopt;
  if (word.text == "cannot") return Edit{word.begin, word.end, "can"};
  if (verb + 2 >= words.size() || words[verb + 1].text != "not") return std::nullopt;
  const Word& next = words[verb + 2];
  if (!next.is_plain || is_one_of(next.text, kNotBehind)) return std::nullopt;
  if (word.text == "does") return Edit{word.begin, next.end, with_s(next.text)};
  if (word.text == "do") return std::nullopt;  // "Do not call it" and "they do not" differ
  return Edit{word.end, words[verb + 1].end, ""};
}

// "used", "available": what a thing may be or not be. Behind "are" a noun says what things are.
bool is_predicate(std::string_view word) {
  static constexpr std::array<std::string_view, 18> kKnown = {
      "set", "put",  "read", "kept", "held", "made", "lost", "known", "found",
      "built", "sent", "left", "in",  "on",   "part", "valid", "safe", "free"};
  static constexpr std::array<std::string_view, 6> kEndings = {"ed",   "en",   "able",
                                                               "ible", "sent", "ary"};
  return is_one_of(word, kKnown) || std::ranges::any_of(kEndings, [&](std::string_view ending) {
           return word.ends_with(ending);
         });
}

std::optional<Edit> with_denial(std::string_view text, const std::vector<Word>& words,
                                std::size_t verb) {
  const Word& word = words[verb];
  if (word.text == "does" || word.text == "do" || word.text == "has" || word.text == "cannot")
    return std::nullopt;
  if (verb == 0 || verb + 1 >= words.size() || has_one_of(text, kNotDenied)) return std::nullopt;
  if (words[0].text == "to" || (words[0].text == "in" && words[1].text == "order"))
    return std::nullopt;
  const Word& next = words[verb + 1];
  if (!text::is_alpha(text[next.begin]) || is_one_of(next.text, kNotBehind)) return std::nullopt;
  const bool is_copula = word.text != "can" && word.text != "must" && word.text != "will" &&
                         word.text != "should";
  if (is_copula && !is_predicate(next.text)) return std::nullopt;
  if (word.text == "can") return Edit{word.begin, word.end, "cannot"};
  return Edit{word.end, word.end, " not"};
}

// Whether the question takes for granted what is denied: "How is X stored? X is not stored …"
bool is_asked_about(const std::vector<Word>& words, std::size_t verb, std::string_view question) {
  const std::string folded = text::to_lower(question);
  for (std::size_t i = verb + 1; i < std::min(words.size(), verb + 4); ++i) {
    if (!words[i].is_plain || words[i].text.size() < 4) continue;
    if (text::contains(folded, words[i].text.substr(0, words[i].text.size() - 1))) return true;
  }
  return false;
}

std::optional<Edit> turned(std::string_view text, std::string_view question) {
  const std::vector<Word> words = words_of(text);
  const bool denies = has_one_of(text, kDenying);
  for (std::size_t i = main_clause(words, text); i < words.size(); ++i) {
    if (is_one_of(words[i].text, kJoins)) return std::nullopt;
    if (!is_one_of(words[i].text, kVerbs)) continue;
    if (is_asked_about(words, i, question)) return std::nullopt;
    return denies ? without_denial(text, words, i) : with_denial(text, words, i);
  }
  return std::nullopt;
}

}  // namespace

void plant_denials(const Ground& ground, std::vector<Fault>& out) {
  if (!ground.reasoning().empty()) return;  // as with opposites
  for (const Span& statement : ground.statements()) {
    const std::string_view text = ground.text_of(statement);
    if (text.find_first_of(":|\n") != std::string_view::npos) continue;  // it begins something
    const auto edit = turned(text, ground.question());
    if (!edit) continue;
    const auto at = static_cast<std::size_t>(statement.begin);
    std::string answer(ground.answer());
    answer.replace(at + edit->begin, edit->end - edit->begin, edit->by);
    const std::string_view before = text::trim(text.substr(edit->begin, edit->end - edit->begin));
    const std::string_view now = text::trim(edit->by);
    const std::string what = before.empty() ? fmt::format("\"{}\" was added", now)
                             : now.empty()  ? fmt::format("\"{}\" was left out", before)
                                            : fmt::format("\"{}\" became \"{}\"", before, now);
    out.push_back({FaultKind::kDenial, "denial: " + what, std::move(answer), {}});
  }
}

}  // namespace generator::preference
