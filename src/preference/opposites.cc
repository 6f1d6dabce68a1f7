// A word in the place of its opposite, in forms that fit where the other stood: a verb keeps its
// ending, "a signed" becomes "an unsigned". Words that are verb here and adjective there ("open",
// "set") are left out, and so are a sentence that has both of the two and a word of the question.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "preference/ground.h"

namespace generator::preference {
namespace {

struct Turn {
  std::string_view from, to;
  std::string_view before{};  // where not "": the word in front of it
  std::string_view behind{};  // where not "": what follows
  std::string_view spoils{};  // words that, soon before or after it, make no sense of the other
};
constexpr std::size_t kSoon = 6;  // words

// Both directions are written out: not every word can go back where the other came from.
constexpr Turn kTurns[] = {
    {"before", "after"},
    {"after", "before"},
    {"always", "never"},
    {"never", "always"},
    {"maximum", "minimum", "", "", "up"},
    {"minimum", "maximum", "", "", "up"},
    {"smallest", "largest"},
    {"largest", "smallest"},
    {"smaller", "larger"},
    {"larger", "smaller"},
    {"faster", "slower"},
    {"slower", "faster"},
    {"greater than", "less than"},
    {"less than", "greater than"},
    {"at least", "at most"},
    {"at most", "at least"},
    {"more than", "less than", "", "", "one"},
    {"less than", "more than", "", "", "one"},
    {"earlier", "later", "or"},
    {"later", "earlier", "or"},
    {"newer", "older"},
    {"older", "newer"},
    {"increase", "decrease"},
    {"decrease", "increase"},
    {"increases", "decreases"},
    {"decreases", "increases"},
    {"increased", "decreased"},
    {"decreased", "increased"},
    {"increasing", "decreasing"},
    {"decreasing", "increasing"},
    {"Increasing", "Decreasing"},
    {"Decreasing", "Increasing"},
    {"reduces", "increases"},
    {"reduce", "increase", "", "", "to"},
    {"improves", "degrades"},
    {"improve", "degrade", "", "", "to"},
    {"enabled", "disabled", "", "", "to"},
    {"disabled", "enabled", "", "", "to"},
    {"enables", "disables", "", "", "to"},
    {"disables", "enables", "", "", "to"},
    {"enable", "disable", "", "", "to"},
    {"disable", "enable", "", "", "to"},
    {"enabling", "disabling", "", "", "to"},
    {"disabling", "enabling", "", "", "to"},
    {"includes", "excludes"},
    {"excludes", "includes"},
    {"include", "exclude"},
    {"exclude", "include"},
    {"included", "excluded"},
    {"excluded", "included"},
    {"including", "excluding"},
    {"excluding", "including"},
    {"read", "write", "to", "the", "to"},
    {"write", "read", "to", "the", "to"},
    {"read", "write", "to", "data", "to"},
    {"write", "read", "to", "data", "to"},
    {"read", "write", "can", "the", "to"},
    {"write", "read", "can", "the", "to"},
    {"read", "write", "can", "data", "to"},
    {"write", "read", "can", "data", "to"},
    {"reading", "writing", "when"},
    {"writing", "reading", "when"},
    {"read", "written", "is", "", "from"},
    {"written", "read", "is", "", "from"},
    {"read", "written", "are", "", "from"},
    {"written", "read", "are", "", "from"},
    {"input", "output"},
    {"output", "input"},
    {"upper", "lower", "", "bound"},
    {"lower", "upper", "", "bound"},
    {"above", "below", "", "the"},
    {"below", "above", "", "the"},
    {"adds", "removes", "", "a", "to"},
    {"removes", "adds", "", "the", "from"},
    {"removes", "adds", "", "a", "from"},
    {"starts", "stops"},
    {"stops", "starts"},
    {"succeeds", "fails"},
    {"fails", "succeeds"},
    {"positive", "negative"},
    {"negative", "positive"},
    {"true", "false"},
    {"false", "true"},
    {"valid", "invalid"},
    {"invalid", "valid"},
    {"signed", "unsigned"},
    {"unsigned", "signed"},
    {"fixed", "variable", "", "length"},
    {"compressed", "uncompressed"},
    {"uncompressed", "compressed"},
    {"possible", "impossible", "is"},
    {"impossible", "possible", "is"},
    {"temporary", "permanent"},
    {"permanent", "temporary"},
    {"temporarily", "permanently"},
    {"permanently", "temporarily"},
    {"internal", "external"},
    {"external", "internal"},
    {"internally", "externally"},
    {"externally", "internally"},
    {"static", "dynamic"},
    {"dynamic", "static"},
    {"statically", "dynamically"},
    {"dynamically", "statically"},
    {"automatically", "manually"},
    {"manually", "automatically"},
    {"lossless", "lossy"},
    {"lossy", "lossless"},
    {"local", "remote"},
    {"remote", "local"},
    {"serial", "parallel"},
    {"parallel", "serial", "", "", "to"},
    {"ascending", "descending"},
    {"descending", "ascending"},
    {"contiguous", "scattered"},
    {"big-endian", "little-endian"},
    {"little-endian", "big-endian"},
    {"source", "destination"},
    {"destination", "source"},
    {"mandatory", "optional"},
    {"optional", "mandatory"},
    {"required", "optional", "is", "."},
    {"required", "optional", "are", "."},
    {"primary", "secondary"},
    {"secondary", "primary"},
    {"first", "last", "the"},
    {"last", "first", "the"},
    {"top", "bottom", "the"},
    {"bottom", "top", "the"},
    {"immediately", "eventually"},
    {"eventually", "immediately"},
    {"private", "public"},
    {"public", "private"},
    {"mutable", "immutable"},
    {"immutable", "mutable"},
    {"synchronous", "asynchronous"},
    {"asynchronous", "synchronous"},
    {"synchronously", "asynchronously"},
    {"asynchronously", "synchronously"},
    {"explicitly", "implicitly"},
    {"implicitly", "explicitly"},
    {"explicit", "implicit"},
    {"implicit", "explicit"},
    {"If", "Unless", "", "", "then necessary needed appropriate"},
    {"Unless", "If", "", "", "then"},
    {"if", "unless", "", "", "then as only even necessary needed need appropriate"},
    {"unless", "if"},
};

// Up to `at`, how often Markdown's ticks open a code span.
bool is_in_code(std::string_view text, std::size_t at) {
  return std::ranges::count(text.substr(0, at), '`') % 2 == 1;
}

bool is_edge(std::string_view text, std::size_t at) {
  if (at >= text.size()) return true;
  const char c = text[at];
  return !text::is_word(c) && c != '-' && c != '/' && c != '`' && c != '\'';
}

bool has_word(std::string_view folded, std::string_view word) {
  for (std::size_t at = folded.find(word); at != std::string_view::npos;
       at = folded.find(word, at + 1))
    if ((at == 0 || !text::is_word(folded[at - 1])) &&
        (at + word.size() >= folded.size() || !text::is_word(folded[at + word.size()])))
      return true;
  return false;
}

// Among the words next to [begin, end).
bool stands_near(std::string_view text, std::size_t begin, std::size_t end, std::string_view what) {
  const auto before = text::words(text.substr(0, begin)), after = text::words(text.substr(end));
  std::string near;
  for (std::size_t i = before.size() - std::min(before.size(), kSoon); i < before.size(); ++i)
    near.append(before[i]).push_back(' ');
  near += "| ";
  for (std::size_t i = 0; i < std::min(after.size(), kSoon); ++i)
    near.append(after[i]).push_back(' ');
  const std::string folded = text::to_lower(near);
  return std::ranges::any_of(text::words(what), [&](std::string_view word) {
    return has_word(folded, word);
  });
}

bool fits(std::string_view text, std::size_t at, const Turn& turn) {
  const std::size_t end = at + turn.from.size();
  if ((at > 0 && !is_edge(text, at - 1)) || !is_edge(text, end) || is_in_code(text, at))
    return false;
  if (!turn.before.empty()) {
    const std::string wanted = fmt::format(" {} ", turn.before);
    const std::string before = " " + text::to_lower(text.substr(0, at));
    if (!before.ends_with(wanted)) return false;
  }
  if (!turn.spoils.empty() && stands_near(text, at, end, turn.spoils)) return false;
  if (turn.behind.empty()) return true;
  const std::string_view rest = text.substr(end);
  return rest.starts_with(turn.behind) ||
         (rest.starts_with(' ') && rest.substr(1).starts_with(turn.behind));
}

std::optional<Fault> turn_in(const Ground& ground, Span statement, const Turn& turn) {
  const std::string_view text = ground.text_of(statement);
  const std::string folded = text::to_lower(text), from = text::to_lower(turn.from);
  if (has_word(folded, text::to_lower(turn.to))) return std::nullopt;
  // What the question takes for granted no answer can turn round and still be one.
  if (has_word(text::to_lower(ground.question()), from)) return std::nullopt;
  std::string out(ground.answer());
  bool is_turned = false;
  // From behind, so that places in front stay where they are.
  for (std::size_t at = text.rfind(turn.from); at != std::string_view::npos;
       at = at == 0 ? std::string_view::npos : text.rfind(turn.from, at - 1)) {
    if (!fits(text, at, turn)) continue;
    const std::size_t begin = static_cast<std::size_t>(statement.begin) + at;
    out = with(out, begin, begin + turn.from.size(), turn.to);
    is_turned = true;
  }
  if (!is_turned) return std::nullopt;
  return Fault{FaultKind::kOpposite,
               fmt::format("opposite: \"{}\" became \"{}\"", turn.from, turn.to), std::move(out),
               ground.reasoning()};
}

}  // namespace

void plant_opposites(const Ground& ground, std::vector<Fault>& out) {
  // Steps that lead to the true answer stand against a false one: it would be found by them alone.
  if (!ground.reasoning().empty()) return;
  for (const Span& statement : ground.statements())
    for (const Turn& turn : kTurns)
      if (auto fault = turn_in(ground, statement, turn)) out.push_back(std::move(*fault));
}

}  // namespace generator::preference
