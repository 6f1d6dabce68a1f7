// A table of phrases. It errs on the side of asking for little: a kind that is asked for must
// survive a rewriting, and a rewriting refused without need costs a call and keeps a worse row.
#include "qa/asked_for.h"

#include <string>

#include "base/text.h"

namespace generator::qa {
namespace {

using measure::FactKind;

constexpr FactKinds kQuantity = {FactKind::kNumber, FactKind::kVersion};
constexpr FactKinds kTyped = {FactKind::kCommand, FactKind::kFlag, FactKind::kIdentifier,
                              FactKind::kPath};
constexpr FactKinds kCode = {FactKind::kIdentifier, FactKind::kCommand, FactKind::kFlag};
constexpr FactKinds kPlace = {FactKind::kPath, FactKind::kUrl};
constexpr FactKinds kValue = {FactKind::kNumber, FactKind::kVersion, FactKind::kIdentifier,
                              FactKind::kFlag,   FactKind::kPath,    FactKind::kName};

struct Phrase {
  std::string_view words;  // lower case, a space between
  FactKinds kinds;
};

// Anywhere in the question, as whole words.
const Phrase kPhrases[] = {
    {"how many", kQuantity},
    {"how much", kQuantity},
    {"how large", kQuantity},
    {"how big", kQuantity},
    {"how small", kQuantity},
    {"how long", kQuantity},
    {"how often", kQuantity},
    {"how deep", kQuantity},
    {"how far", kQuantity},
    {"what number", kQuantity},
    {"which number", kQuantity},
    {"what size", kQuantity},
    {"the size", kQuantity},
    {"the number of", kQuantity},
    {"the maximum", kQuantity},
    {"the minimum", kQuantity},
    {"the limit", kQuantity},
    {"upper limit", kQuantity},
    {"lower limit", kQuantity},
    {"what percentage", kQuantity},
    {"in which year", kQuantity},
    {"what date", kQuantity},
    {"which version", kQuantity},
    {"what version", kQuantity},
    {"which release", kQuantity},
    {"what release", kQuantity},
    {"the default", kValue},
    {"what value", kValue},
    {"which value", kValue},
    {"which values", kValue},
    {"what values", kValue},
    {"how do i", kTyped},
    {"how do you", kTyped},
    {"how can i", kTyped},
    {"how can you", kTyped},
    {"how would you", kTyped},
    {"how to", kTyped},
    {"what command", kTyped},
    {"which command", kTyped},
    {"which commands", kTyped},
    {"what commands", kTyped},
    {"what is the command", kTyped},
    {"the syntax", kTyped},
    {"what function", kCode},
    {"which function", kCode},
    {"which functions", kCode},
    {"what functions", kCode},
    {"which method", kCode},
    {"what method", kCode},
    {"which class", kCode},
    {"what class", kCode},
    {"which macro", kCode},
    {"which constant", kCode},
    {"which constants", kCode},
    {"which property", kCode},
    {"which properties", kCode},
    {"which parameter", kCode},
    {"what parameter", kCode},
    {"which parameters", kCode},
    {"what parameters", kCode},
    {"which argument", kCode},
    {"what arguments", kCode},
    {"which arguments", kCode},
    {"which option", kCode},
    {"what option", kCode},
    {"which options", kCode},
    {"what options", kCode},
    {"which flag", kCode},
    {"what flag", kCode},
    {"which flags", kCode},
    {"what flags", kCode},
    {"which variable", kCode},
    {"which variables", kCode},
    {"what variables", kCode},
    {"which field", kCode},
    {"which fields", kCode},
    {"which call", kCode},
    {"which calls", kCode},
    {"which routine", kCode},
    {"which api", kCode},
    {"which type", kCode},
    {"which types", kCode},
    {"which datatype", kCode},
    {"which datatypes", kCode},
    {"which module", kCode},
    {"which package", kCode},
    {"which packages", kCode},
    {"which keyword", kCode},
    {"what does the function return", kCode},
    {"what is the name", kValue},
    {"which file", kPlace},
    {"what file", kPlace},
    {"which files", kPlace},
    {"what files", kPlace},
    {"which directory", kPlace},
    {"what directory", kPlace},
    {"which folder", kPlace},
    {"what path", kPlace},
    {"which path", kPlace},
    {"what url", kPlace},
    {"which url", kPlace},
    {"where is", kPlace},
    {"where are", kPlace},
    {"where do", kPlace},
    {"where does", kPlace},
    {"where can", kPlace},
    {"who", {FactKind::kName}},
    {"which company", {FactKind::kName}},
    {"which organization", {FactKind::kName}},
    {"which language", {FactKind::kName, FactKind::kIdentifier}},
    {"which tool", {FactKind::kName, FactKind::kIdentifier, FactKind::kCommand}},
    {"what tool", {FactKind::kName, FactKind::kIdentifier, FactKind::kCommand}},
};

std::string spaced_words(std::string_view question) {
  std::string out = " ";
  for (const char c : text::to_lower(question)) {
    if (text::is_word(c))
      out += c;
    else if (out.back() != ' ')
      out += ' ';
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

}  // namespace

FactKinds asked_for(std::string_view question) {
  const std::string words = spaced_words(question);
  FactKinds kinds;
  std::string spaced;
  for (const Phrase& phrase : kPhrases) {
    spaced.assign(" ").append(phrase.words).append(" ");
    if (words.find(spaced) != std::string::npos) kinds |= phrase.kinds;
  }
  return kinds;
}

}  // namespace generator::qa
