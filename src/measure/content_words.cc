// The endings are cut without a dictionary: two words that differ in form alone mostly meet, and
// what they meet as is no word. Words with capitals inside or digits are names and stay whole.
#include "measure/content_words.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace generator::measure {
namespace {

// Sorted.
constexpr std::string_view kEmptyWords[] = {
    "a",     "about", "also",  "an",    "and",   "any",   "are",   "as",    "at",    "be",
    "been",  "being", "but",   "by",    "can",   "could", "did",   "do",    "does",  "each",
    "for",   "from",  "had",   "has",   "have",  "here",  "how",   "however", "i",   "if",
    "in",    "into",  "is",    "it",    "its",   "may",   "might", "must",  "note",  "of",
    "on",    "one",   "or",    "our",   "shall", "should", "so",   "some",  "such",  "than",
    "that",  "the",   "their", "them",  "then",  "there", "therefore", "these", "they", "this",
    "those", "thus",  "to",    "was",   "we",    "were",  "what",  "when",  "where", "which",
    "while", "who",   "whose", "why",   "will",  "with",  "would", "you",   "your"};

constexpr std::string_view kDenials[] = {"cannot", "neither", "never", "no",
                                         "none",   "nor",     "not",   "unless", "without"};

// As stems.
constexpr std::pair<std::string_view, std::string_view> kOpposites[] = {
    {"enabl", "disabl"},     {"befor", "after"},
    {"increas", "decreas"},  {"allow", "forbid"},    {"allow", "prohibit"},
    {"allow", "prevent"},    {"includ", "exclud"},   {"open", "clos"},
    {"first", "last"},       {"maximum", "minimum"}, {"true", "fals"},
    {"large", "small"},      {"larger", "smaller"},  {"greater", "less"},
    {"mor", "less"},         {"fast", "slow"},       {"faster", "slower"},
    {"requir", "optional"},  {"success", "failur"},  {"succeed", "fail"},
    {"positiv", "negativ"},  {"read", "writ"},       {"input", "output"},
    {"upper", "lower"},      {"abov", "below"},      {"add", "remov"},
    {"creat", "delet"},      {"start", "stop"},      {"begin", "end"},
    {"same", "different"},   {"valid", "invalid"},   {"fixed", "variabl"},
    {"signed", "unsigned"},  {"lock", "unlock"},     {"mount", "unmount"},
    {"compress", "decompress"}, {"possibl", "impossibl"}, {"import", "export"},
    {"reduc", "increas"},    {"improv", "degrad"},   {"smallest", "largest"},
    {"least", "most"},       {"earlier", "later"},   {"newer", "older"},
    {"temporari", "permanent"}, {"intern", "extern"}, {"static", "dynamic"},
    {"automatic", "manual"}, {"lossless", "lossi"},  {"local", "remot"},
    {"serial", "parallel"},  {"ascend", "descend"},  {"contiguous", "scatter"},
    {"sourc", "destination"}, {"mandatori", "optional"}, {"primari", "secondari"},
    {"top", "bottom"},       {"immediate", "eventual"}, {"privat", "public"},
    {"mutabl", "immutabl"},  {"explicit", "implicit"}, {"synchronous", "asynchronous"},
    {"compress", "uncompress"}};

// The number of bytes of the character at the front where it is Chinese, Japanese or Korean, else 0.
std::size_t ideograph(std::string_view s) {
  if (s.size() < 3) return 0;
  return text::leads_cjk(s[0]) ? 3 : 0;
}

bool is_plain(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool cut(std::string& word, std::string_view ending, std::size_t left) {
  if (!word.ends_with(ending) || word.size() < ending.size() + left) return false;
  word.resize(word.size() - ending.size());
  return true;
}

// "opening", "opened", "opens" and "open" are "open"; "stored", "stores" and "storing" are "stor".
std::string stem(std::string_view word) {
  std::string out = text::to_lower(word);
  if (!is_plain(out) || out.size() < 4) return out;
  if (cut(out, "ies", 3))
    out += 'y';
  else if (!out.ends_with("ss") && !out.ends_with("us") && !out.ends_with("is"))
    cut(out, "s", 3);
  if (cut(out, "ing", 3) || cut(out, "ed", 3)) {
    const std::size_t n = out.size();
    if (n > 3 && out[n - 1] == out[n - 2] && out[n - 1] != 's' && out[n - 1] != 'l') out.pop_back();
  }
  cut(out, "ly", 4);
  cut(out, "al", 5);
  cut(out, "e", 3);
  if (out.size() > 4 && out.back() == 'y') out.back() = 'i';
  return out;
}

void add_ideographs(std::string_view run, std::vector<ContentWord>& out) {
  for (std::size_t at = 0; at + 3 <= run.size(); at += 3)
    if (at + 6 <= run.size() || run.size() == 3) out.push_back({std::string(run.substr(at, 6)), false});
}

}  // namespace

std::vector<ContentWord> content_words(std::string_view plain) {
  std::vector<ContentWord> out;
  for (std::size_t at = 0; at < plain.size();) {
    std::size_t end = at;
    while (ideograph(plain.substr(end)) > 0) end += 3;
    if (end > at) {
      add_ideographs(plain.substr(at, end - at), out);
      at = end;
      continue;
    }
    while (end < plain.size() && text::is_word(plain[end]) && ideograph(plain.substr(end)) == 0) ++end;
    if (end == at) {
      ++at;
      continue;
    }
    std::string_view word = plain.substr(at, end - at);
    at = end;
    // "don't", "isn't"; "user's"
    if (end + 1 < plain.size() && plain[end] == '\'' && text::is_alpha(plain[end + 1])) {
      std::size_t tail = end + 1;
      while (tail < plain.size() && text::is_alpha(plain[tail])) ++tail;
      const bool denies = plain.substr(end, tail - end) == "'t";
      if (denies && word.ends_with("n")) word.remove_suffix(1);
      if (denies) {
        out.push_back({text::to_lower(word), true});
        out.push_back({"not", true});
        at = tail;
        continue;
      }
      at = tail;
    }
    const std::string lower = text::to_lower(word);
    if (lower == "cannot") {
      out.push_back({"can", true});
      out.push_back({"not", true});
      continue;
    }
    const bool is_empty = std::ranges::binary_search(kEmptyWords, std::string_view(lower)) ||
                          is_denial(lower);
    out.push_back({is_empty ? lower : stem(word), is_empty});
  }
  return out;
}

bool is_denial(std::string_view word) {
  return std::ranges::find(kDenials, word) != std::end(kDenials);
}

bool are_opposites(std::string_view a, std::string_view b) {
  return std::ranges::any_of(kOpposites, [&](const auto& pair) {
    return (pair.first == a && pair.second == b) || (pair.first == b && pair.second == a);
  });
}

}  // namespace generator::measure
