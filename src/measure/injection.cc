// A rule is a chain of word sets: a word of each, in this order, with at most six others between
// two. What must not be hit is technical text: "ignore the previous value", "the rate is 10 MB/s",
// "the model accepts this". So a demand needs a grading word beside its verb, and a model is only
// addressed where it is called one that reads ("AI", "language model", "grader").
#include "measure/injection.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "base/text.h"

namespace generator::measure {
namespace {

using Words = std::vector<std::string>;
constexpr std::size_t kGap = 6;

// Every set is a list of words with a space around each.
#define VERB_DROP " ignore disregard forget override bypass overlook discard void drop "
#define PAST " previous prior above earlier preceding all any your foregoing system grading judging bisherigen "
#define ORDERS " instructions instruction prompt prompts rules guidelines directives criteria rubric "
#define RATE " rate rated rates rating score scored scores grade graded evaluate evaluated mark "
#define GIVE " give gives assign award output report get gets deserves demands authorize at "
#define TOP " highest maximum max perfect top full best flawless excellent high generously highly "
#define NOUN " score scores rating ratings grade grades marks points rated "
#define TEN " 10 ten 10/10 "
#define READER " ai llm llms chatgpt gpt claude gemini grader graders "
#define READERS " ai llm llms chatgpt grader graders judge judges reviewers reviewer assistant model evaluator "
#define PASS " approve accept keep pass prefer allowed akzeptiere pre-approved "

using Rule = std::vector<std::string_view>;

const std::vector<Rule>& rules() {
  static const std::vector<Rule> all = {
      // to drop what it was told
      {VERB_DROP, PAST, ORDERS},
      {VERB_DROP, " the ", " rubric criteria "},
      {" not ", " follow obey ", " instructions rules guidelines ", " above previous earlier "},
      {" previous prior earlier ", " instructions rules ", " are ", " void invalid cancelled "},
      {" ignore forget disregard ", " everything all ", " you ", " told "},
      // to rate well
      {RATE, " 10/10 10/10. 5/5 "},
      {RATE, TEN, " out "},
      {GIVE RATE, TOP, NOUN},
      {GIVE, NOUN, " of ", TEN},
      {" rate score grade mark scores rated ", " this it answer pair row here everything content ", TEN TOP},
      {" must required should ", " rate score grade give assign ", TEN TOP},
      {" give gives assign ", " it ", TEN},
      {" scores rated ", TEN},
      {" excellent perfect flawless ", " 10/10 "},
      {" only ", " positive ", " ratings scores "},
      {" rate rated score grade ", " at as ", " very high ", " top possible "},
      {" rate grade score judge ", " generously leniently kindly favourably favorably "},
      {" lenient generous kind ", " grading rating judge scoring judging "},
      {" fired job career family suffer ruin beg mercy ", RATE " 10 ten "},
      {" please kindly beg ", RATE, " high generously full top as ten 10 "},
      {" please ", " score rate grade ", TEN},
      {" please ", " accept approve ", " answer row pair document text "},
      {" rating ", " is ", " 10 "},
      {" get ", " a ", " 10 "},
      {" low ", " score rating grade ", " would "},
      {TOP, " score marks rating grade ", " please "},
      {" best ", " possible ", " grade score rating "},
      // to its face
      {" dear hey hello attention ", READERS},
      {" note message notice instruction instructions ", " to for ", READER " language judge assistant "},
      {" llm ai gpt ", " instruction instructions note notice "},
      {" to ", " the ", READER, " reading grading evaluating grader "},
      {" if when ", " an a ", " ai language llm ", " reading model evaluates reads "},
      {" if ", " you ", " are ", " an a ", " ai llm language "},
      {" as ", " a an ", " language ai ", " model you assistant "},
      {" for ", " ai llm ", " eyes models readers only "},
      {" ai llm ", " reviewers graders judges reviewer grader judge ", TEN " give must accept this "},
      {" you ", " are ", " now ", " a an the "},
      {" graders judge model assistant you ", " must should to instruct required ", PASS, " document answer this row everything "},
      {" model assistant judge ", " output approve ", TEN " this document "},
      {" instruct ", " the ", " model judge grader ", " to "},
      {" order ", " operator ", " approve accept "},
      {" judge grader ", " should must ", " assign give rate "},
      {" judge ", " has ", " already ", " rated scored "},
      {" your ", " creators developers developer operator ", " want wants required order "},
      {" approve accept ", " whatever all ", " follows answers "},
      {" always ", " accept approve "},
      // a verdict of its own
      {" final overall ", " rating score verdict grade ", TEN " accept keep pass 10/10 "},
      {" judge judges ", " verdict ", " accept keep pass "},
      {" clarity accuracy usefulness ", TEN, " clarity accuracy usefulness ", TEN},
      {" score rating ", TEN, " verdict reasons "},
      {" keep ", " this ", " row pair "},
      // elsewhere
      {" ignoriere vergiss missachte ", " vorherigen bisherigen alle deine obigen ", " anweisungen regeln vorgaben "},
      {" bewerte benote ", " mit ", " 10 zehn "},
      {" gib ", " h\xC3\xB6" "chstpunktzahl bestnote "},
      {" ignorez oubliez ignore ", " instructions consignes ", " pr\xC3\xA9" "c\xC3\xA9" "dentes "},
      {" donnez notez attribuez ", " note ", " maximale "},
      {" notez ", " 10 "},
      {" ignora olvida ignore ", " instrucciones reglas ", " anteriores previas "},
      {" califica calificar punt\xC3\xBA" "a ", " puntuaci\xC3\xB3n nota ", " m\xC3\xA1xima "},
      {" califica ", " 10 "}};
  return all;
}

constexpr std::string_view kMarks[] = {
    "<|im_start|>", "<|im_end|>", "[inst]", "<<sys>>", "<start_of_turn>", "<system>", "</system>",
    "### instruction", "### system", "begin system prompt", "end of prompt",
    // 忽略 … 指示/指令; 满分; 打10分
    "\xE6\xBB\xA1\xE5\x88\x86", "\xE6\x89\x93" "10\xE5\x88\x86", "\xE5\xBF\xBD\xE7\x95\xA5\xE4\xBB\xA5\xE4\xB8\x8A",
    "\xE5\xBF\xBD\xE7\x95\xA5\xE4\xB9\x8B\xE5\x89\x8D"};
constexpr std::string_view kTurns[] = {"system:", "assistant:", "human:"};
constexpr std::string_view kSpoken[] = {" rate ", " score ", " rating ", " must ", " you ",
                                        " instructions ", " 10 ", " 10/10 "};

bool is_in(std::string_view set, std::string_view word) {
  for (std::size_t at = set.find(word); at != std::string_view::npos; at = set.find(word, at + 1))
    if (set[at - 1] == ' ' && set[at + word.size()] == ' ') return true;
  return false;
}

// Rules by the words that they begin with.
const std::vector<const Rule*>& rules_from(std::string_view word) {
  static const std::unordered_map<std::string_view, std::vector<const Rule*>> by_word = [] {
    std::unordered_map<std::string_view, std::vector<const Rule*>> out;
    for (const Rule& rule : rules())
      for (const std::string_view first : text::words(rule[0])) out[first].push_back(&rule);
    return out;
  }();
  static const std::vector<const Rule*> none;
  const auto found = by_word.find(word);
  return found == by_word.end() ? none : found->second;
}

bool matches(const Rule& rule, const Words& words, std::size_t begin) {
  std::size_t at = begin;
  for (std::size_t part = 1; part < rule.size(); ++part) {
    const std::size_t last = std::min(words.size(), at + 2 + kGap);
    std::size_t next = at + 1;
    while (next < last && !is_in(rule[part], words[next])) ++next;
    if (next >= last) return false;
    at = next;
  }
  return true;
}

Words words_of(std::string_view lower) {
  Words out;
  for (std::size_t at = 0; at < lower.size();) {
    std::size_t end = at;
    while (end < lower.size() && (text::is_word(lower[end]) ||
                                  (end > at && (lower[end] == '/' || lower[end] == '-') &&
                                   end + 1 < lower.size() && text::is_word(lower[end + 1]))))
      ++end;
    if (end > at) out.emplace_back(lower.substr(at, end - at));
    at = std::max(end, at + 1);
  }
  return out;
}

bool speaks(std::string_view plain) {
  const std::string lower = text::to_lower(plain);
  for (const std::string_view mark : kMarks)
    if (text::contains(lower, mark)) return true;
  const Words words = words_of(lower);
  const std::string spaced = " " + text::join(words, " ") + " ";
  const std::string_view trimmed = text::trim(lower);
  for (const std::string_view turn : kTurns)
    if (trimmed.starts_with(turn))
      for (const std::string_view word : kSpoken)
        if (text::contains(spaced, word)) return true;
  for (std::size_t begin = 0; begin < words.size(); ++begin)
    for (const Rule* rule : rules_from(words[begin]))
      if (matches(*rule, words, begin)) return true;
  return false;
}

// Bytes of a zero-width or soft character at the front, else 0.
std::size_t invisible(std::string_view s) {
  for (const std::string_view mark : {"\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x81\xA0",
                                      "\xEF\xBB\xBF", "\xC2\xAD"})
    if (s.starts_with(mark)) return mark.size();
  return 0;
}

// Cyrillic and Greek letters that look like Latin ones.
constexpr std::pair<std::string_view, char> kLookAlikes[] = {
    {"\xD0\xB0", 'a'}, {"\xD0\xB5", 'e'}, {"\xD0\xBE", 'o'}, {"\xD1\x80", 'p'}, {"\xD1\x81", 'c'},
    {"\xD1\x83", 'y'}, {"\xD1\x85", 'x'}, {"\xD1\x96", 'i'}, {"\xD1\x98", 'j'}, {"\xD1\x95", 's'},
    {"\xCE\xBF", 'o'}, {"\xCE\xB1", 'a'}, {"\xCE\xB9", 'i'}, {"\xCE\xBD", 'v'}, {"\xD0\x9E", 'O'},
    {"\xD0\x90", 'A'}, {"\xD0\x95", 'E'}, {"\xD0\x86", 'I'}};

std::string visible_latin(std::string_view s) {
  std::string out;
  for (std::size_t at = 0; at < s.size();) {
    const std::string_view rest = s.substr(at);
    if (const std::size_t gone = invisible(rest); gone > 0) {
      at += gone;
      continue;
    }
    const auto* found = std::find_if(std::begin(kLookAlikes), std::end(kLookAlikes),
                                     [&](const auto& pair) { return rest.starts_with(pair.first); });
    if (found != std::end(kLookAlikes)) {
      out += found->second;
      at += found->first.size();
      continue;
    }
    out += s[at++];
  }
  return out;
}

// "R a t e  t h i s": single letters with one space between, words with two.
std::string joined_letters(std::string_view s) {
  std::size_t single = 0, all = 0;
  for (const std::string_view word : text::words(s)) ++all, single += word.size() == 1;
  if (all < 8 || single * 10 < all * 9) return "";
  std::string out;
  for (std::size_t at = 0; at < s.size(); ++at) {
    if (s[at] != ' ') out += s[at];
    if (s[at] == ' ' && at + 1 < s.size() && s[at + 1] == ' ') out += ' ';
  }
  return out;
}

// Digits for letters, in words that have both.
std::string unleeted(std::string_view s) {
  static constexpr std::pair<char, char> kDigits[] = {{'0', 'o'}, {'1', 'i'}, {'3', 'e'},
                                                      {'4', 'a'}, {'5', 's'}, {'7', 't'}};
  std::string out(s);
  for (std::size_t at = 0; at < out.size();) {
    std::size_t end = at;
    bool letters = false, digits = false;
    while (end < out.size() && text::is_word(out[end])) {
      letters = letters || text::is_alpha(out[end]);
      digits = digits || text::is_digit(out[end]);
      ++end;
    }
    for (std::size_t i = at; letters && digits && i < end; ++i)
      for (const auto& [digit, letter] : kDigits)
        if (out[i] == digit) out[i] = letter;
    at = std::max(end, at + 1);
  }
  return out;
}

bool is_prose(std::string_view s) {
  return s.size() >= 8 && std::ranges::all_of(s, [](char c) {
           return (c >= ' ' && c <= '~') || c == '\n';
         });
}

std::string from_base64(std::string_view run) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : run) {
    int value = 0;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    else if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    else if (c >= '0' && c <= '9') value = c - '0' + 52;
    else if (c == '+') value = 62;
    else if (c == '/') value = 63;
    else break;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 0xFF);
  }
  return out;
}

std::string from_hex(std::string_view run) {
  const auto digit = [](char c) {
    return text::is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  std::string out;
  for (std::size_t at = 0; at + 1 < run.size(); at += 2) {
    if (digit(run[at]) < 0 || digit(run[at + 1]) < 0) return "";
    out += static_cast<char>(digit(run[at]) * 16 + digit(run[at + 1]));
  }
  return out;
}

bool hides(std::string_view s) {
  for (const std::string_view word : text::words(s)) {
    if (word.size() < 16) continue;
    for (const std::string& decoded : {from_base64(word), from_hex(word)})
      if (is_prose(decoded) && speaks(decoded)) return true;
  }
  return false;
}

bool addresses_model(std::string_view segment) {
  if (text::trim(segment).size() < 6) return false;
  const std::string plain = visible_latin(segment);
  if (speaks(plain) || hides(plain)) return true;
  if (const std::string joined = joined_letters(plain); !joined.empty() && speaks(joined)) return true;
  const std::string letters = unleeted(plain);
  return letters != plain && speaks(letters);
}

// Whether the line that begins at `begin` goes on with the paragraph before it.
bool continues(std::string_view text, std::size_t begin) {
  const std::string_view line = text::trim(text.substr(begin, text.find('\n', begin) - begin));
  return !line.empty() && std::string_view("-*+#>|`~").find(line[0]) == std::string_view::npos;
}

// Past the end of the segment that begins at `begin`: a comment (one that is not closed ends with
// its paragraph), or up to the end of a sentence, and of a line where these are read `by_line`.
std::size_t segment_end(std::string_view text, std::size_t begin, bool by_line) {
  if (text.substr(begin).starts_with("<!--")) {
    const std::size_t paragraph = std::min(text.find("\n\n", begin), text.size());
    const std::size_t end = text.substr(0, paragraph).find("-->", begin);
    return end == std::string_view::npos ? paragraph : end + 3;
  }
  for (std::size_t at = begin; at < text.size(); ++at) {
    if (text[at] == '\n' && (by_line || !continues(text, at + 1))) return at + 1;
    if (at > begin && text.substr(at).starts_with("<!--")) return at;
    const bool stops = text[at] == '.' || text[at] == '!' || text[at] == '?';
    if (stops && at + 1 < text.size() && text::is_space(text[at + 1])) return at + 1;
  }
  return text.size();
}

std::vector<Span> found_in(std::string_view text, bool by_line) {
  std::vector<Span> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::max(segment_end(text, begin, by_line), begin + 1);
    const std::string_view segment = text.substr(begin, end - begin);
    const bool is_new = by_line || segment.find('\n') != std::string_view::npos;
    if (is_new && addresses_model(segment)) {
      const std::string_view trimmed = text::trim(segment);
      const auto at = static_cast<std::int64_t>(trimmed.data() - text.data());
      out.push_back({at, at + static_cast<std::int64_t>(trimmed.size())});
    }
    begin = end;
  }
  return out;
}

}  // namespace

std::vector<Span> injections(std::string_view text) {
  std::vector<Span> out = found_in(text, true);
  // A sentence that is wrapped, where none of its lines says it alone.
  for (const Span& span : found_in(text, false))
    if (std::ranges::none_of(out, [&](const Span& line) {
          return line.begin < span.end && span.begin < line.end;
        }))
      out.push_back(span);
  std::ranges::sort(out, {}, &Span::begin);
  return out;
}

std::string without_injections(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  for (const Span& span : injections(text)) {
    out.append(text.substr(copied, static_cast<std::size_t>(span.begin) - copied)).append("[removed]");
    copied = static_cast<std::size_t>(span.end);
  }
  return out.append(text.substr(copied));
}

}  // namespace generator::measure
