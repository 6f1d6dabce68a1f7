#include "offline/title.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/sentence.h"

namespace generator::offline {
namespace {

using text::is_upper;

constexpr std::string_view kTitleWords[] = {"introduction",
                                            "overview",
                                            "readme",
                                            "changelog",
                                            "changes",
                                            "news",
                                            "guide",
                                            "manual",
                                            "reference",
                                            "user",
                                            "user's",
                                            "users",
                                            "tutorial",
                                            "getting",
                                            "started",
                                            "with",
                                            "to",
                                            "the",
                                            "a",
                                            "an",
                                            "of",
                                            "for",
                                            "and",
                                            "in",
                                            "on",
                                            "by",
                                            "documentation",
                                            "docs",
                                            "faq",
                                            "frequently",
                                            "asked",
                                            "questions",
                                            "about",
                                            "using",
                                            "how",
                                            "installation",
                                            "installing",
                                            "install",
                                            "usage",
                                            "building",
                                            "build",
                                            "license",
                                            "contributing",
                                            "development",
                                            "developer",
                                            "api",
                                            "quick",
                                            "start",
                                            "quickstart",
                                            "features",
                                            "what",
                                            "is",
                                            "why",
                                            "table",
                                            "contents",
                                            "release",
                                            "notes",
                                            "version",
                                            "examples",
                                            "example",
                                            "todo",
                                            "contents",
                                            "part",
                                            "chapter",
                                            "appendix",
                                            "general",
                                            "information",
                                            "copyright",
                                            "welcome",
                                            "home",
                                            "index",
                                            "help",
                                            "support",
                                            "bugs",
                                            "known",
                                            "issues",
                                            "requirements",
                                            "configuration",
                                            "options",
                                            "summary",
                                            "background",
                                            "new",
                                            "your",
                                            "specification",
                                            "description",
                                            "format",
                                            "programming",
                                            "file",
                                            "library",
                                            "design",
                                            "architecture",
                                            "debian",
                                            "linux",
                                            "unix",
                                            "windows"};

}  // namespace

bool is_no_name(std::string_view word) {
  static constexpr std::string_view kNoNames[] = {
      "README",  "API",   "FAQ",   "NEWS", "TODO",  "CHANGELOG", "CHANGES", "LICENSE", "COPYING",
      "INSTALL", "HOWTO", "RFC",   "URL",  "UTF-8", "ASCII",     "UNIX",    "GNU",     "HTML",
      "NOTE",    "II",    "III",   "IV",   "VI",    "OS",        "UI",      "CLI",     "ID",
      "SQL",     "JSON",  "XML",   "YAML", "CSV",   "HTTP",      "TCP",     "IP",      "VERSION",
      "AUTHORS", "NOTES", "USAGE", "OK",   "CI",    "HTTPS",     "TLS",     "SSL",     "SSH",
      "DNS",     "PDF",   "CPU",   "GPU",  "DLL",   "USB"};
  return std::find(std::begin(kNoNames), std::end(kNoNames), word) != std::end(kNoNames);
}

bool is_title_word(std::string_view lower) {
  return std::find(std::begin(kTitleWords), std::end(kTitleWords), lower) != std::end(kTitleWords);
}

bool looks_like_name(std::string_view word) {
  // "Pre-C99", "Quasi-Quoting": every part must look like a name by itself.
  if (const std::size_t hyphen = word.find('-'); hyphen != std::string_view::npos)
    return looks_like_name(word.substr(0, hyphen)) && looks_like_name(word.substr(hyphen + 1));
  if (word.size() < 2 || word.find('_') != std::string_view::npos) return false;
  std::size_t capitals = 0;
  std::size_t digits = 0;
  for (const char c : word) {
    if (is_upper(c)) ++capitals;
    if (text::is_digit(c)) ++digits;
    if (!text::is_word(c) && c != '+' && c != '.' && c != '-') return false;
  }
  if (text::is_digit(word[0])) return false;
  return capitals >= 2 || (capitals >= 1 && digits >= 1) ||
         (is_upper(word[0]) && word.ends_with(".js"));
}

std::string_view without_marks(std::string_view token) {
  while (!token.empty() && !text::is_word(token.front())) token.remove_prefix(1);
  while (!token.empty() && !text::is_word(token.back()) && token.back() != '+')
    token.remove_suffix(1);
  return token;
}

std::string product_of_title(std::string_view title) {
  if (title.find('|') != std::string_view::npos || title.starts_with('*')) return "";
  const std::string plain = plain_text(title);
  const auto tokens = text::words(plain);
  // A title that shouts ("FATAL ERROR") names nothing by its capitals.
  bool shouts = tokens.size() > 1 || plain.size() > 6;
  for (const char c : plain) shouts = shouts && !(c >= 'a' && c <= 'z');
  if (shouts) return "";
  // "Gumbo - A pure-C HTML5 parser", "Vim for Debian": the name comes first.
  if (tokens.size() > 2 && is_upper(tokens[0][0]) &&
      !is_title_word(text::to_lower(without_marks(tokens[0]))) &&
      look_up(text::to_lower(without_marks(tokens[0]))).classes == 0 &&
      (tokens[1] == "-" || tokens[1] == "\xE2\x80\x93" || tokens[1] == "\xE2\x80\x94" ||
       tokens[1] == "for" || tokens[0].ends_with(':') ||
       (tokens[0].ends_with(',') && look_up(tokens[1]).classes & kArticle)))
    return std::string(without_marks(tokens[0]));
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto word = without_marks(tokens[i]);
    if (word.empty() || !looks_like_name(word) || is_title_word(text::to_lower(word)) ||
        is_no_name(word))
      continue;
    const bool goes_on =
        i + 1 < tokens.size() && (tokens[i + 1] == "Utils" || tokens[i + 1] == "Tools");
    return goes_on ? std::string(word) + " " + std::string(tokens[i + 1]) : std::string(word);
  }
  return "";
}

}  // namespace generator::offline
