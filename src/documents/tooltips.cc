// What tells a tooltip from content is that its second line is about the name of the first and
// holds no link itself: the text of a pop-up is plain, while every identifier in the page's own
// text is a link.

#include "documents/tooltips.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"
#include "documents/inline.h"

namespace generator::documents {
namespace {

constexpr std::size_t kLongestDeclaration = 600;
constexpr std::size_t kLongestBrief = 300;

const LinkTargets kNoTargets;

// The name of a line that is one link to an identifier, without its qualification; "" where it is
// not.
std::string tooltip_name(std::string_view line) {
  const std::string_view bare = text::trim(line);
  if (bare.size() < 4 || bare.front() != '[' || bare.back() != ')') return "";
  const Inline read = read_prose(bare, kNoTargets);
  if (read.links.size() != 1 || read.link_bytes != read.text.size() || read.text.empty()) return "";
  if (!std::all_of(read.text.begin(), read.text.end(), [](char c) {
        return text::is_word(c) || c == ':' || c == '~' || c == '<' || c == '>';
      }))
    return "";
  const std::size_t colon = read.text.rfind(':');
  return colon == std::string::npos ? read.text : read.text.substr(colon + 1);
}

bool has_link(std::string_view line) { return text::contains(line, "]("); }

bool is_definition(std::string_view line) {
  return text::trim(line).starts_with("**Definition** ");
}

bool holds_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos;
       at = line.find(word, at + 1)) {
    const bool begins = at == 0 || !text::is_word(line[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == line.size() || !text::is_word(line[end]))) return true;
  }
  return false;
}

bool is_sentence(std::string_view line) {
  const std::string_view bare = text::trim(line);
  return bare.size() > 2 && bare.size() <= kLongestBrief && bare.back() == '.' &&
         !text::is_space(line.front()) && bare.find(". ") == std::string_view::npos &&
         bare.front() != '#' && bare.front() != '*' && bare.front() != '|';
}

bool is_declaration(std::string_view line, std::string_view name) {
  const std::string_view bare = text::trim(line);
  if (bare.empty() || bare.size() > kLongestDeclaration || has_link(line) || bare.back() == '.')
    return false;
  if (bare.back() == ';' || bare.back() == '{' || bare.back() == ':') return false;
  return holds_word(bare, name);
}

// Number of lines after lines[at], a tooltip's name, that belong to it; 0 where it is no tooltip.
std::size_t block_length(const std::vector<std::string_view>& lines, std::size_t at,
                         std::string_view name) {
  const auto line = [&](std::size_t i) { return i < lines.size() ? lines[i] : std::string_view(); };
  std::size_t next = at + 1;
  bool has_declaration = false;
  if (is_declaration(line(next), name)) {
    has_declaration = true;
    ++next;
  }
  if (is_definition(line(next))) return next - at;
  const bool has_brief = !line(next).empty() && !has_link(line(next)) && is_sentence(line(next));
  if (has_brief && is_definition(line(next + 1))) return next + 1 - at;
  if (!has_declaration) return 0;
  const bool is_function = text::contains(line(at + 1), "(");
  if (has_brief && is_function) return next - at;
  return is_function && text::trim(line(at + 1)) != name ? next - 1 - at : 0;
}

// End of a tooltip's text that begins at `from`, right after the link to `name`; `from` where there
// is none.
std::size_t inline_end(std::string_view line, std::size_t from, std::string_view name) {
  std::size_t stop = std::min(line.find("](", from), line.find(" | ", from));
  if (stop == std::string_view::npos) stop = line.size();
  const std::string_view between = line.substr(from, stop - from);
  constexpr std::string_view kDefinition = "**Definition** ";
  const std::size_t definition = between.find(kDefinition);
  if (definition != std::string_view::npos && definition < kLongestDeclaration) {
    std::size_t end = definition + kDefinition.size();
    while (end < between.size() && !text::is_space(between[end])) ++end;
    return from + end;
  }
  const std::string_view bare = text::trim(between);
  const bool ends_cell = stop == line.size() || line[stop] == ' ';
  if (ends_cell && bare.size() <= kLongestDeclaration && bare.ends_with('.') &&
      !bare.starts_with('(') && text::contains(bare, std::string(name) + "(") &&
      text::contains(bare, ") "))
    return stop;
  return from;
}

}  // namespace

std::vector<bool> tooltip_lines(const std::vector<std::string_view>& lines) {
  std::vector<bool> flags(lines.size(), false);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const std::string name = tooltip_name(lines[i]);
    if (name.empty()) continue;
    const std::size_t length = block_length(lines, i, name);
    if (length == 0) continue;
    for (std::size_t k = i; k <= i + length; ++k) flags[k] = true;
    i += length;
  }
  return flags;
}

std::string without_inline_tooltips(std::string_view line) {
  std::string out;
  std::size_t kept = 0;
  for (std::size_t open = line.find('['); open != std::string_view::npos;
       open = line.find('[', open + 1)) {
    const std::size_t middle = line.find("](", open);
    if (middle == std::string_view::npos) break;
    const std::string_view name = line.substr(open + 1, middle - open - 1);
    const std::size_t close = line.find(')', middle);
    if (name.empty() || text::contains(name, "[") || close == std::string_view::npos) continue;
    const std::size_t end = inline_end(line, close + 1, name);
    if (end == close + 1) continue;
    out += line.substr(kept, open - kept);
    kept = end;
    open = end - 1;
  }
  out += line.substr(kept);
  return out;
}

}  // namespace generator::documents
