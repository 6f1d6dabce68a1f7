// Running heads and feet of a printed document: the first and last lines of a page that, digits
// aside, stand on at least half of the pages.

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
