// Terms and their descriptions: rows of a table whose first cell names something, and list items
// that begin with a term.
//
// "`H5Gget_info` | Retrieves information ..." alone is too short for an answer, so rows whose names
// belong together are asked about together: "What do `H5Gget_info` and `H5Gget_info_by_idx` do?"
#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

struct Row {
  std::size_t unit = 0;
  std::string term;         // first cell, plain
  std::string description;  // the others
  bool acts = false;        // it does something, rather than being something
};

std::vector<std::string_view> cells(std::string_view row) {
  row = text::trim(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  if (row.ends_with('|')) row.remove_suffix(1);
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= row.size(); ++i) {
    if (i < row.size() && (row[i] != '|' || (i > 0 && row[i - 1] == '\\'))) continue;
    out.push_back(text::trim(row.substr(begin, i - begin)));
    begin = i + 1;
  }
  return out;
}

std::string bare(std::string_view term) {
  std::string out(term);
  if (out.size() > 2 && out.front() == '`' && out.back() == '`')
    out = out.substr(1, out.size() - 2);
  return out;
}

bool is_single_identifier(std::string_view term) {
  return text::words(term).size() == 1 && term.find('/') == std::string_view::npos &&
         is_identifier(term) && term.size() < 60;
}

/// Does the description say what the thing does ("Returns ...")?
bool begins_with_action(std::string_view description) {
  const auto words = text::words(description);
  if (words.empty()) return false;
  return (look_up(text::to_lower(words[0])).classes & (kVerbThird | kVerbBase)) != 0 ||
         description.starts_with("This function") || description.starts_with("Calling");
}

/// "`a`, `b` and `c`"
std::string enumerated(const std::vector<Row>& rows) {
  std::string out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) out += i + 1 == rows.size() ? " and " : ", ";
    out += "`" + bare(rows[i].term) + "`";
  }
  return out;
}

/// Letters that two names share at the front, without a last part cut in two.
std::size_t shared_stem(std::string_view a, std::string_view b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
  if (n == a.size() || n == b.size()) return n;
  while (n > 0 && a[n - 1] != '_') --n;
  return n;
}

bool belong_together(std::string_view a, std::string_view b) {
  const std::size_t shared = shared_stem(a, b);
  return shared >= 6 && 10 * shared >= 5 * std::max(a.size(), b.size());
}

void ask_one(const Page& page, AnswerLength length, const Row& row, Candidates& out) {
  const bool identifier = is_single_identifier(row.term);
  if (!identifier) return;
  const bool acts = row.acts;
  propose(page, length,
          {(acts ? "what does `" : "what does `") + bare(row.term) + (acts ? "` do" : "` mean"),
           "api",
           acts ? "what-does-do" : "what-does-mean",
           0.8,
           {row.unit, row.unit + 1},
           true},
          out);
}

/// Neighbouring rows of one family of names, as many as the shortest allowed answer takes.
void ask_families(const Page& page, AnswerLength length, const std::vector<Row>& rows,
                  Candidates& out) {
  for (std::size_t i = 0; i < rows.size();) {
    std::vector<Row> family{rows[i]};
    std::size_t words = page.statements[rows[i].unit].words;
    std::size_t next = i + 1;
    while (next < rows.size() && family.size() < 4 && rows[next].unit == rows[next - 1].unit + 1 &&
           belong_together(bare(rows[i].term), bare(rows[next].term))) {
      words += page.statements[rows[next].unit].words;
      family.push_back(rows[next++]);
    }
    if (family.size() >= 2 && words >= length.min_words) {
      const bool acts =
          std::all_of(family.begin(), family.end(), [](const Row& row) { return row.acts; });
      propose(page, length,
              {"what do " + enumerated(family) + (acts ? " do" : " mean"),
               "api",
               acts ? "what-do-do" : "what-do-mean",
               0.7,
               {family.front().unit, family.back().unit + 1},
               true},
              out);
    }
    i = std::max(next, i + 1);
  }
}

/// "File State | Description" over a handful of rows: "Which file states are there, and what does
/// each one mean?"
void ask_whole(const Page& page, AnswerLength length, Range units, Candidates& out) {
  const auto& header =
      page.passage.blocks[static_cast<std::size_t>(page.unit(units.begin).block)].header;
  if (header.end <= header.begin || units.size() < 3 || units.size() > 12) return;
  const auto names = cells(text::lines(page.passage.text_of(header)).front());
  if (names.size() != 2) return;
  const std::string second = text::to_lower(plain_text(names[1]));
  bool described = false;
  for (const std::string_view word :
       {"description", "meaning", "definition", "explanation", "purpose", "comment"})
    described = described || text::contains(second, word);
  std::string first = page.topic.in_sentence_case(names[0]);
  if (!described || text::words(first).size() < 2 || text::words(first).size() > 4) return;
  if (first.ends_with(" name") || first.ends_with(" value")) first.resize(first.rfind(' '));
  const Sentence s = read_sentence(first);
  constexpr std::uint32_t kNoNoun =
      kPreposition | kSubordinator | kConjunction | kDeterminer | kLooseAdjective | kPointer;
  for (const Word& word : s.words)
    if (word.is(kNoNoun) || word.lower == "optional") return;
  const auto noun = page.topic.phrase(s, {0, s.size()});
  if (!noun || s[s.size() - 1].code || text::contains(first, "function")) return;
  std::string plural = *noun;
  if (!is_plural(s[s.size() - 1].lower))
    plural = plural.ends_with('y') ? plural.substr(0, plural.size() - 1) + "ies" : plural + "s";
  const std::string product =
      page.topic.names_product(plural) ? "" : " in " + page.topic.product_in_text();
  propose(page, length,
          {"which " + plural + " are there" + product + ", and what does each one mean", "concept",
           "which-table", 1.3, units, true},
          out);
}

void ask_about_table(const Page& page, AnswerLength length, Range units, Candidates& out) {
  std::vector<Row> rows;
  for (std::size_t i = units.begin; i < units.end; ++i) {
    const auto parts = cells(page.passage.text_of(page.unit(i)));
    if (parts.size() < 2 || page.statements[i].points) continue;
    Row row{i, plain_text(parts[0]), plain_text(parts[1]), false};
    if (!is_single_identifier(bare(row.term)) || text::words(row.description).size() < 2) continue;
    rows.push_back(std::move(row));
  }
  ask_whole(page, length, units, out);
  const auto& header =
      page.passage.blocks[static_cast<std::size_t>(page.unit(units.begin).block)].header;
  const bool functions = text::contains(text::to_lower(page.passage.text_of(header)), "function");
  for (Row& row : rows) row.acts = functions || begins_with_action(row.description);
  for (const Row& row : rows) ask_one(page, length, row, out);
  ask_families(page, length, rows, out);
}

/// "`--flag`: what it does ...", "**Term** - what it is ...": one item, long enough to stand alone.
void ask_about_item(const Page& page, AnswerLength length, std::size_t unit, Candidates& out) {
  const Statement& statement = page.statements[unit];
  if (statement.points) return;
  std::size_t cut = std::string::npos;
  std::size_t mark = 0;
  for (const std::string_view sign : {": ", " - ", " \xE2\x80\x94 ", " \xE2\x80\x93 "}) {
    const std::size_t hit = statement.plain.find(sign);
    if (hit != std::string::npos && (cut == std::string::npos || hit < cut)) {
      cut = hit;
      mark = sign.size();
    }
  }
  if (cut == std::string::npos || cut > 50) return;
  const std::string term = bare(text::trim(std::string_view(statement.plain).substr(0, cut)));
  const std::string description(text::trim(std::string_view(statement.plain).substr(cut + mark)));
  if (!is_single_identifier(term) || text::words(description).size() < 8) return;
  const bool flag = term[0] == '-';
  const bool acts = begins_with_action(description) || flag;
  propose(page, length,
          {(flag ? "what does the `" : "what does `") + term +
               (flag   ? "` option do"
                : acts ? "` do"
                       : "` mean"),
           "api",
           acts ? "what-does-do" : "what-does-mean",
           0.9,
           {unit, unit + 1},
           true},
          out);
}

}  // namespace

void ask_tables(const Page& page, AnswerLength length, Candidates& out) {
  for (std::size_t i = 0; i < page.statements.size();) {
    const Range block = page.units_of(page.unit(i).block);
    if (page.unit(i).kind == measure::UnitKind::kTableRow)
      ask_about_table(page, length, block, out);
    if (page.unit(i).kind == measure::UnitKind::kListItem)
      for (std::size_t k = block.begin; k < block.end; ++k) ask_about_item(page, length, k, out);
    i = std::max(block.end, i + 1);
  }
}

}  // namespace generator::offline
