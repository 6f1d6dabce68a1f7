#include "qa/cohesion.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "qa/phrase.h"

namespace generator::qa {
namespace {

using measure::Passage;
using measure::Unit;
using measure::UnitKind;

// Adds what the chosen units need, until nothing is missing.
class Closure {
 public:
  Closure(const Passage& passage, std::set<int>& units) : passage_(passage), units_(units) {}

  void close() {
    std::vector<int> todo(units_.begin(), units_.end());
    while (!todo.empty()) {
      const int unit = todo.back();
      todo.pop_back();
      for (const int needed : needs(unit))
        if (units_.insert(needed).second) todo.push_back(needed);
    }
  }

 private:
  const Unit& at(int number) const { return passage_.units[static_cast<std::size_t>(number) - 1]; }
  int count() const { return static_cast<int>(passage_.units.size()); }
  int section_of(int number) const {
    return passage_.blocks[static_cast<std::size_t>(at(number).block)].section;
  }

  std::vector<int> needs(int number) const {
    std::vector<int> out;
    const Unit& unit = at(number);
    if (unit.kind == UnitKind::kSentence) {
      if (introduces(passage_.text_of(unit))) add_introduced(number, out);
      if (leans_back(passage_.text_of(unit))) add_previous(number, out);
    } else if (!stands_alone(number)) {
      add_introduction(number, out);
    }
    return out;
  }

  // One item of a list that names what it speaks of: "`--all`: ...". The rest of the list is not
  // needed.
  bool stands_alone(int number) const {
    if (at(number).kind != UnitKind::kListItem) return false;
    for (const int beside : {number - 1, number + 1})
      if (units_.contains(beside) && at(beside).block == at(number).block) return false;
    const std::string_view item = text::trim(passage_.text_of(at(number)));
    const std::size_t open = item.find('`');
    const std::size_t close = open > 5 ? std::string_view::npos : item.find('`', open + 1);
    if (close == std::string_view::npos) return false;
    const std::string_view behind = text::trim(item.substr(close + 1));
    return behind.starts_with(':') || behind.starts_with("- ") ||
           behind.starts_with("\xE2\x80\x94") || behind.starts_with("\xE2\x80\x93");
  }

  // The block that follows a sentence which ends in ':'. A caption between them comes along.
  void add_introduced(int number, std::vector<int>& out) const {
    int next = number + 1;
    if (next <= count() && at(next).kind == UnitKind::kSentence &&
        is_caption(passage_.text_of(at(next))))
      ++next;
    if (next > count() || section_of(next) != section_of(number) ||
        at(next).block == at(number).block)
      return;
    for (int i = next; i <= count() && at(i).block == at(next).block; ++i) {
      if (at(i).kind == UnitKind::kSentence) return;
      out.push_back(i);
    }
  }

  void add_previous(int number, std::vector<int>& out) const {
    const int before = number - 1;
    if (before < 1 || at(before).kind != UnitKind::kSentence ||
        section_of(before) != section_of(number))
      return;
    out.push_back(before);
  }

  // The sentence before a list, table or code block that introduces it.
  void add_introduction(int number, std::vector<int>& out) const {
    int first = number;
    while (first > 1 && at(first - 1).block == at(number).block) --first;
    const int before = first - 1;
    if (before >= 1 && at(before).kind == UnitKind::kSentence &&
        section_of(before) == section_of(number) && introduces(passage_.text_of(at(before))))
      out.push_back(before);
  }

  const Passage& passage_;
  std::set<int>& units_;
};

}  // namespace

bool is_caption(std::string_view unit) {
  unit = text::trim(unit);
  if (unit.size() > 2 && (unit.front() == '_' || unit.front() == '*') &&
      unit.front() == unit.back() && unit.find(unit.front(), 1) == unit.size() - 1)
    return true;
  static const Phrase numbered("figure|fig|table|listing|example #");
  const auto words = words_of(unit);
  const std::size_t n = numbered.match(words, 0);
  if (n == 0 || words.size() > 15) return false;
  const std::size_t end = words[n - 1].end;
  return end < unit.size() && text::contains(".:-", unit.substr(end, 1));
}

bool introduces(std::string_view sentence) {
  sentence = text::trim(sentence);
  while (!sentence.empty() && (sentence.back() == '*' || sentence.back() == '_'))
    sentence.remove_suffix(1);
  return !sentence.empty() && sentence.back() == ':';
}

bool leans_back(std::string_view sentence) {
  static constexpr std::string_view kWords[] = {
      "it",           "its",         "they",       "their",       "them",     "this",
      "these",        "those",       "such",       "he",          "she",      "otherwise",
      "however",      "therefore",   "thus",       "hence",       "then",     "also",
      "instead",      "similarly",   "conversely", "furthermore", "moreover", "additionally",
      "consequently", "nevertheless"};
  // "It is possible to …": the word stands for nothing.
  static const std::vector<Phrase> expletives = phrases({
      "it is|was|may|can|would be? not|also|often|sometimes|usually|generally|always? "
      "possible|important|necessary|recommended|common|useful|best|better|easy|easier|hard|"
      "difficult|advisable|helpful|worth|safe|legal|illegal|permitted|allowed|good|clear|up|"
      "acceptable|convenient|essential|sufficient|unnecessary|advised|assumed|expected|an",
      "then|thus only",
      "this|these|those chapter|guide",
  });
  const auto words = words_of(sentence.substr(0, 200));
  if (words.empty() || longest_match(expletives, words, 0) > 0) return false;
  return std::find(std::begin(kWords), std::end(kWords), words[0].lower) != std::end(kWords);
}

void add_what_belongs(const Passage& passage, std::set<int>& units) {
  Closure(passage, units).close();
}

}  // namespace generator::qa
