// A line is code when it has the shape of a statement and not the words of a sentence. English
// prose of any length holds function words ("the", "is", "of"); code holds them only in comments
// and strings. That one test removes nearly all doubt, so the shapes below can be generous.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "documents/code_lines.h"

namespace generator::documents {
namespace {

using text::contains;

constexpr std::array<std::string_view, 44> kFunctionWords = {
    "a",     "above", "all",   "also",  "an",   "and", "any",   "are",  "as",    "be",   "below",
    "but",   "by",    "can",   "for",   "from", "has", "have",  "in",   "is",    "it",   "its",
    "may",   "must",  "not",   "of",    "on",   "or",  "shown", "such", "than",  "that", "the",
    "their", "then",  "there", "these", "this", "to",  "was",   "when", "which", "will", "with"};

constexpr std::array<std::string_view, 39> kCommands = {
    "apt",   "apt-get", "cat",    "cd",     "chmod",   "cmake",    "conda",    "cp",
    "ctest", "curl",    "docker", "echo",   "export",  "g++",      "gcc",      "git",
    "grep",  "h5copy",  "h5diff", "h5dump", "h5ls",    "h5repack", "h5repart", "kubectl",
    "ln",    "ls",      "make",   "mkdir",  "mpiexec", "mpirun",   "mv",       "npm",
    "pip",   "python",  "rm",     "sh",     "sudo",    "tar",      "wget"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

bool is_identifier(std::string_view word) {
  return !word.empty() && !text::is_digit(word.front()) &&
         std::all_of(word.begin(), word.end(), [](char c) { return text::is_word(c); });
}

// Without string literals and trailing comments: what is said in them says nothing about the line.
std::string without_quotes(std::string_view line) {
  std::string out;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (quote != 0) {
      if (line[i] == '\\')
        ++i;
      else if (line[i] == quote)
        quote = 0;
      continue;
    }
    constexpr std::string_view kBegin = "\"/ \xE2";  // of all that is looked for below
    if (kBegin.find(line[i]) == std::string_view::npos) {
      out += line[i];
    } else if (line[i] == '"') {
      quote = '"';
    } else if (line.substr(i).starts_with("//") && (i == 0 || line[i - 1] != ':')) {
      break;
    } else if (line.substr(i).starts_with(" ! ") || line.substr(i).starts_with("/*")) {
      break;
    } else if (line.substr(i).starts_with("“")) {
      const std::size_t close = line.find("”", i);
      if (close == std::string_view::npos) break;
      i = close + 2;
    } else {
      out += line[i];
    }
  }
  return out;
}

bool starts_with_word(std::string_view s, std::string_view word) {
  return s.starts_with(word) && (s.size() == word.size() || !text::is_word(s[word.size()]));
}

bool is_directive_or_comment(std::string_view s) {
  constexpr std::array<std::string_view, 11> kDirectives = {
      "#include", "#define", "#ifdef",  "#ifndef", "#if", "#endif",
      "#else",    "#elif",   "#pragma", "#undef",  "#!/"};
  for (const std::string_view directive : kDirectives)
    if (s.starts_with(directive)) return true;
  if (s.starts_with("//") || s.starts_with("/*") || s == "*/" || s.ends_with("*/")) return true;
  return s == "!" || s.starts_with("! ") || s.starts_with(">>> ");
}

// `for (`, `else {`, `case X:`, `return 0`.
bool is_control(std::string_view s, int words) {
  constexpr std::array<std::string_view, 6> kConditions = {"for",    "if",    "while",
                                                           "switch", "catch", "foreach"};
  for (const std::string_view keyword : kConditions) {
    if (!starts_with_word(s, keyword)) continue;
    const std::string_view rest = text::trim(s.substr(keyword.size()));
    if (rest.starts_with("(") &&
        (rest.ends_with(")") || rest.ends_with("{") || rest.ends_with(";")))
      return true;
  }
  if (s == "else" || s == "do" || s == "try" || s == "break;" || s == "break" ||
      s.starts_with("else if"))
    return true;
  if (starts_with_word(s, "case") && s.ends_with(":") && words <= 3) return true;
  return s == "default:" || (starts_with_word(s, "return") && s.ends_with(";"));
}

bool is_fortran(std::string_view line, int words_of_line) {
  const std::size_t comment = line.find(" ! ");
  const std::string_view s = text::trim(line.substr(0, comment));
  const int words =
      comment == std::string_view::npos ? words_of_line : static_cast<int>(text::words(s).size());
  constexpr std::array<std::string_view, 8> kTypes = {
      "INTEGER", "REAL", "DOUBLE PRECISION", "CHARACTER", "LOGICAL", "TYPE(", "TYPE", "COMPLEX"};
  if ((starts_with_word(s, "CALL") || starts_with_word(s, "call")) && contains(s, "(")) return true;
  if (starts_with_word(s, "END") && words <= 3) return true;
  if (s == "enddo" || s == "endif" || s == "ENDDO" || s == "ENDIF" || s == "IMPLICIT NONE" ||
      s == "CONTAINS")
    return true;
  if ((starts_with_word(s, "PROGRAM") || starts_with_word(s, "SUBROUTINE") ||
       starts_with_word(s, "MODULE")) &&
      words <= 3)
    return true;
  if (starts_with_word(s, "USE") && words <= 2) return true;
  if ((starts_with_word(s, "do") || starts_with_word(s, "DO")) && contains(s, "=") &&
      contains(s, ",") && words <= 8)
    return true;
  for (const std::string_view type : kTypes)
    if (s.starts_with(type) &&
        (contains(s, "::") || (words <= 5 && words >= 2 && !contains(s, "."))))
      return true;
  return false;
}

bool is_python(std::string_view s, int words) {
  if ((starts_with_word(s, "def") || starts_with_word(s, "class")) && s.ends_with(":") &&
      words <= 12)
    return true;
  if (starts_with_word(s, "import") && words <= 4 && !s.ends_with(".")) return true;
  if (starts_with_word(s, "from") && contains(s, " import ") && words <= 8) return true;
  return starts_with_word(s, "with") && contains(s, "(") && s.ends_with(":") && contains(s, " as ");
}

bool is_shell(std::string_view s, const std::vector<std::string_view>& words) {
  if (s.starts_with("$ ") && words.size() >= 2) return true;
  if (words.empty() || words.size() > 14 || s.ends_with(".") || s.ends_with(",") ||
      s.ends_with(":"))
    return false;
  if (s.starts_with("./") && s.size() > 3) return true;
  if (!is_one_of(kCommands, words[0])) return false;
  return words.size() >= 2;
}

// A name and its arguments, or a declaration of at most five words before the parenthesis.
bool is_call_or_declaration(std::string_view s) {
  const std::size_t open = s.find('(');
  if (open == std::string_view::npos || open == 0) return false;
  const std::string_view before = text::trim(s.substr(0, open));
  const bool ends_open = s.ends_with(")") || s.ends_with(",") || s.ends_with(";") ||
                         s.ends_with("{") || s.ends_with("&");
  const auto names = text::words(before);
  if (names.empty() || names.size() > 6) return false;
  for (std::string_view name : names) {
    while (!name.empty() && (name.front() == '*' || name.front() == '&')) name.remove_prefix(1);
    while (!name.empty() && (name.back() == '*' || name.back() == '&')) name.remove_suffix(1);
    if (!name.empty() && !is_identifier(name) && !contains(name, "::") && !contains(name, "->") &&
        !contains(name, "."))
      return false;
  }
  if (names.size() == 1) {
    const bool glued = s[open - 1] != ' ';
    const bool looks_technical =
        before.find_first_of("_0123456789.>:") != std::string_view::npos || glued;
    return looks_technical && (ends_open || glued) && !s.ends_with(".") && !s.ends_with(":");
  }
  const bool has_type = before.find('_') != std::string_view::npos || contains(before, "*") ||
                        starts_with_word(before, "int") || starts_with_word(before, "void") ||
                        starts_with_word(before, "char") || starts_with_word(before, "typedef") ||
                        starts_with_word(before, "static") || starts_with_word(before, "const") ||
                        starts_with_word(before, "public") || starts_with_word(before, "unsigned");
  return has_type && ends_open;
}

// `type name = value`, `a[i].b = f(x)`.
bool is_assignment(std::string_view s, std::size_t words) {
  const std::size_t equals = s.find('=');
  if (equals == std::string_view::npos || equals == 0 || equals + 1 >= s.size() ||
      s[equals + 1] == '=')
    return false;
  const std::string_view left = text::trim(s.substr(0, equals));
  if (left.empty() || text::words(left).size() > 4 || left.find_first_of(",.;:?!") == 0)
    return false;
  if (s.ends_with(";")) return words <= 40;
  if (s.ends_with(".") || s.ends_with(":") || words > 14) return false;
  return contains(s, "(") || words <= 6;
}

}  // namespace

int function_words(std::string_view line) {
  const std::string bare = without_quotes(line);
  int count = 0;
  for (std::string_view word : text::words(bare)) {
    while (!word.empty() && !text::is_word(word.back())) word.remove_suffix(1);
    while (!word.empty() && !text::is_word(word.front())) word.remove_prefix(1);
    if (word.size() > 5 || word.empty()) continue;
    std::string lower = text::to_lower(word);
    if (word == "A" || word == "a") {
      // A variable's name as often as an article: not counted.
      continue;
    }
    if (is_one_of(kFunctionWords, lower)) ++count;
  }
  return count;
}

bool is_sentence_of_prose(std::string_view line) {
  const std::string_view s = text::trim(line);
  if (s.empty() || s.starts_with("//") || s.starts_with("/*") || s.starts_with("!") ||
      s.starts_with("*"))
    return false;
  const bool ends = s.ends_with(".") || s.ends_with(":") || s.ends_with("?") || s.ends_with(".)") ||
                    s.ends_with(",");
  const bool begins = text::is_upper(s.front()) || (s.front() & 0x80) != 0;
  const std::size_t words = text::words(s).size();
  if (ends && begins && words >= 6 && function_words(s) >= 2) return true;
  return words >= 16 && function_words(s) >= 4;
}

Lean code_lean(std::string_view line) {
  const std::string_view s = text::trim(line);
  if (s.empty()) return Lean::kProse;
  if (s.find_first_not_of(". ") == std::string_view::npos) return Lean::kMaybe;  // an ellipsis
  if (is_directive_or_comment(s)) return Lean::kCode;
  if (const std::size_t comment = s.find(" //"); comment != std::string_view::npos)
    return code_lean(s.substr(0, comment));
  const auto words = text::words(s);
  const int count = static_cast<int>(words.size());
  const bool is_marked = s.front() == '_' && s.back() == '_' && count > 1;
  if (is_marked || s.starts_with("**") || s.starts_with("> ")) return Lean::kProse;
  if (s.find_first_not_of("{}()[];,") == std::string_view::npos) return Lean::kCode;
  if (contains(s, "::=")) return Lean::kCode;
  if (is_control(s, count) || is_fortran(s, count) || is_python(s, count)) return Lean::kCode;
  const int small = function_words(s);
  if (small <= 1 && is_shell(s, words)) return Lean::kCode;
  if (small <= 1 && (is_assignment(s, words.size()) || is_call_or_declaration(s)))
    return Lean::kCode;
  if (small == 0 &&
      (s.ends_with("{") || s.starts_with("}") || (s.ends_with("}") && contains(s, "{"))))
    return Lean::kCode;
  if (small == 0 && s.ends_with(";") && (count <= 8 || contains(s, "("))) return Lean::kCode;
  if ((starts_with_word(s, "typedef") || starts_with_word(s, "struct") ||
       starts_with_word(s, "enum")) &&
      count <= 3)
    return Lean::kCode;
  const bool is_spoken = s.ends_with(".") && !s.ends_with("..") && count > 1;
  if (small == 0 && count <= 12 && !is_spoken && !s.ends_with(":") && !s.ends_with("?"))
    return Lean::kMaybe;
  return Lean::kProse;
}

}  // namespace generator::documents
