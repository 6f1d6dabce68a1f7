// Where two readings remain there is no definition: a wrong name in a question is worse than none.
#include "offline/definition.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace generator::offline {
namespace {

/// Attributes, decorators and template heads in front of a definition.
std::string_view without_attributes(std::string_view code) {
  for (;;) {
    code = text::trim(code);
    const std::size_t end = std::min(code.find('\n'), code.size());
    const auto line = text::trim_right(code.substr(0, end));
    const bool attribute =
        (line.starts_with("#[") && line.ends_with(']')) ||
        (line.starts_with('@') && line.find(" class ") == std::string_view::npos) ||
        (line.starts_with("[[") && line.ends_with("]]")) ||
        (line.starts_with("template") && line.ends_with('>'));
    if (!attribute || end == code.size()) return code;
    code.remove_prefix(end + 1);
  }
}

std::string_view identifier_at(std::string_view s) {
  std::size_t n = 0;
  while (n < s.size() && (text::is_word(s[n]) || (n > 0 && s[n] == '$'))) ++n;
  return s.substr(0, n);
}

std::string_view name_before(std::string_view s, std::size_t paren) {
  std::size_t end = paren;
  while (end > 0 && s[end - 1] == ' ') --end;
  std::size_t begin = end;
  while (begin > 0 && (text::is_word(s[begin - 1]) || s[begin - 1] == ':' || s[begin - 1] == '~'))
    --begin;
  return s.substr(begin, end - begin);
}

/// Every brace that opens closes again. Texts and characters are passed over.
bool is_whole(std::string_view code) {
  int braces = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '"' || c == '\'') {
      const std::size_t close = code.find(c, i + 1);
      const std::size_t end = std::min(code.find('\n', i), code.size());
      if (close < end && code[close - 1] != '\\') i = close;
    }
    braces += c == '{' ? 1 : c == '}' ? -1 : 0;
  }
  return braces == 0;
}

bool shouts(std::string_view name) {
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// The parenthesis that closes the one at `open`.
std::size_t closing(std::string_view s, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < s.size(); ++i) {
    depth += s[i] == '(' ? 1 : s[i] == ')' ? -1 : 0;
    if (depth == 0) return i;
  }
  return std::string_view::npos;
}

std::optional<Definition> read_type(std::string_view code) {
  static constexpr std::array kNouns = {std::pair{"class ", "class"},
                                        std::pair{"struct ", "structure"},
                                        std::pair{"enum class ", "enumeration"},
                                        std::pair{"enum ", "enumeration"},
                                        std::pair{"trait ", "trait"},
                                        std::pair{"interface ", "interface"}};
  for (const auto& [keyword, noun] : kNouns) {
    if (!code.starts_with(keyword)) continue;
    const auto rest = code.substr(std::string_view(keyword).size());
    const auto name = identifier_at(rest);
    if (name.size() < 2 || shouts(name)) return std::nullopt;
    // "struct s *f(void)" and "struct s x;" define no type.
    const auto behind = text::trim(rest.substr(name.size()));
    if (behind.starts_with('*') || behind.starts_with(';') ||
        (!behind.empty() && text::is_word(behind[0]) && std::string_view(keyword) == "struct " &&
         !behind.starts_with("final") && !behind.starts_with("where")))
      return std::nullopt;
    return Definition{noun, std::string(name), code};
  }
  return std::nullopt;
}

std::optional<Definition> read_constant(std::string_view code) {
  if (code.starts_with("#define ")) {
    const auto rest = text::trim(code.substr(8));
    const auto name = identifier_at(rest);
    const auto behind = rest.substr(name.size());
    if (name.size() < 3 || behind.empty()) return std::nullopt;
    if (behind.starts_with('(')) return Definition{"macro", std::string(name), code};
    if (text::trim(behind.substr(0, behind.find('\n'))).empty()) return std::nullopt;
    return Definition{"constant", std::string(name), code};
  }
  if (!code.starts_with("const ") && !code.starts_with("static const ")) return std::nullopt;
  auto rest = text::trim(code.substr(code.find("const ") + 6));
  const auto name = identifier_at(rest);
  const auto behind = text::trim(rest.substr(name.size()));
  if (name.size() > 2 && (behind.starts_with(':') || behind.starts_with('=')) &&
      behind.find("=>") == std::string_view::npos && behind.find("function") > 12)
    return Definition{"constant", std::string(name), code};
  return std::nullopt;
}

}  // namespace

std::optional<Definition> read_definition(std::string_view whole, std::string_view language) {
  const std::string_view all = without_attributes(whole);
  if (language != "python" && !is_whole(all)) return std::nullopt;
  std::string_view code = all;
  if (auto constant = read_constant(code)) return constant;
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view prefix :
         {"export default ", "export ", "public ", "private ", "protected ", "pub(crate) ",
          "pub(super) ", "pub ", "async ", "abstract ", "final ", "typedef ", "unsafe ",
          "const fn ", "extern \"C\" ", "static ", "inline "})
      if (code.starts_with(prefix) && !(prefix == "const fn ")) {
        code = text::trim(code.substr(prefix.size()));
        cut = true;
      }
  }
  if (code.starts_with("const fn ")) code = code.substr(6);
  if (auto constant = read_constant(code)) return constant;
  if (auto type = read_type(code)) {
    type->code = all;
    return type;
  }
  if (code.starts_with("type ") && language == "go") {
    const auto name = identifier_at(code.substr(5));
    const auto behind = text::trim(code.substr(5 + name.size()));
    if (name.size() > 1 && behind.starts_with("struct"))
      return Definition{"structure", std::string(name), all};
    if (name.size() > 1 && behind.starts_with("interface"))
      return Definition{"interface", std::string(name), all};
    return std::nullopt;
  }
  bool method = false;
  for (const std::string_view keyword : {"def ", "fn ", "func ", "function "}) {
    if (!code.starts_with(keyword)) continue;
    auto rest = text::trim(code.substr(keyword.size()));
    std::string owner;
    if (rest.starts_with('(')) {  // Go: "func (r *Reader) Read("
      const std::size_t close = closing(rest, 0);
      if (close == std::string_view::npos) return std::nullopt;
      const auto receiver = text::words(rest.substr(1, close - 1));
      if (receiver.size() != 2) return std::nullopt;
      const auto type = receiver[1].substr(receiver[1].starts_with('*') ? 1 : 0);
      owner = std::string(identifier_at(type)) + ".";
      rest = text::trim(rest.substr(close + 1));
    }
    const auto name = identifier_at(rest);
    const auto behind = text::trim(rest.substr(name.size()));
    if (name.size() < 2 || name.starts_with("__") ||
        !(behind.starts_with('(') || behind.starts_with('<') || behind.starts_with('[')))
      return std::nullopt;
    method = !owner.empty() || behind.starts_with("(self") || behind.starts_with("(cls") ||
             behind.starts_with("(&self") || behind.starts_with("(&mut self") ||
             behind.starts_with("(mut self");
    return Definition{method ? "method" : "function", owner + std::string(name), all};
  }
  const std::size_t line_end = code.find_first_of("{;=");
  const std::size_t paren = code.find('(');
  if (paren == std::string_view::npos || paren > line_end || paren > 200) return std::nullopt;
  const std::string_view name = name_before(code, paren);
  static constexpr std::string_view kNoNames[] = {
      "if",     "for",  "while",         "switch",  "return",      "sizeof",        "catch",
      "assert", "main", "__attribute__", "defined", "constructor", "static_assert", "decltype",
      "else",   "new",  "operator",      "println", "require",     "describe",      "test",
      "it"};
  if (name.size() < 3 || text::is_digit(name[0]) || shouts(name) || name.starts_with("__") ||
      name.find("operator") != std::string_view::npos || name.starts_with(':') ||
      std::find(std::begin(kNoNames), std::end(kNoNames), name) != std::end(kNoNames))
    return std::nullopt;
  const std::size_t close = closing(code, paren);
  if (close == std::string_view::npos) return std::nullopt;
  const auto behind = text::trim(code.substr(close + 1));
  if (!behind.empty() && behind[0] == '(')
    return std::nullopt;  // a macro or a pointer to functions
  const bool body = behind.find('{') != std::string_view::npos;
  const bool typed = name.data() != code.data() && text::trim(code.substr(0, paren)) != name;
  if (!typed &&
      !(body && (language == "javascript" || language == "typescript" || language == "cpp" ||
                 language == "java" || language == "shell" || language == "bash")))
    return std::nullopt;  // a call
  for (const std::string_view word :
       {"return ", "else ", "case ", "new ", "await ", "throw ", "let ", "var "})
    if (code.starts_with(word)) return std::nullopt;
  return Definition{"function", std::string(name), all};
}

}  // namespace generator::offline
