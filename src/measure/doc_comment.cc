// Comments are found by their marks alone, so that no grammar is needed. Where a comment ends is
// certain in every language that is read here; where that is not so ('#' before a preprocessor line
// or an attribute) the line counts as code.
#include "measure/doc_comment.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace generator::measure {
namespace {

std::size_t indent_of(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t");
  return at == std::string_view::npos ? line.size() : at;
}

/// `lines` less the indent that all but the blank ones share.
std::string dedented(const std::vector<std::string_view>& lines) {
  std::size_t shared = std::string_view::npos;
  for (const auto line : lines)
    if (!text::trim(line).empty()) shared = std::min(shared, indent_of(line));
  std::string out;
  for (const auto line : lines) {
    if (!text::trim(line).empty()) out += text::trim_right(line.substr(shared));
    out += '\n';
  }
  while (out.ends_with('\n')) out.pop_back();
  out.erase(0, std::min(out.find_first_not_of('\n'), out.size()));
  return out;
}

bool is_hash_comment(std::string_view s) {
  if (!s.starts_with('#') || s.starts_with("#!") || s.starts_with("#[")) return false;
  return s.size() == 1 || s[1] == ' ' || s[1] == '#';
}

std::string_view without_line_mark(std::string_view s) {
  for (const std::string_view mark : {"///", "//!", "//", "##", "#"})
    if (s.starts_with(mark)) {
      s.remove_prefix(mark.size());
      break;
    }
  if (s.starts_with('<')) s.remove_prefix(1);
  return s.starts_with(' ') ? s.substr(1) : s;
}

/// Takes the lines of "/* ... */" at `at`; `at` is behind it then. False where it does not end, or
/// code follows on its last line.
bool take_block(const std::vector<std::string_view>& lines, std::size_t& at,
                std::vector<std::string>& out) {
  std::string_view line = text::trim(lines[at]);
  for (const std::string_view mark : {"/**", "/*!", "/*"})
    if (line.starts_with(mark) && !line.starts_with("/**/")) {
      line.remove_prefix(mark.size());
      break;
    }
  for (bool first = true;; first = false) {
    const std::size_t end = line.find("*/");
    if (end != std::string_view::npos && !text::trim(line.substr(end + 2)).empty()) return false;
    std::string_view body = text::trim_right(line.substr(0, end));
    const std::size_t indent = indent_of(body);
    if (!first && indent < body.size() && body[indent] == '*') body.remove_prefix(indent + 1);
    while (body.ends_with('*')) body = text::trim_right(body.substr(0, body.size() - 1));
    if (body.starts_with(' ')) body.remove_prefix(1);
    out.emplace_back(first ? text::trim(body) : body);
    ++at;
    if (end != std::string_view::npos) return true;
    if (at == lines.size()) return false;
    line = lines[at];
  }
}

std::optional<DocComment> leading(const std::vector<std::string_view>& lines) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < lines.size()) {
    const auto line = text::trim(lines[at]);
    if (line.starts_with("/*")) {
      if (!words.empty()) break;
      if (!take_block(lines, at, words)) return std::nullopt;
    } else if (line.starts_with("//") || is_hash_comment(line)) {
      words.emplace_back(without_line_mark(line));
      ++at;
    } else {
      break;
    }
  }
  if (words.empty() || at >= lines.size()) return std::nullopt;
  std::vector<std::string_view> views(words.begin(), words.end());
  DocComment out{dedented(views),
                 dedented({lines.begin() + static_cast<std::ptrdiff_t>(at), lines.end()})};
  if (text::trim(out.words).empty() || text::trim(out.code).empty()) return std::nullopt;
  return out;
}

/// The docstring of a Python definition; its lines leave the code.
std::optional<DocComment> docstring(const std::vector<std::string_view>& lines) {
  std::size_t at = 0;
  while (at < lines.size() && text::trim(lines[at]).starts_with('@')) ++at;
  if (at == lines.size()) return std::nullopt;
  const auto head = text::trim(lines[at]);
  if (!head.starts_with("def ") && !head.starts_with("async def ") && !head.starts_with("class "))
    return std::nullopt;
  while (at < lines.size() && !text::trim_right(lines[at]).ends_with(':')) ++at;
  std::size_t open = at + 1;
  while (open < lines.size() && text::trim(lines[open]).empty()) ++open;
  if (open >= lines.size()) return std::nullopt;
  auto first = text::trim(lines[open]);
  if (first.starts_with("r\"\"\"")) first.remove_prefix(1);
  if (!first.starts_with("\"\"\"")) return std::nullopt;
  std::vector<std::string_view> words;
  std::size_t close = open;
  std::string_view line = first.substr(3);
  std::vector<std::string_view> rest;
  for (;; line = lines[close]) {
    const std::size_t end = line.find("\"\"\"");
    if (end != std::string_view::npos && !text::trim(line.substr(end + 3)).empty())
      return std::nullopt;
    (close == open ? words : rest).push_back(text::trim_right(line.substr(0, end)));
    if (end != std::string_view::npos) break;
    if (++close == lines.size()) return std::nullopt;
  }
  DocComment out;
  out.words = std::string(text::trim(words[0]));
  if (!rest.empty()) {
    const bool apart = text::trim(rest[0]).empty();
    out.words += (apart ? "\n\n" : "\n") + dedented(rest);
  }
  while (out.words.ends_with('\n')) out.words.pop_back();
  out.words.erase(0, std::min(out.words.find_first_not_of('\n'), out.words.size()));
  std::vector<std::string_view> code(lines.begin(),
                                     lines.begin() + static_cast<std::ptrdiff_t>(open));
  std::size_t behind = close + 1;
  while (behind < lines.size() && text::trim(lines[behind]).empty()) ++behind;
  code.insert(code.end(), lines.begin() + static_cast<std::ptrdiff_t>(behind), lines.end());
  out.code = dedented(code);
  if (text::trim(out.words).empty()) return std::nullopt;
  return out;
}

}  // namespace

std::optional<DocComment> read_doc_comment(std::string_view unit) {
  const auto lines = text::lines(unit);
  if (auto found = leading(lines)) return found;
  return docstring(lines);
}

}  // namespace generator::measure
