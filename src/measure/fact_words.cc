#include "measure/fact_words.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"

namespace generator::measure {
namespace {

constexpr std::string_view kExtensions[] = {
    "bash", "bat",  "bin", "bp",  "bz2",   "c",    "cc",   "cfg",     "cmake", "conf", "cpp",
    "cs",   "css",  "csv", "cu",  "cxx",   "dat",  "dll",  "docx",    "env",   "epub", "exe",
    "f90",  "fits", "gif", "go",  "gz",    "h",    "h5",   "hdf",     "hdf5",  "hh",   "hpp",
    "html", "htm",  "in",  "ini", "ipynb", "java", "jpeg", "jpg",     "js",    "json", "jsonl",
    "lock", "log",  "lua", "md",  "nc",    "o",    "out",  "parquet", "pdf",   "php",  "pl",
    "png",  "ps1",  "py",  "r",   "rb",    "rs",   "rst",  "scss",    "sh",    "so",   "sql",
    "svg",  "tar",  "tcl", "tex", "tgz",   "toml", "ts",   "tsx",     "txt",   "vue",  "whl",
    "xls",  "xlsx", "xml", "xz",  "yaml",  "yml",  "zip",  "zst"};

// Capitals by style, not by name.
constexpr std::string_view kStyleCapitals[] = {
    "Also",    "Appendix", "Bad",   "Chapter", "Do",      "Don", "Eq",      "Equation",
    "Example", "Examples", "Fig",   "Figure",  "Good",    "If",  "It",      "Its",
    "No",      "Note",     "Notes", "Ok",      "Option",  "See", "Section", "Step",
    "Table",   "The",      "This",  "Tip",     "Warning", "Yes", "You",     "Your"};

constexpr std::string_view kPlainAcronyms[] = {
    "ALL",    "ALWAYS", "AND", "ANY",  "API",  "ARE", "BOTH", "BUT",     "CAN",  "DO",  "DOES",
    "EITHER", "FAQ",    "FOR", "ID",   "IF",   "IN",  "IO",   "IS",      "IT",   "MAY", "MUST",
    "NEVER",  "NO",     "NOT", "NOTE", "OF",   "OK",  "ON",   "ONLY",    "OR",   "OS",  "PC",
    "SHALL",  "SHOULD", "SO",  "THE",  "THEN", "TO",  "UI",   "WARNING", "WILL", "YES"};

constexpr std::string_view kLabels[] = {"approach", "method", "option", "step",
                                        "steps",    "tip",    "way"};
constexpr std::string_view kDeterminers[] = {"each",  "every", "her",   "his", "its",
                                             "my",    "our",   "that",  "the", "their",
                                             "these", "this",  "those", "your"};
constexpr std::string_view kGerman[] = {
    "auf",   "aus", "das",   "dass", "dem",  "den", "der", "des",    "die",  "ein", "eine", "einen",
    "einer", "mit", "nicht", "sich", "sind", "und", "von", "werden", "wird", "zum", "zur"};
constexpr std::string_view kRangeMarks[] = {"-", "\x1F",    ",",     "/",    "and",   "or", "to",
                                            "x", "through", ", and", ", or", "up to", "*",  "&"};

template <std::size_t N>
bool holds(const std::string_view (&sorted_or_short)[N], std::string_view word) {
  return std::find(std::begin(sorted_or_short), std::end(sorted_or_short), word) !=
         std::end(sorted_or_short);
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

struct Shape {
  int upper = 0, lower = 0, digits = 0, other = 0;
  bool underscore = false;
  bool camel = false;  // a capital after a lower-case letter, or two capitals before one
};

Shape shape_of(std::string_view word) {
  Shape shape;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (text::is_upper(c)) {
      ++shape.upper;
      if (i > 0 && is_lower(word[i - 1])) shape.camel = true;
    } else if (is_lower(c)) {
      ++shape.lower;
      if (i > 1 && text::is_upper(word[i - 1]) && text::is_upper(word[i - 2])) shape.camel = true;
    } else if (text::is_digit(c)) {
      ++shape.digits;
    } else if (c == '_') {
      shape.underscore = true;
    } else {
      ++shape.other;
    }
  }
  return shape;
}

std::string_view without_plural(std::string_view word) {
  if (word.size() > 2 && word.back() == 's' && text::is_upper(word[word.size() - 2]))
    word.remove_suffix(1);
  return word;
}

std::string_view extension_of(std::string_view token) {
  const std::size_t dot = token.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == token.size()) return {};
  return token.substr(dot + 1);
}

}  // namespace

std::string fold(std::string_view word) { return text::to_lower(word); }

std::string_view unwrapped(std::string_view word) {
  while (word.size() > 2 && word.front() == '_' && word.back() == '_')
    word = word.substr(1, word.size() - 2);
  return word;
}

bool is_identifier(std::string_view word) {
  const std::string_view bare = without_plural(unwrapped(word));
  const Shape shape = shape_of(bare);
  if (shape.other > 0) return false;
  if (shape.underscore || shape.camel) return shape.upper + shape.lower + shape.digits > 0;
  if (shape.digits > 0) return shape.upper + shape.lower > 0;
  if (bare.size() != word.size() && word.back() == '_') return word.starts_with("__");
  return shape.upper >= 2 && shape.lower == 0 && !holds(kPlainAcronyms, bare);
}

bool is_name(std::string_view word) {
  if (word.size() < 3 || !text::is_upper(word[0])) return false;
  for (std::size_t i = 1; i < word.size(); ++i)
    if (!is_lower(word[i]) && static_cast<unsigned char>(word[i]) < 0x80) return false;
  return !holds(kStyleCapitals, word);
}

bool is_path(std::string_view token, bool code) {
  if (token.size() > 3 && text::is_alpha(token[0]) && token[1] == ':' && token[2] == '\\')
    return true;
  const std::size_t slash = token.find('/');
  if (slash == std::string_view::npos) {
    const std::string_view extension = extension_of(token);
    return token.find(':') == std::string_view::npos && holds(kExtensions, extension) &&
           std::any_of(token.begin(), token.begin() + static_cast<std::ptrdiff_t>(token.rfind('.')),
                       text::is_word);
  }
  if (!std::any_of(token.begin(), token.end(),
                   [](char c) { return text::is_alpha(c) || c == '_'; }))
    return false;
  if (token.starts_with("./") || token.starts_with("../") || token.starts_with("~/")) return true;
  if (token[0] == '/' && token.size() > 2) return true;
  if (code || std::count(token.begin(), token.end(), '/') > 1 || token.back() == '/')
    return token.size() > 3;
  const std::string_view left = token.substr(0, slash), right = token.substr(slash + 1);
  if (left.size() < 2 || right.size() < 2) return false;
  const Shape shape = shape_of(token);
  return shape.underscore ||
         (!extension_of(right).empty() && holds(kExtensions, extension_of(right)));
}

bool is_dotted(std::string_view left, std::string_view right) {
  if (left.size() == 1 && right.size() == 1) return false;  // e.g, i.e, U.S
  if (std::any_of(left.begin(), left.end(), text::is_digit) ||
      left.find('_') != std::string_view::npos)
    return true;
  const bool new_sentence = is_lower(left.back()) && text::is_upper(right[0]) &&
                            right.find('_') == std::string_view::npos;
  return !new_sentence;
}

bool is_label_word(std::string_view word) { return word.size() < 9 && holds(kLabels, fold(word)); }
bool is_determiner(std::string_view word) {
  return word.size() < 6 && holds(kDeterminers, fold(word));
}
bool is_german_function_word(std::string_view word) {
  return word.size() < 7 && holds(kGerman, word);
}
bool is_range_mark(std::string_view between) { return holds(kRangeMarks, between); }

int counting_word(std::string_view word) {
  struct Counting {
    std::string_view word;
    int value;
  };
  static constexpr Counting kCounting[] = {{"both", 2},   {"twice", 2},  {"pair", 2},
                                           {"couple", 2}, {"double", 2}, {"once", 1},
                                           {"single", 1}, {"dozen", 12}, {"triple", 3}};
  if (word.size() < 4 || word.size() > 6) return 0;
  const std::string lower = fold(word);
  for (const auto& [name, value] : kCounting)
    if (name == lower) return value;
  return 0;
}

std::string identifier_key(std::string_view word) {
  const std::string_view bare = without_plural(unwrapped(word));
  const Shape shape = shape_of(bare);
  const bool capitals_say_nothing =
      !shape.underscore &&
      (shape.lower == 0 || shape.upper == 0 || (shape.upper == 1 && text::is_upper(bare[0])));
  return capitals_say_nothing ? fold(bare) : std::string(bare);
}

std::string name_key(std::string_view word) { return fold(word); }

std::string path_key(std::string_view path) {
  if (path.starts_with("./")) path.remove_prefix(2);
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return std::string(path);
}

std::string url_key(std::string_view url) {
  while (url.size() > 1 && url.back() == '/') url.remove_suffix(1);
  const std::size_t host = url.find("://");
  const std::size_t path = url.find('/', host == std::string_view::npos ? 0 : host + 3);
  std::string key = fold(url.substr(0, path));
  if (path != std::string_view::npos) key += url.substr(path);
  return key;
}

std::string words_key(std::string_view code) {
  std::string key;
  for (std::size_t at = 0; at < code.size();) {
    std::size_t end = at;
    while (end < code.size() && text::is_word(code[end])) ++end;
    if (end > at) {
      if (!key.empty()) key += ' ';
      key += unwrapped(code.substr(at, end - at));
    }
    at = end + 1;
  }
  return key;
}

}  // namespace generator::measure
