#include "documents/blocks.h"

#include "base/text.h"
#include "documents/page.h"

namespace generator::documents {
namespace {

std::string_view line_at(std::string_view s, std::size_t at) {
  return s.substr(at, s.find('\n', at) - at);
}

std::size_t after_line(std::string_view s, std::size_t at) {
  const std::size_t end = s.find('\n', at);
  return end == std::string_view::npos ? s.size() : end + 1;
}

bool is_blank(std::string_view line) { return text::trim(line).empty(); }

std::size_t end_of_fence(std::string_view s, std::size_t at) {
  const std::string_view open = text::trim(line_at(s, at));
  std::size_t marks = 0;
  while (marks < open.size() && open[marks] == open[0]) ++marks;
  for (at = after_line(s, at); at < s.size(); at = after_line(s, at)) {
    const std::string_view line = text::trim(line_at(s, at));
    if (line.size() >= marks && line.find_first_not_of(open[0]) == std::string_view::npos)
      return after_line(s, at);
  }
  return at;
}

std::size_t end_of_formula(std::string_view s, std::size_t at) {
  const std::string_view first = text::trim(line_at(s, at));
  if (first.size() > 3 && first.ends_with("$$")) return after_line(s, at);
  for (at = after_line(s, at); at < s.size(); at = after_line(s, at))
    if (text::trim(line_at(s, at)).ends_with("$$")) return after_line(s, at);
  return at;
}

// Lists go on over fences and lines that are indented under an item.
std::size_t end_of_list(std::string_view s, std::size_t at) {
  Marker marker;
  while (at < s.size()) {
    const std::string_view line = line_at(s, at);
    if (is_fence(line) && indent_of(line) >= 2) {
      at = end_of_fence(s, at);
      continue;
    }
    if (is_blank(line) || (indent_of(line) < 2 && !read_marker(line, marker))) return at;
    at = after_line(s, at);
  }
  return at;
}

std::size_t end_of_paragraph(std::string_view s, std::size_t at) {
  while (at < s.size() && !is_blank(line_at(s, at))) at = after_line(s, at);
  return at;
}

Place block_at(std::string_view s, std::size_t at) {
  const std::string_view line = line_at(s, at);
  Place place;
  place.bytes.begin = static_cast<std::int64_t>(at);
  Marker marker;
  std::size_t end = 0;
  if (is_fence(line)) {
    place.kind = BlockKind::kCode;
    end = end_of_fence(s, at);
  } else if (const int level = heading_level(line); level > 0) {
    place.kind = BlockKind::kHeading;
    place.level = level;
    end = after_line(s, at);
  } else if (text::trim(line).starts_with("$$")) {
    place.kind = BlockKind::kFormula;
    end = end_of_formula(s, at);
  } else if (read_marker(line, marker)) {
    place.kind = BlockKind::kList;
    end = end_of_list(s, at);
  } else {
    place.kind = line.starts_with("|") ? BlockKind::kTable : BlockKind::kParagraph;
    end = end_of_paragraph(s, at);
  }
  while (end < s.size() && is_blank(line_at(s, end))) end = after_line(s, end);
  place.bytes.end = static_cast<std::int64_t>(end);
  return place;
}

}  // namespace

std::string to_markdown(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    if (!out.empty()) out += '\n';
    out += block.text;
    out += '\n';
  }
  return out;
}

std::vector<Place> read_blocks(std::string_view markdown) {
  std::vector<Place> places;
  std::size_t at = 0;
  while (at < markdown.size()) {
    places.push_back(block_at(markdown, at));
    at = static_cast<std::size_t>(places.back().bytes.end);
  }
  if (!places.empty()) places.front().bytes.begin = 0;
  return places;
}

}  // namespace generator::documents
