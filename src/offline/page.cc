#include "offline/page.h"

#include <array>

#include "base/hash.h"
#include "base/substring_set.h"
#include "base/text.h"

namespace generator::offline {
namespace {

constexpr std::string_view kElsewhere[] = {"see also",
                                           "see the figure",
                                           "see figure",
                                           "see the table",
                                           "see table",
                                           "see section",
                                           "see the section",
                                           "see above",
                                           "see below",
                                           "shown below",
                                           "shown above",
                                           "shown in",
                                           "listed below",
                                           "listed above",
                                           "described below",
                                           "described above",
                                           "discussed below",
                                           "discussed above",
                                           "described in section",
                                           "discussed in",
                                           "described later",
                                           "example below",
                                           "examples below",
                                           "example above",
                                           "examples above",
                                           "figure below",
                                           "figures below",
                                           "figure above",
                                           "table below",
                                           "tables below",
                                           "table above",
                                           "this figure",
                                           "this table",
                                           "this example",
                                           "these examples",
                                           "this chapter",
                                           "this section",
                                           "this page",
                                           "next section",
                                           "previous section",
                                           "next chapter",
                                           "previous chapter",
                                           "following section",
                                           "following sections",
                                           "following chapter",
                                           "following example",
                                           "following figure",
                                           "following table",
                                           "following diagram",
                                           "following code",
                                           "following examples",
                                           "sample code",
                                           "code below",
                                           "code above",
                                           "as above",
                                           "above example",
                                           "above figure",
                                           "above table",
                                           "previous example",
                                           "previous examples",
                                           "in part a",
                                           "in part b",
                                           "in part c",
                                           "part d ",
                                           "earlier in",
                                           "later in this",
                                           "figures above",
                                           "first figure",
                                           "second figure",
                                           "third figure",
                                           "next two figures",
                                           "can be found in",
                                           "for more information",
                                           "for more details",
                                           "for details",
                                           "more information on",
                                           "click ",
                                           "described earlier",
                                           "mentioned earlier",
                                           "mentioned above",
                                           "stated above",
                                           "noted above",
                                           "discussed earlier",
                                           "below shows",
                                           "above shows",
                                           "below illustrates",
                                           "above illustrates",
                                           "reference manual",
                                           "user guide",
                                           "user's guide",
                                           "this document",
                                           "this guide",
                                           "this manual",
                                           "this tutorial",
                                           "this topic",
                                           "the example",
                                           "the examples",
                                           "this appendix",
                                           "in our example",
                                           "for this example",
                                           "the figure",
                                           "the diagram",
                                           "in the table",
                                           "the table",
                                           "steps below",
                                           "steps above",
                                           "in figure",
                                           "in example",
                                           "in table",
                                           "subsection",
                                           "sub-section",
                                           "scenario"};

/// Runs of bytes that are no space.
std::size_t runs_in(std::string_view s) {
  std::size_t runs = 0;
  bool before = true;
  for (const char c : s) {
    const bool space = text::is_space(c);
    runs += before && !space ? 1 : 0;
    before = space;
  }
  return runs;
}

bool has_letters(std::string_view s) {
  for (const char c : s)
    if (text::is_alpha(c)) return true;
  return false;
}

bool balanced(std::string_view s) {
  int round = 0;
  std::size_t ticks = 0;
  std::size_t quotes = 0;
  for (const char c : s) {
    if (c == '(') ++round;
    if (c == ')' && --round < 0) return false;
    if (c == '`') ++ticks;
    if (c == '"') ++quotes;
  }
  return round == 0 && ticks % 2 == 0 && quotes % 2 == 0;
}

bool is_whole(std::string_view plain, const Sentence& sentence) {
  if (sentence.size() < 4 || !has_letters(plain) || !balanced(plain)) return false;
  for (const char c : plain)
    if (static_cast<unsigned char>(c) < ' ' && !text::is_space(c)) return false;  // of a terminal
  const char end = sentence.end();
  if (end != '.' && end != ':' && end != '!' && end != '?') return false;
  static constexpr std::string_view kCode[] = {");", "//", " = ", "=="};
  static const SubstringSet code(kCode);
  const bool holds_code = plain.find_first_of("{}") != std::string_view::npos || code.any_in(plain);
  if (holds_code && !text::contains(plain, "://")) return false;
  // "{ref}`name`": a role of reStructuredText in Markdown, which leads elsewhere.
  if (const std::size_t role = plain.find("}`");
      role != std::string_view::npos && role > 0 && text::is_alpha(plain[role - 1]))
    return false;
  const Word& first = sentence[0];
  const bool begins = first.code || text::is_upper(first.text[0]) ||
                      text::is_digit(first.text[0]) || first.text[0] == '/';
  return begins && !text::contains(plain, " | ") && !text::contains(plain, "---") &&
         !text::contains(plain, "...");
}

/// A cheap look before the long one: no pointer is without one of these words. What stands in
/// parentheses is not among the words.
bool may_point(std::string_view plain, const Sentence& sentence) {
  if (plain.find('(') != std::string_view::npos) return true;
  for (const Word& word : sentence.words)
    if (word.is(kPageNoun | kPointer | kPointing)) return true;
  return false;
}

}  // namespace

bool points_elsewhere(std::string_view plain, const Sentence& sentence) {
  if (!may_point(plain, sentence)) return false;
  static const SubstringSet pointers(kElsewhere);
  const std::string lower = text::to_lower(plain);
  if (pointers.any_in(lower)) return true;
  if (text::contains(lower, " above)") || text::contains(lower, " below)")) return true;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const Word& word = sentence[i];
    if (i + 1 < sentence.size() && word.is(kPageNoun) && text::is_digit(sentence[i + 1].text[0]))
      return true;
    if (word.lower == "below" && (i + 1 == sentence.size() || word.after != 0)) return true;
    if (word.lower == "above" && (word.after != 0 || i + 1 == sentence.size())) return true;
  }
  return (text::contains(lower, "following") && sentence.end() != ':');
}

bool leans_back(const Sentence& s) {
  if (s.words.empty()) return false;
  const Word& first = s[0];
  if (first.code) return false;
  if (first.is(kPronoun | kDemonstrative | kPossessive)) return true;
  if (first.is(kConnective) || first.is(kConjunction)) return true;
  static constexpr std::string_view kLeaning[] = {
      "similarly", "likewise", "otherwise",  "again",         "here", "there",
      "both",      "another",  "neither",    "either",        "so",   "yet",
      "still",     "rather",   "conversely", "alternatively", "one",  "others",
      "some",      "such",     "then",       "above"};
  for (const std::string_view word : kLeaning) {
    if (first.lower != word) continue;
    if (word == "there") return false;  // "There are three classes of ..."
    if ((word == "both" || word == "some" || word == "one" || word == "either" ||
         word == "neither" || word == "another") &&
        s.size() > 1 && !s[1].is(kVerbThird | kBe | kModal | kHave | kPreposition) &&
        word != "another")
      return word == "both";
    return true;
  }
  static constexpr std::string_view kOpenings[] = {
      "in addition",     "in this",           "in these",       "in that case", "in such",
      "for this",        "as a result",       "in other words", "for example",  "for instance",
      "because of this", "on the other hand", "at this",        "in the first", "in the second",
      "the second",      "the first",         "the other",      "the latter",   "the former",
      "in this case",    "as such",           "with this",      "by doing",     "to do this",
      "to do so",        "the same",          "after this",     "after that",   "if so",
      "if not",          "as with",           "the last",       "the third",    "in either case",
      "in both",         "in all cases",      "in each of",     "these",        "once this",
      "when this",       "if this",           "when it",        "if it",        "if they",
      "when they",       "if these",          "while this",     "since this",   "since these",
      "because this",    "although this",     "until this",     "for that",     "in the latter",
      "in the former",   "in contrast",       "by contrast",    "in each case", "the result",
      "the resulting",   "that is",           "more precisely"};
  for (const std::string_view opening : kOpenings)
    if (s.matches(0, opening)) return true;
  // "If the file is ..., it ...": what "it" means stands in the sentence itself; a bare early one
  // does not.
  for (std::size_t i = 1; i < s.size() && i < 4; ++i)
    if (s[i].lower == "it" || s[i].lower == "they" || s[i].lower == "this" || s[i].lower == "these")
      return true;
  return false;
}

Page::Page(const Chunk& from)
    : chunk(from), passage(measure::read_passage(from)), topic(from), seed(checksum(from.id)) {
  blocks.resize(passage.blocks.size());
  for (std::size_t i = 0; i < passage.units.size(); ++i) {
    Range& range = blocks[static_cast<std::size_t>(unit(i).block)];
    if (range.end == 0) range.begin = i;
    range.end = i + 1;
  }
  statements.reserve(passage.units.size());
  for (const auto& unit : passage.units) {
    Statement statement;
    const auto raw = passage.text_of(unit);
    statement.words = runs_in(raw);
    if (unit.kind != measure::UnitKind::kCode) {
      statement.plain = plain_text(raw);
      statement.sentence = read_sentence(statement.plain);
      statement.whole = is_whole(statement.plain, statement.sentence);
      statement.anaphoric = leans_back(statement.sentence);
      statement.points = points_elsewhere(statement.plain, statement.sentence);
      statement.lead_in = statement.sentence.end() == ':';
    }
    statements.push_back(std::move(statement));
  }
  // "To close an attribute, call H5Aclose" right above its code: the colon is only missing.
  for (std::size_t i = 0; i + 1 < statements.size(); ++i) {
    Statement& statement = statements[i];
    if (!is_prose(i) || statement.sentence.end() != 0 ||
        unit(i + 1).kind != measure::UnitKind::kCode || section_of(i) != section_of(i + 1))
      continue;
    const auto raw = text::trim(passage.text_of(unit(i)));
    const bool caption = raw.starts_with('_') || raw.starts_with('*');
    statement.whole = !caption && statement.sentence.size() > 4 &&
                      is_whole(statement.plain + ":", read_sentence(statement.plain + ":"));
    statement.lead_in = statement.whole;
  }
}

std::size_t Page::turn(std::size_t unit_index, std::size_t count) const {
  return static_cast<std::size_t>((seed + unit_index * 0x9E3779B97F4A7C15ULL) >> 17) % count;
}

std::string Page::in_product(std::string_view question) const {
  return topic.names_product(question) ? "" : " in " + topic.product_in_text();
}

}  // namespace generator::offline
