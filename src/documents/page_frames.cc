// Running heads and feet of a printed document: page numbers, with the chapter's title beside them,
// and the first and last lines of a page that, digits aside, stand on at least half of the pages.
// Contents pages go too: their lines are dots and numbers.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "documents/clean.h"

namespace generator::documents {
namespace {

constexpr std::size_t kFewest = 3;  // pages

std::string shape(std::string_view line) {
  std::string out;
  for (const char c : text::trim(line)) {
    if (!text::is_digit(c))
      out += c;
    else if (out.empty() || out.back() != '#')
      out += '#';
  }
  return out;
}

struct Sheet {
  std::vector<std::string_view> lines;
  std::size_t first = 0;  // filled lines at the top and foot; lines.size() where there is none
  std::size_t last = 0;
};

void find_ends(Sheet& sheet) {
  sheet.first = 0;
  while (sheet.first < sheet.lines.size() && text::trim(sheet.lines[sheet.first]).empty())
    ++sheet.first;
  sheet.last = sheet.lines.size();
  while (sheet.last > sheet.first && text::trim(sheet.lines[sheet.last - 1]).empty()) --sheet.last;
}

bool is_roman(std::string_view s) {
  return !s.empty() && s.size() <= 6 && s.find_first_not_of("ivxlc") == std::string_view::npos;
}

// "12", "xiv", "- 12 -", "Page 3 of 10", "3/10".
bool is_page_number(std::string_view line) {
  std::string_view s = text::trim(line);
  if (s.size() > 20) return false;
  if (s.size() > 4 && s.starts_with("- ") && s.ends_with(" -"))
    s = text::trim(s.substr(2, s.size() - 4));
  if (is_roman(s)) return true;
  const std::string form = text::to_lower(shape(s));
  return s.size() <= 4 ? form == "#"
                       : form == "page #" || form == "page # of #" || form == "# of #" ||
                             form == "#/#" || form == "# / #";
}

// The places of the first two filled lines, or of the last two, the outermost first.
std::vector<std::size_t> zone(const Sheet& sheet, bool at_top) {
  std::vector<std::size_t> out;
  for (std::size_t n = sheet.first; n < sheet.last && out.size() < 2; ++n) {
    const std::size_t i = at_top ? n : sheet.last - 1 - (n - sheet.first);
    if (!text::trim(sheet.lines[i]).empty()) out.push_back(i);
  }
  return out;
}

bool names_a_chapter(std::string_view line) {
  for (const std::string_view word : {"Chapter ", "Appendix ", "Section ", "Part "})
    if (text::trim(line).starts_with(word)) return true;
  return false;
}

// Where most pages are numbered: the numbers, and what stands beside them on several pages or names
// a chapter.
void take_numbers(std::vector<Sheet>& sheets, Removals& removals) {
  struct Found {
    Sheet* sheet;
    std::size_t number;
    std::size_t beside;  // the other line of the zone; the number itself where there is none
  };
  std::vector<Found> found;
  std::map<std::string, int> besides;
  std::size_t numbered = 0;
  for (Sheet& sheet : sheets) {
    find_ends(sheet);
    const std::size_t before = found.size();
    for (const bool at_top : {true, false}) {
      const std::vector<std::size_t> lines = zone(sheet, at_top);
      for (std::size_t k = 0; k < lines.size() && found.size() == before; ++k) {
        if (!is_page_number(sheet.lines[lines[k]])) continue;
        const std::size_t beside = lines.size() == 2 ? lines[1 - k] : lines[k];
        found.push_back({&sheet, lines[k], beside});
        if (beside != lines[k]) ++besides[shape(sheet.lines[beside])];
      }
    }
    if (found.size() > before) ++numbered;
  }
  if (numbered * 2 < sheets.size()) return;
  const auto take = [&](Sheet& sheet, std::size_t i) {
    removals.add("page_frame", sheet.lines[i].size() + 1);
    sheet.lines[i] = {};
  };
  for (const auto& [sheet, number, beside] : found) {
    const std::string_view line = sheet->lines[beside];
    if (beside != number && line.size() <= 100 &&
        (besides[shape(line)] >= 2 || names_a_chapter(line)))
      take(*sheet, beside);
    take(*sheet, number);
  }
}

bool has_leaders(std::string_view line) {
  for (const std::string_view dots : {". . . .", ".....", "……"})
    if (text::contains(line, dots)) return true;
  return false;
}

// On a page of contents: the lines with dots, and numbers and titles that stand alone there.
void take_contents(Sheet& sheet, Removals& removals) {
  if (std::count_if(sheet.lines.begin(), sheet.lines.end(), has_leaders) < 3) return;
  for (std::string_view& line : sheet.lines) {
    const std::string title = text::to_lower(text::trim(line));
    const bool is_number = title.find_first_not_of("0123456789.") == std::string::npos ||
                           (title.size() <= 12 && title.starts_with("appendix")) ||
                           (title.size() <= 4 && text::contains(title, "."));
    if (title.empty() ||
        !(has_leaders(line) || is_number || title == "contents" || title == "table of contents"))
      continue;
    removals.add("table_of_contents", line.size() + 1);
    line = {};
  }
}

// One round takes the outermost line off every page that shares it with most others.
bool take_frames(std::vector<Sheet>& sheets, Removals& removals) {
  std::map<std::string, std::size_t> heads, feet;
  for (Sheet& sheet : sheets) {
    find_ends(sheet);
    if (sheet.first >= sheet.last) continue;
    ++heads[shape(sheet.lines[sheet.first])];
    ++feet[shape(sheet.lines[sheet.last - 1])];
  }
  bool found = false;
  const auto take = [&](Sheet& sheet, std::size_t i) {
    removals.add("page_frame", sheet.lines[i].size() + 1);
    sheet.lines[i] = {};
    found = true;
  };
  for (Sheet& sheet : sheets) {
    if (sheet.first >= sheet.last) continue;
    const std::size_t first = sheet.first;
    const std::size_t last = sheet.last - 1;
    if (heads[shape(sheet.lines[first])] * 2 >= sheets.size()) take(sheet, first);
    if (last != first && feet[shape(sheet.lines[last])] * 2 >= sheets.size()) take(sheet, last);
  }
  return found;
}

}  // namespace

std::string without_page_frames(std::string_view text, Removals& removals) {
  std::vector<Sheet> sheets;
  for (const std::string_view page : text::split(text, '\f'))
    sheets.push_back({text::split(page, '\n')});
  if (!sheets.empty() && text::trim(text::split(text, '\f').back()).empty()) sheets.pop_back();
  for (Sheet& sheet : sheets) take_contents(sheet, removals);
  if (sheets.size() >= kFewest) take_numbers(sheets, removals);
  if (sheets.size() >= kFewest)
    for (int round = 0; round < 3 && take_frames(sheets, removals); ++round) {
    }
  std::string out;
  for (Sheet& sheet : sheets) {
    find_ends(sheet);
    for (std::size_t i = sheet.first; i < sheet.last; ++i) {
      out += sheet.lines[i];
      out += '\n';
    }
    // A sentence goes on over the page's end.
    const std::string_view end = text::trim_right(out);
    if (!end.empty() && std::string_view(".:!?").find(end.back()) != std::string_view::npos)
      out += '\n';
  }
  return out;
}

}  // namespace generator::documents
