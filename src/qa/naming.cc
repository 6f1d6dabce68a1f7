#include "qa/naming.h"

#include <fmt/format.h>

#include <vector>

#include "base/text.h"
#include "qa/language.h"
#include "qa/open_reference.h"
#include "qa/phrase.h"
#include "qa/question_form.h"
#include "qa/stand_alone.h"

namespace generator::qa {
namespace {

using Kind = PlaceName::Kind;

constexpr std::size_t kShort = 12;  // words of a question that takes the name at its end

bool opens_in_english(const std::vector<Word>& words) {
  static const Phrase opening(
      "how|what|what's|which|who|whose|whom|where|when|why|is|are|was|were|do|does|did|can|could|"
      "should|would|will|may|must|has|have|had|if|explain|describe|list|name|give|show|tell|for|"
      "in|on|at|by|with|from|to|under|through|during|of|after|before|the|a|an");
  return !words.empty() && opening.match(words, 0) > 0;
}

// "the `arldm` experiment", "the `Asan` class", "the experiment of `water.md`".
std::string named(std::string_view said, const PlaceName& name) {
  static const Phrase definition("class|struct|structure|type|module|macro|namespace");
  static const Phrase code(
      "class|classes|function|functions|method|methods|macro|routine|command|struct|structure|type|"
      "constructor|code|script|scripts|file|files");
  const std::size_t gap = said.find(' ');
  if (gap == std::string_view::npos || said.ends_with("'s")) return {};
  const std::string_view noun = said.substr(gap + 1);
  const auto words = words_of(noun);
  const bool is_one_word = words.size() == 1;
  const bool is_file = name.kind == Kind::kFile || name.kind == Kind::kDocument;
  const bool goes_before = is_one_word && !is_file &&
                           (name.kind == Kind::kDefinition ? definition.match(words, 0) > 0
                                                           : code.match(words, 0) == 0);
  if (!goes_before) return fmt::format("the {} of {}", noun, name.text);
  const bool is_said = text::to_lower(name.text).ends_with(" " + text::to_lower(noun));
  return is_said ? fmt::format("the {}", name.text) : fmt::format("the {} {}", name.text, noun);
}

// Short, of one clause, and without words that the name would seem to belong to.
bool takes_name_at_end(const std::vector<Word>& words, std::string_view preposition) {
  static const Phrase clause(
      "if|when|while|after|before|that|which|because|between|whether|since|until|where");
  static const Phrase joins(
      "in|for|from|of|on|with|by|to|at|into|as|about|and|or|through|under|inside|within|via|using");
  if (words.size() > kShort) return false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const bool is_near_end = i + 5 >= words.size();
    if (!words[i].follows_gap || clause.match(words, i) > 0 || words[i].lower == preposition ||
        (is_near_end && joins.match(words, i) > 0))
      return false;
  }
  return true;
}

std::string in_english(std::string question, const PlaceName& name) {
  const auto words = words_of(question);
  if (const auto open = open_reference(question, words)) {
    const std::size_t size = open->end - open->begin;
    const std::string now = named(question.substr(open->begin, size), name);
    if (now.empty()) return {};
    const bool is_first = open->begin == 0;
    question.replace(open->begin, size, now);
    if (is_first && question[0] == 't') question[0] = 'T';
    return question;
  }
  if (name.kind == Kind::kDocument)
    return fmt::format("According to {}, {}", name.text, inside_sentence(std::move(question)));
  const bool is_inside = name.kind == Kind::kFile || name.kind == Kind::kDefinition;
  const std::string_view preposition = is_inside ? "in" : "for";
  if (question.ends_with('?') && takes_name_at_end(words, preposition)) {
    question.insert(question.size() - 1, fmt::format(" {} {}", preposition, name.text));
    return question;
  }
  return fmt::format("{} {}, {}", is_inside ? "In" : "For", name.text,
                     inside_sentence(std::move(question)));
}

}  // namespace

std::string naming(std::string_view asked, const PlaceName& name) {
  std::string question(text::trim(asked));
  const std::string_view language = language_of(question);
  std::string out;
  if (language == "zh" || (language.empty() && question.ends_with("？")))
    out = fmt::format("在 {} 中，{}", name.text, question);
  else if (language == "ja")
    out = fmt::format("{} では、{}", name.text, question);
  else if ((language.empty() || language == "en") && opens_in_english(words_of(question)))
    out = in_english(std::move(question), name);
  else if (!language.empty() && language != "en")
    out = fmt::format("{}: {}", name.text, question);
  if (out.empty()) return out;
  const auto alone = stand_alone(out, {});
  return alone || alone.error().code != "not_stand_alone" ? out : std::string();
}

}  // namespace generator::qa
