// What a question may lean on is told by tables of phrases (English; questions in other languages
// are looked at for form only). A definite noun is no fault by itself: "the function `f`", "the
// library that …", "a file …, and how is the file …" are named, narrowed or said before. Only what
// stays open is qualified from the headings, where that is safe, or refused.
#include "qa/stand_alone.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/answer.h"
#include "qa/phrase.h"
#include "qa/question_form.h"

namespace generator::qa {
namespace {

constexpr std::string_view kSource =
    "text|passage|document|documentation|excerpt|snippet|article|section|chapter|subsection|guide|"
    "tutorial|page|paragraph|readme|context|material|manual|content|chunk|units|unit|sources|"
    "source|extract";
// Nouns that mean one particular thing of the reader's, unless named or narrowed.
constexpr std::string_view kThing =
    "experiment|experiments|class|classes|function|functions|method|methods|code|script|scripts|"
    "program|programs|example|examples|snippet|package|packages|module|modules|test|tests|"
    "application|project|repository|repo|workflow|demo|notebook|benchmark|benchmarks|library|"
    "plugin|pipeline|simulation|constructor|macro|routine|tool|parser|software|component|"
    "struct|section|chapter|document|documentation|passage|text|article|guide|tutorial|readme|"
    "figure|diagram|table|listing|author|authors|snippets";
constexpr std::string_view kCodeThing =
    "function|method|class|macro|routine|command|struct|structure|type|constructor";

std::string with_lists(std::string_view pattern) {
  std::string out = text::replace_all(pattern, "{source}", kSource);
  out = text::replace_all(out, "{thing}", kThing);
  return text::replace_all(out, "{code}", kCodeThing);
}

std::vector<Phrase> listed(std::initializer_list<std::string_view> patterns) {
  std::vector<Phrase> out;
  for (const auto pattern : patterns) out.emplace_back(with_lists(pattern));
  return out;
}

// May go from the front (before a comma) or from the end.
const std::vector<Phrase>& detachable() {
  static const std::vector<Phrase> list = listed({
      "according|based to|on the|this|that|these|your? given|provided|above|following|preceding? "
      "*? {source}|code|example|information",
      "as? {shown} in|by|within the|this|that? given|provided|above|following|preceding? *? "
      "{source}|code|example",
      "in|from|within|of the|this|that given|provided|above|following|preceding "
      "{source}|code|example",
      "in|from|within this {source}|code|example|case|context",
      "in|from|within the passage|excerpt|snippet|extract|text|chunk",
      "as? {shown} {place}",
      "per the|this {source}",
  });
  return list;
}

const std::vector<Phrase>& leaning() {
  static const std::vector<Phrase> list = listed({
      "this|that|these|those {source}",
      "the {next} *",
      "the following|above|aforementioned",
      "the given|provided|shown|displayed|presented|quoted *",
      "{part}|{piece} {place}",
      "figure|figures|fig|table|example|listing|section|chapter #",
      "the author|authors|writer|excerpt|passage|snippet",
      "the code|text snippet|excerpt|sample|example",
      "{shown} above|below|earlier|previously|elsewhere",
      "mentioned|described|discussed|listed in|here|there",
      "according to|based on the|this {source}",
      "given example|code|text|context",
      "in this|that case|context|scenario|situation",
  });
  return list;
}

std::string piece(std::string_view s, const std::vector<Word>& words, std::size_t at,
                  std::size_t count) {
  return std::string(s.substr(words[at].begin, words[at + count - 1].end - words[at].begin));
}

void capitalise(std::string& s) {
  if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
}

// "According to the passage, what …" and "… in this section?".
void detach(std::string& question) {
  for (bool changed = true; changed;) {
    changed = false;
    const auto words = words_of(question);
    for (std::size_t i = 0; i < words.size() && !changed; ++i) {
      const std::size_t n = longest_match(detachable(), words, i);
      if (n == 0 || n == words.size()) continue;
      const std::size_t end = words[i + n - 1].end;
      if (i == 0 && question[end] == ',') {
        question.erase(0, end + 1);
        question.erase(0, question.find_first_not_of(' '));
        capitalise(question);
        changed = true;
      } else if (i + n == words.size() && i >= 3) {
        std::size_t begin = words[i].begin;
        while (begin > 0 && text::contains(" ,", question.substr(begin - 1, 1))) --begin;
        question.erase(begin, end - begin);
        changed = true;
      }
    }
  }
}

// The one identifier of the innermost heading; "" where it has none or several.
std::string identifier_of(const QuestionPlace& place) {
  if (place.headings.empty()) return {};
  std::string found;
  for (std::string_view word : text::words(place.headings.back())) {
    while (!word.empty() && text::contains(",:.`", word.substr(word.size() - 1)))
      word.remove_suffix(1);
    while (!word.empty() && word.front() == '`') word.remove_prefix(1);
    if (!is_identifier(word)) continue;
    if (!found.empty() && found != word) return {};
    found = word;
  }
  return found;
}

// Something earlier in the question that "this", "it" or "the file" may mean.
bool has_antecedent(std::string_view before) {
  static const std::vector<Phrase> list =
      phrases({"a|an|any|each|every|one|two|several|some|another *",
               "if|when|after|while|once|suppose|given *"});
  if (names_something(before)) return true;
  const auto words = words_of(before);
  for (std::size_t i = 0; i < words.size(); ++i)
    if (longest_match(list, words, i) > 0) return true;
  return false;
}

// "the `asan` package", "the Gray-Scott experiment", "the libasan library": between article and
// noun stands more than what could stand before any of its kind.
bool is_named(std::string_view s, const std::vector<Word>& words, std::size_t article,
              std::size_t noun) {
  static const Phrase general(with_lists(
      "above|main|whole|same|current|new|given|first|second|third|last|next|entire|complete|"
      "default|"
      "original|specified|required|following|provided|actual|full|small|simple|own|sample|other|"
      "previous|underlying|corresponding|resulting|existing|final|latest|different|{thing}"));
  if (names_something(
          "x " + std::string(s.substr(words[article].end, words[noun].begin - words[article].end))))
    return true;
  for (std::size_t i = article + 1; i < noun; ++i)
    if (general.match(words, i) == 0) return true;
  return false;
}

// What follows narrows it down: "of …", "that …", "`f`", "named …", "to open a file".
bool is_narrowed(std::string_view s, const std::vector<Word>& words, std::size_t next) {
  static const Phrase narrowing(
      "of|for|that|which|whose|used|named|called|in|from|with|to|on|by|when|where|between|"
      "containing|provided");
  if (next >= words.size()) return false;
  if (words[next].is_code ||
      is_identifier(s.substr(words[next].begin, words[next].end - words[next].begin)))
    return true;
  if (text::is_upper(s[words[next].begin])) return true;
  return narrowing.match(words, next) > 0 && next + 1 < words.size();
}

struct Open {  // what stays open, and where
  std::size_t begin = 0, end = 0;
  bool is_code_thing = false;
  bool is_source = false;
};

std::optional<Open> open_demonstrative(std::string_view s, const std::vector<Word>& words) {
  static const Phrase noun(with_lists(
      "{thing}|{code}|file|files|parameter|parameters|argument|option|options|feature|approach|"
      "step|steps|process|system|object|value|values|setting|data|operation|api|call|variable|"
      "field|format|list|tests|behavior|behaviour|issue|error|problem|commands|configuration"));
  static const Phrase code(with_lists("{code}"));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].lower;
    if (word != "this" && word != "these" && word != "those" && word != "that") continue;
    const bool is_noun = i + 1 < words.size() && noun.match(words, i + 1) > 0;
    if (word == "that" && !(is_noun && i > 0 &&
                            text::contains(" does is in of for to do use call on from with ",
                                           " " + words[i - 1].lower + " ")))
      continue;
    if (has_antecedent(s.substr(0, words[i].begin))) continue;
    const bool is_code = is_noun && code.match(words, i + 1) > 0;
    return Open{words[i].begin, words[is_noun ? i + 1 : i].end, is_code, false};
  }
  return std::nullopt;
}

std::optional<Open> open_definite(std::string_view s, const std::vector<Word>& words) {
  static const Phrase thing(with_lists("{thing}"));
  static const Phrase code(with_lists("{code}"));
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i].lower != "the") continue;
    for (std::size_t k = i + 1; k < words.size() && k <= i + 3; ++k) {
      if (!words[k].follows_gap) break;
      const bool is_owner = words[k].lower.ends_with("'s");
      const std::string_view noun = words[k].lower;
      const auto one = words_of(is_owner ? noun.substr(0, noun.size() - 2) : noun);
      if (thing.match(one, 0) == 0) continue;
      // The last noun of "the test suite", "the code path" is what is meant.
      const bool goes_on = !is_owner && k + 1 < words.size() && words[k + 1].follows_gap &&
                           !is_narrowed(s, words, k + 1) && thing.match(words, k + 1) > 0;
      if (goes_on) continue;
      // "the application data": the noun only says whose.
      static const Phrase head(
          "data|framework|manager|path|paths|name|names|directory|folder|file|files|environment|"
          "options|parameters|argument|arguments|command|commands|structure|layer|level|interface|"
          "output|input|configuration|settings|definition|type|types|body|call|calls|suite|case|"
          "cases|build|process|processes|programmer|developer|developers|designer|logic|header|"
          "description|version|versions|start|size|index|counting|manifest");
      if (!is_owner && k + 1 < words.size() && words[k + 1].follows_gap &&
          head.match(words, k + 1) > 0)
        break;
      const std::string_view before = s.substr(0, words[i].begin);
      if (is_named(s, words, i, k) || (!is_owner && is_narrowed(s, words, k + 1))) break;
      static const Phrase some("a|an|any|each|every|one|another");
      bool said_before = text::starts_with_ignoring_case(s, "in ") && names_something(before) &&
                         text::contains(before, ",");
      for (std::size_t m = 0; m + 1 < i && !said_before; ++m)
        said_before =
            some.match(words, m) > 0 && (words[m + 1].lower == one[0].lower ||
                                         (m + 2 < i && words[m + 2].lower == one[0].lower));
      static const Phrase of_its_kind(
          "pipeline|application|package|packages|repository|repo|simulation|benchmark|workflow|"
          "library|project|module|software");
      // Of these the named thing before has one: "does `run` stop the pipeline?"
      said_before = said_before || (of_its_kind.match(one, 0) > 0 && names_something(before));
      if (said_before) break;
      return Open{words[i].begin, words[k].end, k == i + 1 && code.match(one, 0) > 0 && !is_owner,
                  false};
    }
  }
  return std::nullopt;
}

// "How is it configured?": a pronoun near the front with nothing before it.
std::optional<Open> open_pronoun(std::string_view s, const std::vector<Word>& words) {
  static const std::vector<Phrase> expletives = phrases({
      "it "
      "possible|necessary|important|recommended|safe|better|best|useful|required|advisable|take|"
      "mean|matter|worth|good|bad|common|sufficient|enough|valid|legal|allowed|that|to|not|more|"
      "make",
  });
  for (std::size_t i = 0; i < words.size() && i < 5; ++i) {
    const std::string& word = words[i].lower;
    if (word != "it" && word != "its" && word != "they" && word != "their" && word != "them")
      continue;
    if (longest_match(expletives, words, i) > 0) return std::nullopt;
    if (has_antecedent(s.substr(0, words[i].begin))) return std::nullopt;
    const bool noun_before = i > 0 && words[i - 1].lower.size() > 4 &&
                             words[i - 1].lower != "would" && words[i - 1].lower != "should" &&
                             words[i - 1].lower != "could";
    if (noun_before) return std::nullopt;
    return Open{words[i].begin, words[i].end, false, false};
  }
  return std::nullopt;
}

std::string qualified(std::string question, const std::string& subject) {
  static const Phrase opens("in|on|at|for|by|with|from|of|to|under|through|within|during");
  const auto words = words_of(question);
  if (opens.match(words, 0) > 0 && question.ends_with('?')) {
    question.insert(question.size() - 1, " in " + subject);
    return question;
  }
  const bool is_plain_capital =
      question.size() > 1 && text::is_upper(question[0]) && !text::is_upper(question[1]) &&
      !is_identifier(text::words(question)[0]) && !question.starts_with("I ");
  if (is_plain_capital) question[0] = static_cast<char>(question[0] - 'A' + 'a');
  return fmt::format("In {}, {}", subject, question);
}

}  // namespace

Checked<std::string> stand_alone(std::string_view raw, const QuestionPlace& place) {
  auto formed = well_formed(raw);
  if (!formed) return formed;
  std::string question = std::move(*formed);
  detach(question);
  if (question.empty() || count_words(question) < 3)
    return refuse(reasons::kMalformedQuestion, "nothing is left but the pointer to its source");
  const std::string identifier = identifier_of(place);
  for (int round = 0; round < 2; ++round) {
    const auto words = words_of(question);
    for (std::size_t i = 0; i < words.size(); ++i)
      if (const std::size_t n = longest_match(leaning(), words, i); n > 0)
        return refuse(reasons::kNotStandAlone,
                      fmt::format("it says \"{}\"", piece(question, words, i, n)));
    auto open = open_demonstrative(question, words);
    if (!open) open = open_definite(question, words);
    const bool is_pronoun = !open && (open = open_pronoun(question, words));
    if (!open) break;
    const std::string said = question.substr(open->begin, open->end - open->begin);
    if (round == 0 && open->is_code_thing && !identifier.empty() &&
        !text::contains(question, identifier)) {
      question.replace(open->begin, open->end - open->begin, fmt::format("`{}`", identifier));
      continue;
    }
    const std::string subject = subject_of(place);
    const bool is_definite = said.starts_with("the ") || said.starts_with("The ");
    if (is_pronoun || !is_definite || open->is_code_thing || subject.empty() ||
        text::contains(question, subject) || text::contains(said, "author") ||
        Phrase(with_lists("the {source}|figure|table|listing|example|examples|code"))
                .match(words_of(said), 0) > 0)
      return refuse(reasons::kNotStandAlone, fmt::format("which one is \"{}\"?", said));
    return qualified(std::move(question), subject);
  }
  const bool is_english_enough = !question.ends_with("？");
  if (is_english_enough && !names_something(question)) {
    const std::string subject = subject_of(place);
    if (!subject.empty() && !text::contains(text::to_lower(question), text::to_lower(subject)))
      return qualified(std::move(question), subject);
  }
  return question;
}

}  // namespace generator::qa
