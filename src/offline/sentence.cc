// Parentheses are left out because a question that repeats them never reads well, and a subject
// that contains one is the same subject without it.
#include "offline/sentence.h"

#include "base/text.h"

namespace generator::offline {
namespace {

using text::is_alpha;
using text::is_digit;
using text::is_upper;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// Skips "- ", "* ", "12. ", "3) ", "[ ] ", "> " at the front.
std::string_view without_marker(std::string_view s) {
  s = text::trim(s);
  while (s.starts_with("> ")) s = text::trim(s.substr(2));
  if (s.size() > 2 && (s[0] == '-' || s[0] == '*' || s[0] == '+') && s[1] == ' ')
    s = text::trim(s.substr(2));
  std::size_t digits = 0;
  while (digits < s.size() && digits < 3 && is_digit(s[digits])) ++digits;
  if (digits > 0 && digits + 1 < s.size() && (s[digits] == '.' || s[digits] == ')') &&
      s[digits + 1] == ' ')
    s = text::trim(s.substr(digits + 1));
  if (s.starts_with("[ ] ") || s.starts_with("[x] ")) s = text::trim(s.substr(4));
  return s;
}

/// Where the link `[label](target)` that begins at `at` ends; npos where none begins there.
std::size_t link_end(std::string_view s, std::size_t at, std::string_view& label) {
  const std::size_t close = s.find(']', at + 1);
  if (close == std::string_view::npos || close + 1 >= s.size() || s[close + 1] != '(')
    return std::string_view::npos;
  int depth = 0;
  for (std::size_t i = close + 1; i < s.size(); ++i) {
    if (s[i] == '\\') {
      ++i;
    } else if (s[i] == '(') {
      ++depth;
    } else if (s[i] == ')' && --depth == 0) {
      label = s.substr(at + 1, close - at - 1);
      return i + 1;
    }
  }
  return std::string_view::npos;
}

/// Emphasis marks hug a word from outside: "*so*", "_so_", "**so**"; those inside a word stay.
bool is_emphasis_mark(std::string_view s, std::size_t i) {
  const char before = i == 0 ? ' ' : s[i - 1];
  std::size_t end = i;
  while (end < s.size() && s[end] == s[i]) ++end;
  const char behind = end < s.size() ? s[end] : ' ';
  while (i > 0 && s[i - 1] == s[i]) --i;
  const char front = i == 0 ? ' ' : s[i - 1];
  if (s[end - 1] == '_' && text::is_word(front) && text::is_word(behind)) return false;
  const bool opens = !text::is_word(front) && !text::is_space(behind);
  const bool closes = !text::is_space(front) && !text::is_word(behind);
  (void)before;
  return opens || closes;
}

char mark_of(std::string_view& token) {
  char mark = 0;
  while (!token.empty()) {
    const char last = token.back();
    if (last == '"' || last == '\'' || last == ')' || last == ']') {
      if (last == ')' && token.ends_with("()")) break;
      token.remove_suffix(1);
    } else if (token.ends_with("\xE2\x80\x9D") || token.ends_with("\xE2\x80\x99")) {
      token.remove_suffix(3);
    } else if (std::string_view(",;:.?!").find(last) != std::string_view::npos) {
      mark = mark == 0 || mark == '.' ? last : mark;
      token.remove_suffix(1);
    } else {
      break;
    }
  }
  return mark;
}

/// `plain` without its parentheses, those of `f()` and inside words excepted.
std::string without_parentheses(std::string_view plain) {
  std::string out;
  int depth = 0;
  bool code = false;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    if (c == '`' && depth == 0) code = !code;
    if (!code && c == '(' && (depth > 0 || i == 0 || text::is_space(plain[i - 1]))) {
      ++depth;
    } else if (!code && c == ')' && depth > 0) {
      if (--depth == 0 && out.ends_with(' ') && i + 1 < plain.size() &&
          !text::is_word(plain[i + 1]))
        out.pop_back();
      continue;
    }
    if (depth == 0) out += c;
  }
  return out;
}

/// Cuts at spaces, but never inside a code span.
std::vector<std::string_view> tokens(std::string_view s) {
  std::vector<std::string_view> out;
  out.reserve(s.size() / 5 + 1);
  std::size_t begin = 0;
  bool code = false;
  for (std::size_t i = 0; i <= s.size(); ++i) {
    if (i < s.size() && s[i] == '`') code = !code;
    if (i < s.size() && (code || !text::is_space(s[i]))) continue;
    if (i > begin) out.push_back(s.substr(begin, i - begin));
    begin = i + 1;
  }
  return out;
}

bool is_dash(std::string_view token) {
  return token == "-" || token == "--" || token == "\xE2\x80\x94" || token == "\xE2\x80\x93";
}

Word read_word(std::string_view token) {
  Word word;
  word.after = mark_of(token);
  while (!token.empty() && (token[0] == '"' || token[0] == '\'' || token[0] == '['))
    token.remove_prefix(1);
  while (token.starts_with("\xE2\x80\x9C") || token.starts_with("\xE2\x80\x98"))
    token.remove_prefix(3);
  word.text = token;
  const bool span = token.size() > 2 && token.front() == '`' && token.back() == '`';
  word.code = span || is_identifier(token);
  word.lower = text::to_lower(span ? token.substr(1, token.size() - 2) : token);
  if (!word.code) {
    const Entry entry = look_up(word.lower);
    word.classes = entry.classes;
    word.verb = entry.verb;
  }
  return word;
}

}  // namespace

std::optional<std::size_t> Sentence::find(std::string_view lower, std::size_t from,
                                          std::size_t to) const {
  for (std::size_t i = from; i < words.size() && i < to; ++i)
    if (words[i].lower == lower) return i;
  return std::nullopt;
}

bool Sentence::matches_whole(std::size_t at, std::string_view lower) const {
  while (!lower.empty()) {
    const std::size_t space = lower.find(' ');
    if (at >= words.size() || words[at].lower != lower.substr(0, space)) return false;
    if (space == std::string_view::npos) return true;
    lower.remove_prefix(space + 1);
    ++at;
  }
  return true;
}

std::string plain_text(std::string_view unit) {
  const std::string_view s = without_marker(unit);
  std::string out;
  bool code = false;
  for (std::size_t i = 0; i < s.size();) {
    const char c = s[i];
    if (c == '`') code = !code;
    if (code || c == '`') {
      out += c == '\n' ? ' ' : c;
      ++i;
      continue;
    }
    std::string_view label;
    const bool image = c == '!' && i + 1 < s.size() && s[i + 1] == '[';
    if (image || c == '[') {
      const std::size_t end = link_end(s, i + (image ? 1 : 0), label);
      if (end != std::string_view::npos) {
        if (!image) out += plain_text(label);
        i = end;
        continue;
      }
    }
    if (c == '\\' && i + 1 < s.size() && !text::is_word(s[i + 1]) && !text::is_space(s[i + 1])) {
      out += s[i + 1];
      i += 2;
    } else if ((c == '*' || c == '_') && is_emphasis_mark(s, i)) {
      ++i;
    } else {
      const bool space = text::is_space(c);
      if (!space || (!out.empty() && out.back() != ' ')) out += space ? ' ' : c;
      ++i;
    }
  }
  return std::string(text::trim(out));
}

Sentence read_sentence(std::string_view plain) {
  const bool has_parentheses = plain.find('(') != std::string_view::npos;
  const std::string bare = has_parentheses ? without_parentheses(plain) : std::string();
  const auto found = tokens(has_parentheses ? bare : plain);
  Sentence sentence;
  sentence.words.reserve(found.size());
  for (const auto token : found) {
    if (is_dash(token)) {
      if (!sentence.words.empty()) sentence.words.back().after = '-';
      continue;
    }
    Word word = read_word(token);
    if (word.text.empty()) {
      if (word.after != 0 && !sentence.words.empty()) sentence.words.back().after = word.after;
      continue;
    }
    sentence.words.push_back(std::move(word));
  }
  return sentence;
}

bool is_identifier(std::string_view word) {
  if (word.size() < 2) return false;
  // Nearly all words are letters with at most a capital in front.
  bool plain = true;
  for (std::size_t i = 0; i < word.size() && plain; ++i)
    plain = is_lower(word[i]) || (i == 0 && is_upper(word[0]));
  if (plain) return false;
  if (word.front() == '`') return true;
  if (word.starts_with("--") && is_alpha(word[2 < word.size() ? 2 : 0])) return true;
  if (word.size() <= 3 && word[0] == '-' && is_alpha(word[1])) return true;
  if (text::contains(word, "::") || text::contains(word, "->") || word.ends_with("()")) return true;
  if (text::contains(word, "://") || text::contains(word, "@")) return false;
  static constexpr std::string_view kSuffixes[] = {
      ".c",  ".h",   ".cc",  ".cpp",  ".hpp",  ".py",   ".rs",   ".go",
      ".js", ".ts",  ".sh",  ".md",   ".json", ".yaml", ".toml", ".xml",
      ".h5", ".txt", ".cfg", ".conf", ".so",   ".a",    ".o",    ".html"};
  const std::size_t dot = word.rfind('.');
  if (dot != std::string_view::npos && dot > 0)
    for (const auto suffix : kSuffixes)
      if (word.substr(dot) == suffix) return true;
  const std::size_t underscore = word.find('_');
  if (underscore != std::string_view::npos && word.size() > 2) return true;
  if (word.front() == '/' && word.size() > 2 && text::contains(word.substr(1), "/")) return true;
  // H5Fcreate: capital, digit, capital, lower case; getName: a small word that goes on with a
  // capital.
  if (word.size() > 4 && is_upper(word[0]) && is_digit(word[1]) && is_upper(word[2])) {
    for (const char c : word)
      if (is_lower(c)) return true;
  }
  if (is_lower(word[0]) && word.size() > 4 && word.find_first_of("-/.'") == std::string_view::npos)
    for (std::size_t i = 2; i < word.size(); ++i)
      if (is_upper(word[i])) return !word.starts_with("mac") && !word.starts_with("iP");
  return false;
}

}  // namespace generator::offline
