// From unit numbers to an answer in three steps: the units that must come along are added, each is
// written as it stands less its pointers, and what is left is looked at as a reader would who has
// nothing else.
#include "qa/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/phrase.h"
#include "qa/pointer.h"

namespace generator::qa {
namespace {

using measure::Passage;
using measure::Unit;
using measure::UnitKind;

// "_Figure 3: The tray_", or "Table 2. Types" as a paragraph of its own.
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

// A sentence whose first word stands for something in the sentence before.
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
    } else {
      add_introduction(number, out);
    }
    return out;
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

// "[text](url)" -> "text"; "![alt](url)" -> "".
std::string without_links(std::string_view s) {
  std::string out;
  for (std::size_t at = 0; at < s.size();) {
    const bool is_image = s[at] == '!' && at + 1 < s.size() && s[at + 1] == '[';
    if (s[at] == '[' || is_image) {
      const std::size_t open = at + (is_image ? 1 : 0);
      const std::size_t middle = s.find("](", open);
      const std::size_t close = middle == std::string_view::npos ? middle : s.find(')', middle);
      const std::string_view label =
          middle == std::string_view::npos ? "" : s.substr(open + 1, middle - open - 1);
      if (close != std::string_view::npos && label.find('\n') == std::string_view::npos) {
        if (!is_image) out += label;
        at = close + 1;
        continue;
      }
    }
    out += s[at++];
  }
  return out;
}

// What the chosen units are, so that a pointer to one of them may stand.
Present present_in(const Passage& passage, const std::set<int>& units) {
  Present out;
  for (const int number : units) {
    const UnitKind kind = passage.units[static_cast<std::size_t>(number) - 1].kind;
    out.list = out.list || kind == UnitKind::kListItem;
    out.table = out.table || kind == UnitKind::kTableRow;
    out.code = out.code || kind == UnitKind::kCode;
  }
  return out;
}

// Bytes of a bullet or number with the spaces around it; 0: none.
std::size_t marker_size(std::string_view item) {
  std::size_t at = std::min(item.find_first_not_of(" \t"), item.size());
  if (at < item.size() && text::contains("-*+", item.substr(at, 1)))
    ++at;
  else if (item.substr(at).starts_with("•") || item.substr(at).starts_with("◦"))
    at += 3;
  else {
    const std::size_t digits = at;
    while (at < item.size() && text::is_digit(item[at])) ++at;
    if (at == digits || at == item.size() || (item[at] != '.' && item[at] != ')')) return 0;
    ++at;
  }
  const std::size_t spaces = at;
  while (at < item.size() && text::is_space(item[at])) ++at;
  return at > spaces ? at : 0;
}

class Composer {
 public:
  Composer(const Passage& passage, std::string_view code_language, const std::set<int>& units)
      : passage_(passage), code_language_(code_language), present_(present_in(passage, units)) {
    // One item alone, without what introduces it, is a sentence and no list.
    lone_item_ = units.size() == 1;
  }

  Checked<bool> add(int number) {
    const Unit& unit = passage_.units[static_cast<std::size_t>(number) - 1];
    const Checked<std::string> written = write(unit);
    if (!written) return tl::unexpected(written.error());
    if (written->empty()) return false;
    separate(unit);
    text_ += *written;
    block_ = unit.block;
    units_.push_back(number);
    add_evidence(unit.bytes);
    return true;
  }

  Answer finish() {
    Answer out;
    out.text = std::move(text_);
    out.evidence = std::move(evidence_);
    out.units = std::move(units_);
    out.words = count_words(out.text);
    return out;
  }

 private:
  Checked<std::string> write(const Unit& unit) const {
    const std::string_view raw = passage_.text_of(unit);
    switch (unit.kind) {
      case UnitKind::kSentence:
        if (is_caption(raw) || is_title(unit)) return std::string();
        return without_pointers(without_links(one_line(text::trim(raw))), present_);
      case UnitKind::kListItem:
        return write_item(text::trim_right(raw));
      case UnitKind::kTableRow:
        return without_links(text::trim(raw));
      case UnitKind::kCode: {
        const std::string_view code = text::trim_right(raw);
        const bool is_fenced = code.starts_with("```") || code.starts_with("~~~");
        return is_fenced ? closed(code) : fenced(code);
      }
    }
    return std::string();
  }

  // "Group functions" as a paragraph of its own.
  bool is_title(const Unit& unit) const {
    const Span block = passage_.blocks[static_cast<std::size_t>(unit.block)].bytes;
    const std::string_view words = text::trim(passage_.text_of(unit));
    return text::trim(passage_.text_of(block)) == words && !words.empty() &&
           text::is_word(words.back()) && count_words(words) <= 4;
  }

  // Joins the lines of a paragraph, also of a quoted one.
  static std::string one_line(std::string_view paragraph) {
    std::string out;
    for (std::string_view line : text::lines(paragraph)) {
      line = text::trim(line);
      if (!out.empty() && line.starts_with('>')) line = text::trim(line.substr(1));
      if (!out.empty()) out += ' ';
      out += line;
    }
    return out;
  }

  Checked<std::string> write_item(std::string_view item) const {
    const std::size_t marker = marker_size(item);
    Present beside = present_;
    beside.list = false;  // an item does not speak of its own list
    auto body = without_pointers(without_links(item.substr(marker)), beside);
    if (!body || body->empty() || lone_item_) return body;
    return std::string(item.substr(0, marker)) + *body;
  }

  // A block that goes on in the next chunk has no end here.
  static std::string closed(std::string_view code) {
    const std::size_t marks = std::min(code.find_first_not_of(code[0]), code.size());
    const auto lines = text::lines(code);
    const bool is_closed =
        lines.size() > 1 && text::trim(lines.back()).starts_with(code.substr(0, marks));
    return std::string(code) + (is_closed ? "" : "\n" + std::string(code.substr(0, marks)));
  }

  // The fence is longer than any in the code.
  std::string fenced(std::string_view code) const {
    std::string fence = "```";
    while (text::contains(code, fence)) fence += '`';
    return fmt::format("{}{}\n{}\n{}", fence, code_language_, code, fence);
  }

  void separate(const Unit& unit) {
    const auto& header = passage_.blocks[static_cast<std::size_t>(unit.block)].header;
    if (unit.block != block_) {
      if (!text_.empty()) text_ += "\n\n";
      if (unit.kind == UnitKind::kTableRow && header.end > header.begin)
        text_ += std::string(text::trim(passage_.text_of(header))) + "\n";
    } else {
      text_ += unit.kind == UnitKind::kSentence ? " "
               : unit.kind == UnitKind::kCode   ? "\n\n"
                                                : "\n";
    }
  }

  void add_evidence(Span bytes) {
    const bool touches =
        !evidence_.empty() &&
        text::trim(passage_.text_of(Span{evidence_.back().end, bytes.begin})).empty();
    if (touches)
      evidence_.back().end = bytes.end;
    else
      evidence_.push_back(bytes);
  }

  const Passage& passage_;
  std::string_view code_language_;
  std::string text_;
  std::vector<Span> evidence_;
  std::vector<int> units_;
  int block_ = -1;
  Present present_;
  bool lone_item_ = false;
};

Checked<Answer> compose(const Passage& passage, const std::set<int>& units,
                        std::string_view code_language) {
  Composer composer(passage, code_language, units);
  for (const int number : units)
    if (const auto added = composer.add(number); !added) return tl::unexpected(added.error());
  return composer.finish();
}

// Whether the unit after `number` is the next sentence of the same paragraph, and introduces
// nothing.
bool continues(const Passage& passage, int number) {
  if (number >= static_cast<int>(passage.units.size())) return false;
  const Unit& here = passage.units[static_cast<std::size_t>(number) - 1];
  const Unit& next = passage.units[static_cast<std::size_t>(number)];
  return here.kind == UnitKind::kSentence && next.kind == UnitKind::kSentence &&
         here.block == next.block && !introduces(passage.text_of(next));
}

bool is_cjk(std::string_view s, std::size_t at) {
  // U+3040 to U+9FFF and U+AC00 to U+D7AF start with E3 81 to E9 and EA B0 to ED.
  const auto byte = static_cast<unsigned char>(s[at]);
  return byte >= 0xE3 && byte <= 0xED;
}

}  // namespace

std::int64_t count_words(std::string_view s) {
  std::int64_t words = 0, wide = 0;
  for (const auto run : text::words(s)) {
    bool counts = false;
    for (std::size_t i = 0; i < run.size(); ++i) {
      if ((run[i] & 0xC0) == 0xC0 && is_cjk(run, i)) {
        ++wide;
        i += 2;
      } else if (text::is_word(run[i]) && run[i] != '_') {
        counts = true;
      }
    }
    const bool is_marker =
        run.size() <= 3 && (run.back() == '.' || run.back() == ')') && text::is_digit(run[0]);
    if (counts && !is_marker) ++words;
  }
  return words + (wide + 1) / 2;
}

Checked<Answer> assemble(const Passage& passage, std::vector<int> units,
                         std::string_view code_language, AnswerWords words) {
  std::set<int> chosen(units.begin(), units.end());
  for (const int number : chosen)
    if (number < 1 || number > static_cast<int>(passage.units.size()))
      return refuse(reasons::kUnknownUnit,
                    fmt::format("unit {}; the passage has {}", number, passage.units.size()));
  if (chosen.empty()) return refuse(reasons::kUnknownUnit, "no unit is cited");
  Closure(passage, chosen).close();
  auto composed = compose(passage, chosen, code_language);
  // A few words too short: the paragraph's next sentence makes it whole.
  for (int last = *chosen.rbegin();
       composed && composed->words < words.least && composed->words * 2 >= words.least;) {
    if (!continues(passage, last)) break;
    chosen.insert(++last);
    auto longer = compose(passage, chosen, code_language);
    if (!longer || longer->words > words.most) break;
    composed = std::move(longer);
  }
  if (!composed) return composed;
  Answer answer = std::move(*composed);
  if (answer.units.empty())
    return refuse(reasons::kDanglingReference, "the cited units only point elsewhere");
  const auto& first = passage.units[static_cast<std::size_t>(answer.units[0]) - 1];
  const std::string_view opening = passage.text_of(first);
  if (first.kind == UnitKind::kSentence && leans_back(opening))
    return refuse(reasons::kDanglingReference,
                  fmt::format("it begins with \"{}\", whose subject stands elsewhere",
                              text::prefix(opening, 40)));
  const auto& last = passage.units[static_cast<std::size_t>(answer.units.back()) - 1];
  if (last.kind == UnitKind::kSentence && introduces(passage.text_of(last)))
    return refuse(reasons::kDanglingReference, "it ends in ':' and what follows is missing");
  if (answer.words < words.least)
    return refuse(reasons::kAnswerTooShort,
                  fmt::format("{} words, at least {} are wanted", answer.words, words.least));
  if (answer.words > words.most)
    return refuse(reasons::kAnswerTooLong,
                  fmt::format("{} words, at most {} are wanted", answer.words, words.most));
  return answer;
}

}  // namespace generator::qa
