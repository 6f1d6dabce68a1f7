#include "documents/prepare.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "documents/link_target.h"
#include "documents/tables.h"
#include "documents/tooltips.h"

namespace generator::documents {
namespace {

struct Replacement {
  std::string_view from;
  std::string_view to;
};

// All begin with 0xC2, 0xE2 or 0xEF.
constexpr std::array kReplacements = {
    Replacement{"\xC2\xA0", " "},      // no-break space
    Replacement{"\xC2\xAD", ""},       // soft hyphen
    Replacement{"\xE2\x80\x8B", ""},   // zero-width space
    Replacement{"\xE2\x80\xAF", " "},  // narrow no-break space
    Replacement{"\xE2\x80\x90", "-"},  // hyphen
    Replacement{"\xE2\x80\x91", "-"},  // no-break hyphen
    Replacement{"\xE2\x81\xA0", ""},   // word joiner
    Replacement{"\xEF\xBB\xBF", ""},   // byte order mark
};

// Controls but for line feeds and tabs, and where a replacement may begin.
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> table{};
  for (std::size_t control = 0; control < 0x20; ++control)
    table[control] = control != '\n' && control != '\t';
  for (const unsigned char lead : {0xC2, 0xE2, 0xEF}) table[lead] = true;
  return table;
}();

void take_front_matter(Page& page, std::string& title) {
  if (page.size() < 3 || text::trim_right(page.line(0)) != "---") return;
  for (std::size_t i = 1; i < page.size() && i < 200; ++i) {
    const std::string_view line = text::trim_right(page.line(i));
    if (line.starts_with("title:")) {
      title = text::trim(line.substr(6));
      if (title.size() > 1 && (title.front() == '"' || title.front() == '\'') &&
          title.back() == title.front())
        title = title.substr(1, title.size() - 2);
    }
    if (line == "---" || line == "...") {
      page.drop(0, i + 1, "front_matter");
      return;
    }
    if (!line.empty() && line.front() != ' ' && line.front() != '-' && line.front() != '#' &&
        !text::contains(line, ":"))
      break;
  }
  title.clear();
}

// Marks what stands in fences, so that nothing in them is touched.
std::vector<bool> fenced_lines(const Page& page) {
  std::vector<bool> flags(page.size(), false);
  std::string open;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const std::string_view s = text::trim(page.line(i));
    if (open.empty()) {
      if (!is_fence(s)) continue;
      open = s.substr(0, std::min(s.size(), s.find_first_not_of(s[0])));
      flags[i] = true;
    } else {
      flags[i] = true;
      if (s.starts_with(open) && s.find_first_not_of(open[0]) == std::string_view::npos)
        open.clear();
    }
  }
  return flags;
}

void take_comments(Page& page, const std::vector<bool>& fenced) {
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (fenced[i] || page.gone[i]) continue;
    const std::size_t open = page.line(i).find("<!--");
    if (open == std::string_view::npos || text::contains(page.line(i).substr(0, open), "`"))
      continue;
    std::size_t last = i;
    while (last < page.size() &&
           !text::contains(page.line(last).substr(last == i ? open : 0), "-->"))
      ++last;
    if (last == page.size()) continue;
    const std::string before(page.line(i).substr(0, open));
    const std::string_view closing = page.line(last);
    const std::string after(closing.substr(closing.find("-->", last == i ? open : 0) + 3));
    for (std::size_t k = i + (text::trim(before).empty() ? 0 : 1); k < last; ++k)
      page.drop(k, "comment");
    if (last > i && !text::trim(before).empty()) page.rewrite(i, before);
    page.removals.add("comment",
                      page.line(last).size() - (last == i ? before.size() : 0) - after.size(),
                      last == i ? 1 : 0);
    page.rewrite(last, (last == i ? before : "") + after);
    page.gone[last] = false;
    if (text::trim(page.line(last)).empty()) page.gone[last] = true;
    i = last == i && text::contains(after, "<!--") ? i - 1 : last;
  }
}

// `[name]: https://…`
void take_link_targets(Page& page, const std::vector<bool>& fenced) {
  for (std::size_t i = 0; i < page.size(); ++i) {
    const std::string_view s = text::trim(page.line(i));
    if (fenced[i] || page.gone[i] || !s.starts_with("[") || s.starts_with("[^")) continue;
    const std::size_t close = s.find("]:");
    if (close == std::string_view::npos || close < 2) continue;
    const auto words = text::words(s.substr(close + 2));
    if (words.empty() ||
        !(looks_like_target(words[0]) || words[0].find('/') != std::string_view::npos))
      continue;
    page.targets.emplace(text::to_lower(s.substr(1, close - 1)), std::string(words[0]));
    page.drop(i, "link_target");
  }
}

std::string sentence_case(std::string s) {
  if (!s.empty() && s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
  return s;
}

// "See also" on a line of its own with an indented line under it: Doxygen's way to end "For more
// information,".
void join_see_also(Page& page, std::size_t label, std::size_t first) {
  std::string names;
  std::size_t at = first;
  std::string_view spaces = "";
  for (; at < page.size() && !page.is_blank(at) && indent_of(page.line(at)) >= 4; ++at) {
    const std::string_view raw = page.line(at);
    spaces = raw.substr(text::trim_right(raw).size());
    if (delimiter_columns(page.line(at + 1)) > 1) {  // the head of the next table is glued to it
      const std::string_view s = text::trim(raw);
      const std::size_t stop = s.find("). ");
      if (stop == std::string_view::npos) break;
      names += s.substr(0, stop + 2);
      page.rewrite(at, std::string(s.substr(stop + 3)) + std::string(spaces));
      spaces = "";
      break;
    }
    if (!names.empty()) names += ", ";
    names += text::trim(raw);
    page.gone[at] = true;
  }
  if (names.empty()) return;
  page.gone[label] = true;
  std::size_t before = label;
  while (before > 0 && (page.gone[before - 1] || page.is_blank(before - 1))) --before;
  const std::string_view lead =
      before == 0 ? std::string_view() : text::trim_right(page.line(before - 1));
  const bool is_adjacent =
      before > 0 && label - before <= 2 && heading_level(lead) == 0 && !is_fence(lead);
  const bool is_open =
      !lead.empty() && lead.back() != '.' && lead.back() != '!' && lead.back() != '?';
  if (is_adjacent && is_open) {
    const bool begins = lead.ends_with("|") || text::trim(lead) == "*" || text::trim(lead) == "-";
    const bool is_sentence =
        !lead.ends_with("|") && !text::contains(lead, " | ") && !names.ends_with(".");
    if (is_sentence) names += '.';
    page.rewrite(before - 1, std::string(lead) + (begins ? " See also " : " see also ") + names +
                                 std::string(spaces));
    for (std::size_t k = before; k < label; ++k) page.gone[k] = true;
    return;
  }
  const bool ends = names.ends_with(".");
  page.rewrite(label, "See also " + names + (ends ? "" : "."));
  page.gone[label] = false;
}

void join_labels(Page& page, const std::vector<bool>& fenced) {
  constexpr std::array<std::string_view, 8> kLabels = {
      "Note", "Warning", "Attention", "Remark", "Remarks", "Since", "Deprecated", "Returns"};
  for (std::size_t i = 0; i + 1 < page.size(); ++i) {
    if (page.gone[i] || fenced[i] || page.is_blank(i + 1) || indent_of(page.line(i + 1)) < 4 ||
        indent_of(page.line(i)) > 0)
      continue;
    const std::string_view s = text::trim(page.line(i));
    if (text::to_lower(s) == "see also") {
      join_see_also(page, i, i + 1);
    } else if (std::find(kLabels.begin(), kLabels.end(), s) != kLabels.end()) {
      page.rewrite(
          i + 1, sentence_case(std::string(s)) + ": " + std::string(text::trim(page.line(i + 1))));
      page.gone[i] = true;
    }
  }
}

}  // namespace

std::string normalised(std::string_view bytes) {
  const std::string valid = text::repair_utf8(bytes);
  std::string out;
  out.reserve(valid.size());
  for (std::size_t i = 0; i < valid.size();) {
    const std::size_t run = i;
    while (i < valid.size() && !kSpecial[static_cast<unsigned char>(valid[i])]) ++i;
    out.append(valid, run, i - run);
    if (i == valid.size()) break;
    const auto c = static_cast<unsigned char>(valid[i]);
    if (c == '\r') {
      if (i + 1 >= valid.size() || valid[i + 1] != '\n') out += '\n';
      ++i;
      continue;
    }
    if (c == 0xC2 || c == 0xE2 || c == 0xEF) {
      const auto* found = std::find_if(
          kReplacements.begin(), kReplacements.end(), [&](const Replacement& replacement) {
            return std::string_view(valid).substr(i, replacement.from.size()) == replacement.from;
          });
      if (found != kReplacements.end()) {
        out += found->to;
        i += found->from.size();
        continue;
      }
    }
    if (c >= 0x20) out += valid[i];  // other controls go
    ++i;
  }
  return out;
}

Page prepare(std::string_view text, std::string& title) {
  Page page;
  page.lines = text::split(text, '\n');
  if (!page.lines.empty() && page.lines.back().empty()) page.lines.pop_back();
  page.gone.assign(page.lines.size(), false);
  take_front_matter(page, title);
  const std::vector<bool> fenced = fenced_lines(page);
  take_comments(page, fenced);
  take_link_targets(page, fenced);
  const std::vector<bool> tooltips = tooltip_lines(page.lines);
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (!tooltips[i] || fenced[i] || page.gone[i]) continue;
    const bool is_first = i == 0 || !tooltips[i - 1];
    page.gone[i] = true;
    page.removals.add("tooltip", page.line(i).size() + 1, is_first ? 1 : 0);
  }
  join_labels(page, fenced);
  return page;
}

bool has_one_line_paragraphs(const Page& page) {
  std::size_t wrapped = 0;
  std::size_t whole = 0;
  Marker marker;
  for (std::size_t i = 0; i + 1 < page.size(); ++i) {
    const std::string_view s = text::trim(page.line(i));
    const std::string_view next = text::trim(page.line(i + 1));
    if (s.empty() || next.empty() || read_marker(next, marker) || heading_level(next) > 0 ||
        next.front() == '|')
      continue;
    const bool ends = std::string_view(".:?!").find(s.back()) != std::string_view::npos;
    if (s.size() > 130 || (ends && text::is_upper(next.front())))
      ++whole;
    else if (s.size() > 50 && std::string_view(".:?!;{})").find(s.back()) == std::string_view::npos)
      ++wrapped;
  }
  return whole > wrapped;
}

}  // namespace generator::documents
