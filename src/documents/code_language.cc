// Which language a listing is in, by votes of its lines, and listings that a crawler flattened to
// one line.

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "documents/code_lines.h"

namespace generator::documents {
namespace {

using text::contains;

struct Votes {
  int c = 0, cpp = 0, fortran = 0, python = 0, shell = 0, java = 0, javascript = 0, json = 0,
      xml = 0, grammar = 0, dump = 0;
};

bool is_upper_word(std::string_view word) {
  return word.size() > 1 && std::all_of(word.begin(), word.end(), [](char c) {
           return text::is_upper(c) || c == '_' || text::is_digit(c);
         });
}

void vote_c_family(std::string_view s, Votes& votes) {
  if (s.starts_with("#include") || s.starts_with("#define") || s.starts_with("typedef") ||
      s.starts_with("#if"))
    votes.c += 3;
  if (s.ends_with(";")) ++votes.c;
  if (s.starts_with("//") || s.starts_with("/*")) ++votes.c;
  if (contains(s, "->") || contains(s, "_t ") || contains(s, "printf(") || contains(s, "sizeof") ||
      contains(s, "const char"))
    ++votes.c;
  if (s.ends_with(")") && contains(s, "(") && contains(s, "_t ")) votes.c += 2;
  if (contains(s, "std::") || contains(s, "template <") || s.starts_with("namespace ") ||
      contains(s, "cout <<") || s.starts_with("using "))
    votes.cpp += 5;
  if (s.starts_with("public:") || s.starts_with("private:")) votes.cpp += 4;
  if (s.starts_with("public class ") || s.starts_with("import java") || contains(s, "System.out") ||
      s.starts_with("package "))
    votes.java += 6;
  if (s.starts_with("const ") && contains(s, " = ") && contains(s, "=>")) votes.javascript += 4;
  if (s.starts_with("let ") || contains(s, "console.log") || contains(s, "require(") ||
      s.starts_with("function "))
    votes.javascript += 4;
}

void vote_others(std::string_view s, Votes& votes) {
  const auto words = text::words(s);
  const std::string_view first = words.empty() ? std::string_view() : words[0];
  if (first == "CALL" || s.starts_with("INTEGER") || s.starts_with("END ") || s == "!" ||
      s.starts_with("! ") || s == "enddo" || s == "IMPLICIT NONE")
    votes.fortran += 3;
  if (contains(s, " :: ") || s.ends_with("&")) votes.fortran += 2;
  if ((first == "def" || first == "class") && s.ends_with(":")) votes.python += 4;
  if (first == "import" && !s.ends_with(";")) votes.python += 3;
  if (first == "from" && contains(s, " import ")) votes.python += 4;
  if (s.starts_with(">>>") || contains(s, "self.") || s.starts_with("elif ")) votes.python += 3;
  if (s.starts_with("print(") && !s.ends_with(";")) votes.python += 2;
  if (s.starts_with("$ ") || s.starts_with("./") || s.starts_with("#!/bin") || s == "fi" ||
      s == "done")
    votes.shell += 4;
  if (words.size() > 1 && code_lean(s) == Lean::kCode && !s.ends_with(";") && !contains(s, "(") &&
      !contains(s, "=") && text::is_alpha(s.front()) && !text::is_upper(s.front()) &&
      !s.ends_with("{"))
    votes.shell += 2;
  if (s.starts_with("\"") && contains(s, "\":")) votes.json += 3;
  if (s.starts_with("<") && s.ends_with(">") && !contains(s, "::=")) votes.xml += 1;
  if (contains(s, "::=")) votes.grammar += 6;
  if (s.ends_with("{") && is_upper_word(first) && !s.starts_with("#")) votes.dump += 6;
}

// "15" at `at`, standing between a space and what is no digit; the end of the number, 0 where it
// does not stand there.
std::size_t number_at(std::string_view line, std::size_t at, const std::string& number) {
  if (line.substr(at, number.size()) != number || (at > 0 && line[at - 1] != ' ')) return 0;
  const std::size_t end = at + number.size();
  if (end < line.size() && line[end] != ' ' && !text::is_alpha(line[end])) return 0;
  return end;
}

}  // namespace

std::string code_language(const std::vector<std::string_view>& lines) {
  Votes votes;
  for (const std::string_view line : lines) {
    const std::string_view s = text::trim(line);
    if (s.empty()) continue;
    vote_c_family(s, votes);
    vote_others(s, votes);
  }
  if (votes.cpp > 0) votes.cpp += votes.c;
  if (votes.java > 0) votes.java += votes.c;
  if (votes.javascript > 0) votes.javascript += votes.c / 2;
  const std::array<std::pair<int, std::string_view>, 11> ranked = {
      {{votes.c, "c"},
       {votes.cpp, "cpp"},
       {votes.fortran, "fortran"},
       {votes.python, "python"},
       {votes.shell, "shell"},
       {votes.java, "java"},
       {votes.javascript, "javascript"},
       {votes.json, "json"},
       {votes.xml, "xml"},
       {votes.grammar, "text"},
       {votes.dump, "text"}}};
  const auto* best = std::max_element(
      ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const auto filled = std::count_if(
      lines.begin(), lines.end(), [](std::string_view line) { return !text::trim(line).empty(); });
  if (best->first * 6 >= filled && best->first > 0) return std::string(best->second);
  const bool has_calls = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
    return contains(line, "(") && contains(line, "=");
  });
  return has_calls && filled <= 6 ? "c" : "text";
}

std::vector<std::string> numbered_listing(std::string_view line) {
  const std::string_view s = text::trim(line);
  std::size_t digits = 0;
  while (digits < s.size() && digits < 6 && text::is_digit(s[digits])) ++digits;
  if (digits == 0 || digits == 6 || digits == s.size() || s[digits] != ' ') return {};
  long number = std::stol(std::string(s.substr(0, digits)));
  std::vector<std::string> found;
  std::size_t begin = digits;
  for (;;) {
    const std::string next = std::to_string(++number);
    std::size_t at = begin;
    std::size_t end = 0;
    while (at < s.size() && (end = number_at(s, at, next)) == 0) at = s.find(next, at + 1);
    if (at >= s.size()) break;
    found.emplace_back(text::trim(s.substr(begin, at - begin)));
    begin = end;
  }
  found.emplace_back(text::trim(s.substr(begin)));
  if (found.size() < 4) return {};
  const auto is_code = [](const std::string& code) {
    return code.empty() || code_lean(code) != Lean::kProse;
  };
  const auto count = std::count_if(found.begin(), found.end(), is_code);
  if (count * 3 < static_cast<std::ptrdiff_t>(found.size()) * 2) return {};
  return found;
}

}  // namespace generator::documents
