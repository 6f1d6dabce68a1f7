// Definitions that a comment explains: "What does the function `parse` in `reader.c` do?"
//
// Only the comment's words are trusted; a definition without one, or with one that says nothing
// ("helper", "TODO"), is not asked about.
#include <algorithm>
#include <array>

#include "base/files.h"
#include "base/text.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

struct Definition {
  std::string noun;  // "function", "class", ...
  std::string name;
};

std::string_view without_comment_marks(std::string_view line) {
  line = text::trim(line);
  for (const std::string_view mark :
       {"/**", "/*!", "/*", "*/", "///", "//!", "//", "\"\"\"", "'''", "##", "#", "*", "--"})
    if (line.starts_with(mark)) {
      line = text::trim(line.substr(mark.size()));
      break;
    }
  if (line.ends_with("*/")) line = text::trim(line.substr(0, line.size() - 2));
  if (line.ends_with("\"\"\"")) line = text::trim(line.substr(0, line.size() - 3));
  return line;
}

bool is_comment(std::string_view line, bool& inside) {
  const auto s = text::trim(line);
  if (inside) {
    if (text::contains(s, "*/")) inside = false;
    return true;
  }
  if (s.starts_with("/*")) {
    inside = !text::contains(s, "*/");
    return true;
  }
  return s.starts_with("//") ||
         (s.starts_with('#') && !s.starts_with("#include") && !s.starts_with("#define") &&
          !s.starts_with("#if") && !s.starts_with("#e") && !s.starts_with("#p") &&
          !s.starts_with("#!") && !s.starts_with("#["));
}

std::string_view name_before(std::string_view s, std::size_t paren) {
  std::size_t end = paren;
  while (end > 0 && s[end - 1] == ' ') --end;
  std::size_t begin = end;
  while (begin > 0 && (text::is_word(s[begin - 1]) || s[begin - 1] == ':' || s[begin - 1] == '~'))
    --begin;
  return s.substr(begin, end - begin);
}

/// The definition that `line` (and what follows) begins, if any.
std::optional<Definition> definition_of(std::string_view code) {
  code = text::trim(code);
  static constexpr std::array kNouns = {
      std::pair{"class ", "class"}, std::pair{"struct ", "structure"},
      std::pair{"enum ", "enumeration"}, std::pair{"trait ", "trait"},
      std::pair{"interface ", "interface"}};
  for (const std::string_view prefix :
       {"export default ", "export ", "public ", "private ", "protected ", "pub(crate) ", "pub ",
        "async ", "abstract ", "final ", "typedef "})
    if (code.starts_with(prefix)) code = text::trim(code.substr(prefix.size()));
  for (const auto& [keyword, noun] : kNouns) {
    if (!code.starts_with(keyword)) continue;
    std::string_view rest = code.substr(std::string_view(keyword).size());
    std::size_t n = 0;
    while (n < rest.size() && text::is_word(rest[n])) ++n;
    if (n > 1) return Definition{noun, std::string(rest.substr(0, n))};
  }
  const std::size_t line_end = code.find_first_of("{;");
  const std::size_t paren = code.find('(');
  if (paren == std::string_view::npos || paren > line_end || paren > 300) return std::nullopt;
  if (code.substr(0, paren).find('=') != std::string_view::npos) return std::nullopt;
  std::string_view name = name_before(code, paren);
  static constexpr std::string_view kKeywords[] = {"if",     "for",           "while",  "switch",
                                                   "return", "sizeof",        "catch",  "assert",
                                                   "main",   "__attribute__", "defined"};
  for (const std::string_view keyword : kKeywords)
    if (name == keyword) return std::nullopt;
  if (name.size() < 3 || text::is_digit(name[0])) return std::nullopt;
  const bool declared = code.starts_with("def ") || code.starts_with("fn ") ||
                        code.starts_with("func ") || code.starts_with("function ");
  if (!declared && name_before(code, paren).data() == code.data() &&
      code.find('{') == std::string_view::npos)
    return std::nullopt;  // a call
  return Definition{"function", std::string(name)};
}

/// Comment words that say something, and the code behind them.
struct Documented {
  std::string comment;
  std::string_view code;
};

Documented read_documented(std::string_view unit) {
  Documented out;
  bool inside = false;
  std::size_t offset = 0;
  for (const auto line : text::lines(unit)) {
    const std::size_t begin = static_cast<std::size_t>(line.data() - unit.data());
    if (!is_comment(line, inside)) {
      if (text::trim(line).empty()) continue;
      offset = begin;
      break;
    }
    const auto words = without_comment_marks(line);
    if (!words.empty()) out.comment += std::string(words) + " ";
    offset = begin + line.size();
  }
  out.code = unit.substr(std::min(offset, unit.size()));
  // Python: the docstring stands behind the signature.
  if (out.comment.empty() &&
      (text::trim(out.code).starts_with("def ") || text::trim(out.code).starts_with("class ") ||
       text::trim(out.code).starts_with("async def "))) {
    const std::size_t open = out.code.find("\"\"\"");
    const std::size_t close =
        open == std::string_view::npos ? open : out.code.find("\"\"\"", open + 3);
    const std::size_t colon = out.code.find(":\n");
    if (close != std::string_view::npos && colon != std::string_view::npos &&
        text::trim(out.code.substr(colon + 1, open - colon - 1)).empty())
      out.comment = std::string(text::trim(out.code.substr(open + 3, close - open - 3)));
  }
  return out;
}

bool says_something(std::string_view comment) {
  const auto words = text::words(comment);
  if (words.size() < 6) return false;
  std::size_t plain = 0;
  for (const auto word : words)
    if (text::is_alpha(word[0]) && word.size() > 1) ++plain;
  const std::string lower = text::to_lower(comment);
  for (const std::string_view noise : {"copyright", "license", "todo", "fixme",
                                       "all rights reserved", "deprecated", "----", "****", "===="})
    if (text::contains(lower, noise)) return false;
  return plain * 10 >= words.size() * 6;
}

/// Formats whose lines look like definitions and are none.
bool has_definitions(std::string_view language) {
  static constexpr std::string_view kWithout[] = {"yaml", "json", "cmake", "xml",  "ini",
                                                  "toml", "make", "cmd",   "text", "csv"};
  return std::find(std::begin(kWithout), std::end(kWithout), language) == std::end(kWithout);
}

/// The file that the code stands in; "" where that is a document which quotes code of many files.
std::string code_file(const Chunk& chunk) {
  const std::string extension = file_extension(chunk.source);
  for (const std::string_view document :
       {".md", ".markdown", ".txt", ".rst", ".html", ".htm", ".pdf"})
    if (extension == document) return "";
  return file_name(chunk.source);
}

}  // namespace

void ask_source_code(const Page& page, AnswerLength length, Candidates& out) {
  if (!has_definitions(page.chunk.language)) return;
  const std::string file = code_file(page.chunk);
  for (std::size_t i = 0; i < page.passage.units.size(); ++i) {
    const auto unit = page.passage.text_of(page.unit(i));
    const Documented documented = read_documented(unit);
    if (!says_something(documented.comment)) continue;
    const auto definition = definition_of(documented.code);
    if (!definition) continue;
    const std::string where = file.empty() ? "" : " in `" + file + "`";
    const std::string subject = "the " + definition->noun + " `" + definition->name + "`" + where;
    const bool takes = text::contains(documented.comment, "@param") ||
                       text::contains(documented.comment, "\\param") ||
                       text::contains(documented.comment, "Args:") ||
                       text::contains(documented.comment, ":param");
    std::string question = "what does " + subject + " do";
    std::string_view pattern = "code-does";
    if (definition->noun != "function") {
      question = "what is " + subject + " for";
      pattern = "code-for";
    } else if (takes && page.turn(i, 3) == 0) {
      question = "what does " + subject + " do, and which parameters does it take";
      pattern = "code-parameters";
    }
    propose(page, length, {question, "api", pattern, 1.0, {i, i + 1}, true}, out);
  }
}

}  // namespace generator::offline
