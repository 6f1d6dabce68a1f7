#include "qa/open_reference.h"

#include "base/text.h"
#include "qa/question_form.h"

namespace generator::qa {
namespace {

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
  const std::string out = text::replace_all(pattern, "{thing}", kThing);
  return text::replace_all(out, "{code}", kCodeThing);
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

// Where the clause ends that stands before the one of `words[at]`; 0: there is none.
std::size_t clause_before(std::string_view s, const std::vector<Word>& words, std::size_t at) {
  static const std::vector<Phrase> joins = phrases(
      {"and|but|so|then|or how|what|when|why|which|where|who|is|are|do|does|can|should|must|will",
       "when|if|while|because|once *"});
  for (std::size_t i = at; i > 0; --i) {
    const bool has_comma =
        text::contains(s.substr(words[i - 1].end, words[i].begin - words[i - 1].end), ",");
    if (has_comma || longest_match(joins, words, i) > 0) return words[i - 1].end;
  }
  return 0;
}

// "the `asan` package", "the Gray-Scott experiment", "the libasan library": between article and
// noun stands more than what could stand before any of its kind.
bool is_named(std::string_view s, const std::vector<Word>& words, std::size_t article,
              std::size_t noun) {
  static const Phrase general(with_lists(
      "above|whole|same|new|given|first|second|third|last|next|entire|complete|"
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
      "containing|provided|it|they|you|we|i");
  if (next >= words.size()) return false;
  if (words[next].is_code ||
      is_identifier(s.substr(words[next].begin, words[next].end - words[next].begin)))
    return true;
  if (text::is_upper(s[words[next].begin])) return true;
  return narrowing.match(words, next) > 0 && next + 1 < words.size();
}

// "the test pyramid", "the code point": the noun only says which. Behind "does" or "when" it is a
// subject, and its verb follows.
bool is_compound(const std::vector<Word>& words, std::size_t article, std::size_t noun) {
  static const Phrase before_subject(
      "do|does|did|can|could|will|would|should|may|might|must|shall|is|are|was|were|has|have|had|"
      "if|when|while|how|why|that|which|what|where|whether|because|until|once|after|before|and|or|"
      "as");
  static const Phrase no_head(
      "and|or|but|nor|as|at|after|before|so|if|then|than|using|via|without|within|into|onto|"
      "through|inside|outside|over|under|during|until|while|again|twice|now|first|once|only|too|"
      "itself|is|are|was|were|has|have|had|does|do|did|can|could|will|would|should|may|might|"
      "must|not|be|been");
  if (noun + 1 >= words.size() || !words[noun + 1].follows_gap || words[noun + 1].is_code)
    return false;
  if (article > 0 && words[article].follows_gap && before_subject.match(words, article - 1) > 0)
    return false;
  const std::string& next = words[noun + 1].lower;
  return no_head.match(words, noun + 1) == 0 && !next.ends_with("ly") && !next.ends_with("ing");
}

std::optional<OpenReference> open_demonstrative(std::string_view s,
                                                const std::vector<Word>& words) {
  static const Phrase noun(with_lists(
      "{thing}|{code}|file|files|parameter|parameters|argument|option|options|feature|approach|"
      "step|steps|process|system|object|value|values|setting|data|operation|api|call|variable|"
      "field|format|list|tests|behavior|behaviour|issue|error|problem|commands|configuration"));
  static const Phrase code(with_lists("{code}"));
  // What has others inside: a method named before "in this class" is not the class.
  static const Phrase holder(
      "class|classes|test|tests|suite|script|scripts|code|module|package|method|methods|function|"
      "functions|program|snippet|notebook|repository");
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].lower;
    if (word != "this" && word != "these" && word != "those" && word != "that") continue;
    const bool is_noun = i + 1 < words.size() && noun.match(words, i + 1) > 0;
    if (word == "that" && !(is_noun && i > 0 &&
                            text::contains(" does is in of for to do use call on from with ",
                                           " " + words[i - 1].lower + " ")))
      continue;
    std::size_t last = is_noun ? i + 1 : i;  // "this test class"
    while (is_noun && last + 1 < words.size() && words[last + 1].follows_gap &&
           (holder.match(words, last + 1) > 0 || code.match(words, last + 1) > 0))
      ++last;
    const bool is_holder = is_noun && holder.match(words, last) > 0;
    if (is_told_after(s, words[last].end)) continue;
    if (has_antecedent(s.substr(0, is_holder ? clause_before(s, words, i) : words[i].begin)))
      continue;
    const bool is_code = is_noun && code.match(words, last) > 0;
    return OpenReference{words[i].begin, words[last].end, is_code, false};
  }
  return std::nullopt;
}

std::optional<OpenReference> open_definite(std::string_view s, const std::vector<Word>& words) {
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
          "description|version|versions|start|size|index|counting|manifest|installation|prefix|"
          "system|registry|status|state|cache|root");
      static const Phrase open_head("suite|file|case|cases");
      const bool is_open_pair = (noun == "experiment" &&
                                 !names_something("x " + std::string(s.substr(words[k].end)))) ||
                                (noun == "test" && k + 1 < words.size() &&
                                 open_head.match(words, k + 1) > 0 &&
                                 !is_narrowed(s, words, k + 2));
      if (!is_open_pair && !is_owner && is_compound(words, i, k)) break;
      if (!is_open_pair && !is_owner && k + 1 < words.size() && words[k + 1].follows_gap &&
          head.match(words, k + 1) > 0)
        break;
      const std::string_view before = s.substr(0, words[i].begin);
      if (is_named(s, words, i, k) || (!is_owner && is_narrowed(s, words, k + 1))) break;
      if (words[i + 1].lower == "other" && names_something(before)) break;
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
      return OpenReference{words[i].begin, words[k].end,
                           k == i + 1 && code.match(one, 0) > 0 && !is_owner, true};
    }
  }
  return std::nullopt;
}

// "How is it configured?": a pronoun near the front with nothing before it.
std::optional<OpenReference> open_pronoun(std::string_view s, const std::vector<Word>& words) {
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
    return OpenReference{words[i].begin, words[i].end, false, false};
  }
  return std::nullopt;
}

}  // namespace

std::optional<OpenReference> open_reference(std::string_view question,
                                            const std::vector<Word>& words) {
  if (const auto found = open_demonstrative(question, words)) return found;
  if (const auto found = open_definite(question, words)) return found;
  return open_pronoun(question, words);
}

bool is_told_after(std::string_view question, std::size_t at) {
  for (std::size_t i = at; i + 2 < question.size(); ++i) {
    if (question[i] == ':' && question[i + 1] == ' ') return true;
    if (question[i] == ',' && question[i + 1] == ' ' &&
        (text::is_digit(question[i + 2]) || text::contains("`\"'", question.substr(i + 2, 1))))
      return true;
  }
  return false;
}

}  // namespace generator::qa
