#include "qa/question_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/answer.h"

namespace generator::qa {
namespace {

constexpr std::int64_t kMostWords = 40;
constexpr std::int64_t kLeastWords = 3;

constexpr std::string_view kAsking[] = {
    "what", "which", "who",  "whom", "whose", "where", "when",   "why",   "how",    "is",
    "are",  "was",   "were", "do",   "does",  "did",   "can",    "could", "should", "would",
    "will", "may",   "must", "has",  "have",  "had",   "what's", "who's", "how's"};
constexpr std::string_view kTelling[] = {"name",    "explain", "describe", "list",      "give",
                                         "compare", "write",   "show",     "summarize", "outline",
                                         "discuss", "define",  "state",    "tell"};
// A question that ends in one of these was cut.
constexpr std::string_view kNeverLast[] = {"the",     "a",    "an",   "and", "or",  "if",
                                           "because", "than", "your", "my",  "its", "every"};

// And in one of these where there is no question mark either.
constexpr std::string_view kOpenEnds[] = {"of",    "in",   "on",   "to",  "for", "with",
                                          "by",    "from", "at",   "is",  "are", "that",
                                          "which", "as",   "into", "when"};

template <std::size_t N>
bool is_in(const std::string_view (&list)[N], std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

std::string_view bare(std::string_view word) {
  while (!word.empty() && !text::is_word(word.front())) word.remove_prefix(1);
  while (!word.empty() && !text::is_word(word.back())) word.remove_suffix(1);
  return word;
}

bool is_wide(std::string_view s) {
  return std::any_of(s.begin(), s.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

bool ends_asking(std::string_view s) { return s.ends_with("?") || s.ends_with("？"); }

// "Q1:", "Question 2.", "3)", "- ", quotes and bold marks around the whole.
std::string_view without_frame(std::string_view s) {
  for (bool changed = true; changed;) {
    const std::size_t before = s.size();
    s = text::trim(s);
    for (const std::string_view mark : {"**", "\"", "“", "*", "_"}) {
      const std::string_view close = mark == "“" ? "”" : mark;
      if (s.size() > mark.size() + close.size() && s.starts_with(mark) && s.ends_with(close) &&
          s.find(close, mark.size()) == s.size() - close.size())
        s = s.substr(mark.size(), s.size() - mark.size() - close.size());
    }
    for (const std::string_view mark : {"question", "q", "-", "*", "#", ""}) {
      if (!text::starts_with_ignoring_case(s, mark)) continue;
      std::size_t at = mark.size();
      while (at < s.size() && (s[at] == ' ' || s[at] == '#')) ++at;
      while (at < s.size() && text::is_digit(s[at])) ++at;
      const bool is_mark = mark.size() == 1 && mark != "q" && s.size() > 1 && s[1] == ' ';
      const bool has_end = at > 0 && at < s.size() && text::contains(":.)", s.substr(at, 1)) &&
                           (at + 1 < s.size() && text::is_space(s[at + 1]));
      const bool has_number = !mark.empty() || (at > 0 && text::is_digit(s[at - 1]));
      if (is_mark || (has_end && has_number)) {
        s.remove_prefix(is_mark ? 2 : at + 1);
        break;
      }
    }
    s = text::trim(s);
    changed = s.size() != before;
  }
  return s;
}

std::string without_code(std::string_view s) {
  std::string out;
  bool in_code = false;
  for (const char c : s) {
    if (c == '`') in_code = !in_code;
    if (!in_code) out += c;
  }
  return out;
}

std::string fault_of(std::string_view question) {
  const auto words = text::words(question);
  const std::string prose = without_code(question);
  const std::int64_t count = count_words(question);
  if (count < kLeastWords) return "fewer than three words";
  if (count > kMostWords) return fmt::format("{} words; at most {}", count, kMostWords);
  for (const std::string_view mark :
       {"](", "**", "<a ", "</", "http://", "https://", "...", "…", "{{"})
    if (text::contains(prose, mark)) return fmt::format("it holds \"{}\"", mark);
  if (text::contains(question, "```")) return "it holds a code block";
  if (std::count(question.begin(), question.end(), '`') % 2 != 0)
    return "a code mark is not closed";
  if (std::count(prose.begin(), prose.end(), '(') != std::count(prose.begin(), prose.end(), ')'))
    return "a parenthesis is not closed";
  const auto asked = std::count(prose.begin(), prose.end(), '?');
  if (asked > 1) return "several questions in one";
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string word = text::to_lower(bare(words[i]));
    if ((word == "unit" || word == "units" || word == "sentence") &&
        text::is_digit(bare(words[i + 1])[0]))
      return "it speaks of a unit number";
  }
  const std::string_view last = bare(words.back());
  if (is_in(kNeverLast, text::to_lower(last)) && !text::contains(words.back(), "`"))
    return fmt::format("it is cut after \"{}\"", last);
  const std::string first = text::to_lower(bare(words[0]));
  if (!ends_asking(question) && !is_in(kTelling, first)) return "no question";
  return {};
}

}  // namespace

bool is_identifier(std::string_view word) {
  if (word.size() < 3) return false;
  if (text::contains(word, "()") || text::contains(word, "::")) return true;
  if (text::contains(word, "_")) return std::any_of(word.begin(), word.end(), text::is_alpha);
  const auto uppers = std::count_if(word.begin() + 1, word.end(), text::is_upper);
  const bool has_small =
      std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return uppers > 0 && has_small && std::all_of(word.begin(), word.end(), text::is_word);
}

bool names_something(std::string_view words) {
  if (text::contains(words, "`") || text::contains(words, "\"") || text::contains(words, "“"))
    return true;
  bool is_first = true;
  for (const std::string_view raw : text::words(words)) {
    const std::string_view word = bare(raw);
    const auto uppers = std::count_if(word.begin(), word.end(), text::is_upper);
    const bool has_digit = std::any_of(word.begin(), word.end(), text::is_digit);
    if (uppers >= 2 || is_identifier(word) || text::contains(raw, "()") ||
        (has_digit && uppers > 0))
      return true;
    if (uppers > 0 && !is_first && word != "I") return true;
    if (raw.starts_with("--") && raw.size() > 3) return true;
    is_first = false;
  }
  return false;
}

Checked<std::string> well_formed(std::string_view raw) {
  std::string question;
  for (const auto line : text::words(without_frame(raw))) {
    if (!question.empty()) question += ' ';
    question += line;
  }
  if (question.empty()) return refuse(reasons::kMalformedQuestion, "an empty question");
  while (question.size() > 2 && question.ends_with(" ?")) question.erase(question.size() - 2, 1);
  const std::string first_word(text::words(question)[0]);
  const std::string first = text::to_lower(bare(first_word));
  const bool asks = is_in(kAsking, first);
  const bool has_mark = !text::is_word(question.back()) || is_wide(question);
  if (asks && !has_mark) {
    const std::string last = text::to_lower(bare(text::words(question).back()));
    if (is_in(kOpenEnds, last))
      return refuse(reasons::kMalformedQuestion, fmt::format("it is cut after \"{}\"", last));
    question += '?';
  }
  if (asks && question.ends_with('.')) question.back() = '?';
  if (question[0] >= 'a' && question[0] <= 'z' && !is_identifier(bare(first_word)) &&
      !std::any_of(first_word.begin(), first_word.end(), text::is_digit))
    question[0] = static_cast<char>(question[0] - 'a' + 'A');
  if (is_wide(question) && ends_asking(question)) return question;  // no spaces to count words by
  if (std::string fault = fault_of(question); !fault.empty())
    return refuse(reasons::kMalformedQuestion, std::move(fault));
  return question;
}

std::string inside_sentence(std::string question) {
  const bool is_plain_capital =
      question.size() > 1 && text::is_upper(question[0]) && !text::is_upper(question[1]) &&
      !is_identifier(text::words(question)[0]) && !question.starts_with("I ");
  if (is_plain_capital) question[0] = static_cast<char>(question[0] - 'A' + 'a');
  return question;
}

}  // namespace generator::qa
