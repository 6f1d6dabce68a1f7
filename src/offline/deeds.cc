#include "offline/deeds.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/clause.h"
#include "offline/wording.h"

namespace generator::offline {
namespace {

constexpr std::size_t kFewestWords = 3, kMostWords = 24;  // of a deed
constexpr std::size_t kLongestStep = 45;                  // words

std::string bare(std::string_view term) {
  term = text::trim(term);
  if (term.size() > 2 && term.front() == '`' && term.back() == '`')
    term = term.substr(1, term.size() - 2);
  return std::string(term);
}

bool is_name(std::string_view term) {
  return text::words(term).size() == 1 && term.find('/') == std::string_view::npos &&
         term.find('=') == std::string_view::npos && is_identifier(term) && term.size() < 50;
}

std::vector<std::string_view> cells(std::string_view row) {
  row = text::trim(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  if (row.ends_with('|')) row.remove_suffix(1);
  return text::split(row, '|');
}

// Words of a page that say nothing without it.
bool says_nothing(const Sentence& s, Range range) {
  for (std::size_t i = range.begin; i < range.end; ++i)
    if (s[i].is(kPointer | kPageNoun | kDemonstrative | kSelf) || s[i].lower == "this" ||
        s[i].lower == "available" || s[i].lower == "deprecated" || s[i].lower == "replaces" ||
        s[i].lower == "it")
      return true;
  return false;
}

// "creates new file", "sets offset property": English wants an article there, and a page that leaves
// it out is no model.
bool lacks_article(const Sentence& s, std::size_t begin) {
  if (begin >= s.size() || s[begin].code ||
      s[begin].is(kDeterminer | kPreposition | kGerund | kSubordinator | kPronoun | kModal | kBe))
    return false;
  std::size_t head = begin;
  while (head + 1 < s.size() && s[head].after == 0 &&
         !s[head + 1].is(kPreposition | kConjunction | kSubordinator) && s[head + 1].lower != "to")
    ++head;
  static constexpr std::string_view kUncounted[] = {"data", "metadata", "information", "space",
                                                    "memory", "storage", "access", "use"};
  return !is_plural(s[head].lower) &&
         std::ranges::find(kUncounted, s[head].lower) == std::end(kUncounted);
}

bool lacks_article(const Sentence& s, Range range) {
  if (lacks_article(s, range.begin)) return true;
  for (std::size_t i = range.begin; i + 1 < range.end; ++i)
    if (s[i].is(kPreposition) && s[i].after == 0 && s[i].lower != "as" && s[i].lower != "to" &&
        lacks_article(s, i + 1))
      return true;
  return false;
}

// "Creates a link.", "Create a link.": the words behind the verb, and the verb in the third person.
bool read_deed(const Page& page, const std::string& description, Deed& deed) {
  const Sentence s = read_sentence(description);
  if (s.size() < kFewestWords) return false;
  const std::size_t end = clause_end(s, 0, ";:.");
  if (end < kFewestWords || end > kMostWords) return false;
  const Word& first = s[0];
  if (first.verb == nullptr || first.after != 0 || !first.is(kVerbThird | kVerbBase)) return false;
  if (!first.is(kVerbThird) && first.is(kNounToo) && !s[1].is(kDeterminer)) return false;
  if (says_nothing(s, {0, end}) || lacks_article(s, {1, end})) return false;
  const auto rest = page.topic.phrase(s, {1, end});
  if (!rest || text::contains(*rest, "/")) return false;
  deed.verb = first.verb;
  deed.text = first.verb->third + " " + *rest;
  return true;
}

void add(std::vector<Deed>& out, Deed deed) {
  const auto known = std::ranges::find(out, deed.name, &Deed::name);
  if (known == out.end())
    out.push_back(std::move(deed));
  else if (deed.in_table && !known->in_table)
    *known = std::move(deed);
}

void add_row(const Page& page, std::size_t unit, std::vector<Deed>& out) {
  const auto parts = cells(page.passage.text_of(page.unit(unit)));
  if (parts.size() < 2) return;
  Deed deed;
  deed.name = bare(plain_text(text::trim(parts[0])));
  deed.unit = unit;
  deed.in_table = true;
  if (is_name(deed.name) && read_deed(page, plain_text(text::trim(parts[1])), deed))
    add(out, std::move(deed));
}

void add_item(const Page& page, std::size_t unit, std::vector<Deed>& out) {
  const std::string& plain = page.statements[unit].plain;
  for (const std::string_view sign : {": ", " - ", " \xE2\x80\x94 ", " \xE2\x80\x93 "}) {
    const std::size_t cut = plain.find(sign);
    if (cut == std::string::npos || cut > 50) continue;
    Deed deed;
    deed.name = bare(std::string_view(plain).substr(0, cut));
    deed.unit = unit;
    deed.in_table = true;
    if (is_name(deed.name) && read_deed(page, plain.substr(cut + sign.size()), deed))
      add(out, std::move(deed));
    return;
  }
}

// "`f` closes a file.", "The `f` function is used to close a file."
void add_sentence(const Page& page, std::size_t unit, std::vector<Deed>& out) {
  const Statement& statement = page.statements[unit];
  const Sentence& s = statement.sentence;
  if (!statement.whole || statement.points || statement.lead_in) return;
  const std::size_t end = clause_end(s, 0, ";:.");
  const auto clause = find_clause(s, 0, end);
  if (!clause || clause->negated || clause->negated_later) return;
  std::size_t name = clause->subject.begin;
  if (s[name].lower == "the") ++name;
  const std::size_t behind = clause->subject.end - name;
  const bool has_noun = behind == 2 && (s[name + 1].lower == "function" ||
                                        s[name + 1].lower == "option" ||
                                        s[name + 1].lower == "command" || s[name + 1].lower == "call");
  if (name >= clause->subject.end || !s[name].code || (behind != 1 && !has_noun)) return;
  Deed deed;
  deed.name = bare(s[name].text);
  deed.unit = unit;
  if (!is_name(deed.name)) return;
  const bool serves = clause->passive && clause->main != nullptr && clause->main->base == "use" &&
                      s.matches(clause->rest.begin, "used to");
  std::size_t verb = clause->verb;
  if (serves) verb = clause->rest.begin + 2;
  if (verb + 2 >= end || s[verb].verb == nullptr) return;
  if (!serves && clause->finite != Clause::Finite::kLexical) return;
  if (serves && !s[verb].is(kVerbBase)) return;
  if (end - verb < kFewestWords || end - verb > kMostWords || says_nothing(s, {verb, end})) return;
  static constexpr std::string_view kVague[] = {"fulfill", "have", "do", "be", "include"};
  if (std::ranges::find(kVague, s[verb].verb->base) != std::end(kVague)) return;
  const auto rest = page.topic.phrase(s, {verb + 1, end});
  if (!rest) return;
  deed.verb = s[verb].verb;
  deed.text = deed.verb->third + " " + *rest;
  add(out, std::move(deed));
}

}  // namespace

std::vector<Deed> deeds_of(const Page& page) {
  std::vector<Deed> out;
  for (std::size_t i = 0; i < page.statements.size(); ++i) {
    if (page.statements[i].points && page.is_prose(i)) continue;
    switch (page.unit(i).kind) {
      case measure::UnitKind::kTableRow:
        add_row(page, i, out);
        break;
      case measure::UnitKind::kListItem:
        add_item(page, i, out);
        break;
      case measure::UnitKind::kSentence:
        add_sentence(page, i, out);
        break;
      case measure::UnitKind::kCode:
        break;
    }
  }
  return out;
}

std::string step_of(const Page& page, std::size_t unit) {
  const Statement& statement = page.statements[unit];
  if (!page.is_prose(unit) || !statement.whole || statement.points || statement.lead_in ||
      statement.anaphoric || statement.words > kLongestStep || statement.sentence.end() == '?')
    return "";
  for (const Word& word : statement.sentence.words)
    if (word.is(kSelf) || word.lower == "this" || word.lower == "these") return "";
  std::string out = with_code_font(with_plain_marks(without_empty_words(statement.plain, true)));
  out = text::trim(out);
  return out;
}

}  // namespace generator::offline
