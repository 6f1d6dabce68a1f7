// Small models ask for what they know of the topic, not for what the sentence says: "What is the
// purpose of parameters?" of a sentence about the order in which parameters are read. Whether a
// sentence has a reason, a means or a definition can be seen by its words; which, and that it is
// the right one, cannot. So these rules refuse more than they have to, and are asked of small
// models alone.
#include "qa/question_type.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/phrase.h"
#include "qa/question_form.h"

namespace generator::qa {
namespace {

using Words = std::vector<Word>;

constexpr std::size_t kShortest = 4;
constexpr std::size_t kLongestSubject = 12;

std::size_t count(const std::vector<Phrase>& list, const Words& words, std::size_t from = 0) {
  std::size_t out = 0;
  for (std::size_t i = from; i < words.size(); ++i) out += longest_match(list, words, i) > 0;
  return out;
}

struct Type {
  Phrase opening;
  std::vector<Phrase> wanted;  // one of which the sentence needs; none: a means
  bool subject = false;        // whether the sentence has to begin with what is asked about
  bool can_be_denied = true;   // whether a sentence that denies something may answer it
  std::string_view what;       // in words
};

const std::vector<Type>& types() {
  static const std::vector<Phrase> number = phrases(
      {"#", "one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|any|multiple|no|both",
       "up|limited to"});
  static const std::vector<Phrase> use =
      phrases({"used|use|uses|allow|allows|enable|enables|provide|provides|designed|intended|"
               "purpose|serve|serves",
               "so that", "in order to", "is|are to", "for *"});
  static const std::vector<Type> list = {
      {Phrase("how many|much|large|big|long|often"), number, false, true, "a number"},
      {Phrase("what is|are the? difference|differences"),
       phrases({"differ|differs|difference|differences|different|unlike|whereas|while|"
                "rather|than|versus|compared"}),
       false, true, "a comparison"},
      {Phrase("what is|are the? purpose|role|use|function|goal|aim of"), use, true, false,
       "a use"},
      {Phrase("why"),
       phrases({"because|since|so|due|therefore|thus|reason|hence|avoid", "in order"}), false,
       true, "a reason"},
      {Phrase("when"),
       phrases({"when|if|until|unless|after|before|once|while|during|whenever|only|at"}),
       false, true, "a condition"},
      {Phrase("where"), phrases({"in|on|at|under|inside|within|into|to|from|between"}), false,
       true, "a place"},
      {Phrase("how do|can|could|should|would|may|must|to i|you|we|one|users|user"), {},
       false, false, "a means"},
      {Phrase("how do|does|did|is|are|was|were|can|could|should|would|may|must"), {}, true,
       false, "a means"},
      {Phrase("how to"), {}, false, false, "a means"},
  };
  return list;
}

// The words of content of words[from, to).
std::vector<std::string> content(const Words& words, std::size_t from, std::size_t to) {
  std::vector<std::string> out;
  for (std::size_t i = from; i < std::min(to, words.size()); ++i)
    if (text::length(words[i].lower) >= kShortest) out.push_back(words[i].lower);
  return out;
}

bool stands_in(const std::vector<std::string>& words, const std::string& word) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& other) { return is_same_word(other, word); });
}

bool all_stand_in(const std::vector<std::string>& words, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const std::string& word) { return stands_in(words, word); });
}

bool is_verb(const Words& words, std::size_t at) {
  static const Phrase verb(
      "is|are|was|were|has|have|can|cannot|may|might|must|will|would|should|does|do|allows|allow|"
      "provides|provide|returns|return|contains|contain|sets|defines|define|describes|describe|"
      "specifies|specify|represents|represent|stores|store|uses|means|refers|refer|consists|"
      "creates|determines|determine|supports|support|includes|include|reads|writes|takes|gives|"
      "controls|indicates|enables|enable|identifies|opens|closes|deletes|retrieves|holds|requires");
  return verb.match(words, at) > 0;
}

// A name of code among words[from, to), that `but` does not have.
bool has_name(std::string_view text, const Words& words, std::size_t from, std::size_t to,
              std::string_view but) {
  for (std::size_t i = from; i < std::min(to, words.size()); ++i) {
    const std::string_view word = text.substr(words[i].begin, words[i].end - words[i].begin);
    if ((words[i].is_code || is_identifier(word)) && !text::contains(but, word)) return true;
  }
  return false;
}

// "by removing", "by H5Dopen", "using", "with the H5Lcreate_soft function", "…, use the": not "by
// default", and not "by the user", who is none. Of means that have a name, one that `but` does not.
bool has_means(std::string_view text, const Words& words, std::string_view but) {
  static const std::vector<Phrase> always =
      phrases({"using|via|through", "by a? call|calls|means", "used to"});
  static const Phrase order("use|call|set|run");
  static const Phrase with("with");
  constexpr std::size_t kNear = 5;
  if (count(always, words) > 0) return true;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const bool is_first = i == 0 || (!words[i].follows_gap && text[words[i - 1].end] == ',');
    if (is_first && order.match(words, i) > 0) return true;
    if (with.match(words, i) > 0 && has_name(text, words, i + 1, i + kNear, but)) return true;
    if (words[i].lower == "by" &&
        (words[i + 1].lower.ends_with("ing") || has_name(text, words, i + 1, i + 3, but)))
      return true;
  }
  return false;
}

bool denies(const Words& words) {
  static const std::vector<Phrase> list = phrases({"not|never|cannot|neither|nor|no|without"});
  return count(list, words) > 0 || std::any_of(words.begin(), words.end(), [](const Word& word) {
           return word.lower.ends_with("n't");
         });
}

// How many words stand before the sentence's verb: its subject. All where it begins with a clause.
std::size_t subject_of(const Words& said) {
  static const Phrase clause("to|if|when|by|with|while|once|as|since|because|for");
  if (clause.match(said, 0) > 0) return said.size();
  for (std::size_t i = 1; i < said.size() && i <= kLongestSubject; ++i)
    if (is_verb(said, i)) return i;
  return std::min(said.size(), kLongestSubject);
}

// Whether what is asked about, the words from `from` on, is what the sentence begins with. Where
// "how can X be …" and "how does X work" tell where X ends, all of it; else its first word.
bool begins_with(const Words& said, const Words& asked, std::size_t from) {
  static const Phrase ends("be|work|works|used");
  std::size_t to = from;
  while (to < asked.size() && ends.match(asked, to) == 0) ++to;
  std::vector<std::string> wanted = content(asked, from, to);
  if (to == asked.size() && wanted.size() > 1) wanted.resize(1);
  return all_stand_in(content(said, 0, subject_of(said)), wanted);
}

// "A dataset is an array", "H5Dopen is used to …", "The offset defines …": not "is obtained".
bool says_what_it_is(const Words& said) {
  static const Phrase being(
      "is|are also|simply|either|actually? "
      "a|an|the|one|any|used|called|defined|composed|made|organized|designed|known|responsible");
  static const Phrase telling(
      "means|refers|describes|describe|represents|represent|consists|consist|specifies|defines|"
      "define");
  const std::size_t at = subject_of(said);
  return being.match(said, at) > 0 || telling.match(said, at) > 0;
}

std::optional<Fault> fault(std::string detail) {
  return Fault{reasons::kOffPassage, std::move(detail)};
}

// "What is X?", "What is X used for?"
std::optional<Fault> definition_fault(const Words& asked, std::size_t from, const Words& said) {
  std::size_t to = asked.size();
  const bool for_what = asked.back().lower == "for";
  if (for_what) --to;
  if (for_what && asked[to - 1].lower == "used") --to;
  if (!all_stand_in(content(said, 0, subject_of(said)), content(asked, from, to)))
    return fault("the sentence is not about what is asked for");
  if (!says_what_it_is(said) && !for_what) return fault("the sentence does not say what it is");
  return std::nullopt;
}

// "How does a datatype be created?"
bool is_crooked(const Words& asked) {
  static const Phrase does("how|what|why|when|where does|do|did");
  if (does.match(asked, 0) == 0) return false;
  for (std::size_t i = 3; i < asked.size(); ++i)
    if (asked[i].lower == "be" && asked[i - 1].lower != "to") return true;
  return false;
}

// "How does X create an object?" of a sentence that says "X is created": the roles are changed.
bool does_what_is_done(const Words& asked, const Words& said) {
  static const Phrase does("how does|do|did"), object("a|an|the|its|their|all|each|any|one|new");
  static const Phrase is("is|are|was|were|be|been");
  if (does.match(asked, 0) == 0) return false;
  for (std::size_t i = 2; i + 1 < asked.size(); ++i) {
    if (asked[i].lower.ends_with("ed") || object.match(asked, i + 1) == 0) continue;
    bool is_passive = false;
    for (std::size_t j = 0; j < said.size(); ++j) {
      is_passive = is_passive || is.match(said, j) > 0;
      if (is_passive && said[j].lower.ends_with("ed") && is_same_word(asked[i].lower, said[j].lower))
        return true;
    }
  }
  return false;
}

}  // namespace

std::optional<Fault> type_fault(std::string_view question, std::string_view sentence) {
  const Words asked = words_of(question);
  const Words said = words_of(sentence);
  if (asked.size() < 3 || said.empty()) return std::nullopt;
  static const std::vector<Phrase> points = phrases({"this|these|those|such *"});
  if (count(points, asked) > 0)
    return Fault{reasons::kNotStandAlone, "it points at something that it does not name"};
  if (is_crooked(asked)) return Fault{reasons::kMalformedQuestion, "\"does … be\""};
  for (const Type& type : types()) {
    const std::size_t opening = type.opening.match(asked, 0);
    if (opening == 0) continue;
    const bool is_how = type.wanted.empty();
    if (is_how && has_means(question, asked, ""))
      return fault("it names the means that it asks for");
    if (is_how ? !has_means(sentence, said, question)
               : count(type.wanted, said) <= count(type.wanted, asked, opening))
      return fault(fmt::format("it asks for {}, and the sentence has none", type.what));
    if (!type.can_be_denied && denies(said) && !denies(asked))
      return fault("the sentence denies it");
    if (type.subject && does_what_is_done(asked, said))
      return fault("the sentence says that it is done");
    if (type.subject && !begins_with(said, asked, opening))
      return fault("the sentence is not about what is asked for");
    return std::nullopt;
  }
  static const Phrase what_is("what is|are a|an|the?");
  if (const std::size_t opening = what_is.match(asked, 0); opening > 0)
    return definition_fault(asked, opening, said);
  static const Phrase what_does("what do|does");
  if (what_does.match(asked, 0) > 0 && !begins_with(said, asked, 2))
    return fault("the sentence is not about what is asked for");
  return std::nullopt;
}

bool answers_how_or_what(std::string_view sentence) {
  const Words said = words_of(sentence);
  return (has_means(sentence, said, "") && !denies(said)) || says_what_it_is(said);
}

}  // namespace generator::qa
