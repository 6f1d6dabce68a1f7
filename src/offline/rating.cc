// No rule here knows whether an answer is true; it knows whether the passage has its words, and
// says so in the reasons. Figures are named there, so that a rating can be checked by hand.
#include "offline/rating.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "offline/page.h"

namespace generator::offline {
namespace {

using Words = std::set<std::string, std::less<>>;

bool is_content(std::string_view lower) {
  constexpr std::uint32_t kFunctionWords = kDeterminer | kPreposition | kSubordinator |
                                           kConjunction | kBe | kModal | kDo | kHave | kPronoun |
                                           kAdverb | kNot;
  return (lower.size() > 1 || (lower.size() == 1 && text::is_digit(lower[0]))) &&
         !(look_up(lower).classes & kFunctionWords) && lower != "you" && lower != "to";
}

/// A word without its marks, in its base form: "`Links`," → "link", "created" → "create".
std::string base_form(std::string_view token) {
  std::string lower = text::to_lower(token);
  while (!lower.empty() && !text::is_word(lower.back())) lower.pop_back();
  const std::size_t begin = std::min(
      lower.size(), static_cast<std::size_t>(std::find_if(lower.begin(), lower.end(),
                                                          [](char c) { return text::is_word(c); }) -
                                             lower.begin()));
  lower.erase(0, begin);
  const Entry entry = look_up(lower);
  return entry.verb != nullptr ? entry.verb->base : singular(lower);
}

std::vector<std::string> content(std::string_view s) {
  std::vector<std::string> out;
  for (const auto token : text::words(s)) {
    std::string base = base_form(token);
    if (is_content(base)) out.push_back(std::move(base));
  }
  return out;
}

double share_in(const std::vector<std::string>& words, const Words& known) {
  if (words.empty()) return 0;
  std::size_t hits = 0;
  for (const auto& word : words) hits += known.contains(word) ? 1 : 0;
  return static_cast<double>(hits) / static_cast<double>(words.size());
}

Words as_set(const std::vector<std::string>& words) { return Words(words.begin(), words.end()); }

/// Numbers and identifiers of `answer` that `passage` has not.
std::vector<std::string> strangers(std::string_view answer, const Words& passage) {
  std::vector<std::string> out;
  for (const auto token : text::words(answer)) {
    std::string_view bare = token;
    while (!bare.empty() && !text::is_word(bare.front())) bare.remove_prefix(1);
    while (!bare.empty() && !text::is_word(bare.back())) bare.remove_suffix(1);
    if (bare.empty() || (!text::is_digit(bare[0]) && !is_identifier(bare))) continue;
    if (text::is_digit(bare[0]) && token.size() == bare.size() + 1 && token.back() == '.' &&
        bare.size() < 3)
      continue;  // "1."
    if (!passage.contains(base_form(bare)) && out.size() < 5) out.emplace_back(bare);
  }
  return out;
}

int rating(double value) { return static_cast<int>(std::clamp(std::lround(value), 1L, 10L)); }

struct Notes {
  std::string text;
  void add(const std::string& note) { text += (text.empty() ? "" : "; ") + note; }
};

struct Shape {
  std::size_t words = 0;
  std::size_t sentences = 0;
  std::size_t identifiers = 0;
  bool structured = false;  // a list, a table or code
  bool finished = false;
  bool leans = false;
  bool points = false;
};

Shape shape_of(std::string_view answer) {
  Shape shape;
  const auto trimmed = text::trim(answer);
  shape.words = text::words(trimmed).size();
  Words identifiers;
  for (const auto token : text::words(trimmed)) {
    const char last = token.back();
    if (last == '.' || last == '!' || last == '?') ++shape.sentences;
    const std::string base = base_form(token);
    if (is_identifier(base) || token.front() == '`') identifiers.insert(base);
  }
  shape.identifiers = identifiers.size();
  shape.sentences = std::max<std::size_t>(shape.sentences, 1);
  shape.structured = text::contains(trimmed, "\n- ") || text::contains(trimmed, "\n* ") ||
                     text::contains(trimmed, "\n1. ") || text::contains(trimmed, "```") ||
                     text::contains(trimmed, " | ");
  const char last = trimmed.empty() ? '\0' : trimmed.back();
  shape.finished = last == '.' || last == '!' || last == '`' || last == '|' || last == ')' ||
                   (shape.structured && last != ':' && last != ',');
  const std::string plain = plain_text(trimmed.substr(0, trimmed.find("\n\n")));
  const Sentence first = read_sentence(plain);
  shape.leans = leans_back(first);
  shape.points = points_elsewhere(plain_text(trimmed), first) && !text::contains(trimmed, ":\n");
  return shape;
}

double clarity_of(const Shape& shape, bool stands_alone, Notes& notes) {
  double clarity = 8.6;
  const double pace = static_cast<double>(shape.words) / static_cast<double>(shape.sentences);
  if (shape.leans)
    clarity -= 2.0, notes.add("the answer opens with a reference to something before it");
  if (shape.points) clarity -= 2.5, notes.add("the answer points at something that is not in it");
  if (!shape.finished) clarity -= 1.5, notes.add("the answer does not end with a whole sentence");
  if (!stands_alone) clarity -= 2.5, notes.add("the question makes sense only beside its source");
  if (pace > 32 && !shape.structured)
    clarity -= 1.0, notes.add(fmt::format("long sentences ({:.0f} words on average)", pace));
  if (shape.words > 180)
    clarity -= 1.0, notes.add(fmt::format("a long answer ({} words)", shape.words));
  if (shape.words < 12) clarity -= 1.0;
  if (pace < 22 && shape.words <= 120) clarity += 0.7;
  return clarity;
}

double difficulty_of(const Shape& shape, std::string_view question) {
  const std::string lower = text::to_lower(question);
  double difficulty = 2.5 + 0.5 * static_cast<double>(std::min<std::size_t>(shape.identifiers, 6));
  difficulty += static_cast<double>(std::min<std::size_t>(shape.words, 200)) / 80.0;
  if (lower.starts_with("why") || text::contains(lower, "difference") ||
      text::contains(lower, "differ"))
    difficulty += 1.0;
  if (text::contains(lower, "condition") || text::contains(lower, "happens")) difficulty += 0.7;
  if (lower.starts_with("what is ") || lower.starts_with("what are ")) difficulty -= 0.6;
  return difficulty;
}

/// Code, or a name: without one a reader asks "of which library?".
bool names_something(const Sentence& question) {
  for (std::size_t i = 0; i < question.size(); ++i)
    if (question[i].code || (i > 0 && text::is_upper(question[i].text[0]))) return true;
  return false;
}

bool stands_alone(const Sentence& question) {
  for (std::size_t i = 0; i < question.size(); ++i) {
    const Word& word = question[i];
    const bool relative = word.lower == "that" && i > 0;
    if ((word.is(kDemonstrative) && !relative && word.lower != "such") ||
        (word.is(kPageNoun) && i > 0 && question[i - 1].lower == "the"))
      return false;
    if ((word.lower == "it" || word.lower == "they") && i < 4) return false;
    if (word.lower == "following" || word.lower == "passage" || word.lower == "above") return false;
  }
  return question.size() >= 3;
}

double accuracy_of(const Pair& pair, const std::vector<std::string>& answer, Notes& notes) {
  if (text::trim(pair.passage).empty()) {
    notes.add("no passage to check against");
    return 6;
  }
  const Words passage =
      as_set(content(std::string(pair.passage) + " " + std::string(pair.headings)));
  const double support = share_in(answer, passage);
  notes.add(fmt::format("{:.0f}% of the answer's content words are in the passage", 100 * support));
  double accuracy = 10.0 - 16.0 * (1.0 - support);
  if (const auto unknown = strangers(pair.answer, passage); !unknown.empty()) {
    accuracy -= 2.0 * static_cast<double>(unknown.size());
    notes.add("not in the passage: " + text::join(unknown, ", "));
  }
  const bool verbatim = text::contains(pair.passage, text::trim(pair.answer));
  return verbatim ? 10.0 : std::min(accuracy, 9.4);
}

double usefulness_of(const Shape& shape, const std::vector<std::string>& question,
                     const std::vector<std::string>& answer, std::string_view text, Notes& notes) {
  const Words answer_words = as_set(answer);
  const Words question_words = as_set(question);
  const double link = share_in(question, answer_words);
  std::size_t fresh = 0;
  for (const auto& word : answer_words) fresh += question_words.contains(word) ? 0 : 1;
  notes.add(
      fmt::format("the answer takes up {:.0f}% of the question's words and adds {} of its own",
                  100 * link, fresh));
  double usefulness = 3.0 + 4.0 * link + std::min(2.0, static_cast<double>(fresh) / 12.0);
  const std::string lower = text::to_lower(text);
  if (lower.starts_with("how") && (shape.identifiers > 0 || shape.structured)) usefulness += 1.0;
  if (lower.starts_with("why") || lower.starts_with("what happens") || lower.starts_with("when"))
    usefulness += 0.5;
  if (shape.words < 20) usefulness -= 1.5;
  if (fresh < 6) usefulness -= 2.0;
  return usefulness;
}

bool is_on_topic(const Pair& pair) {
  const auto wanted = content(pair.topic);
  const Words words = as_set(content(std::string(pair.question) + " " + std::string(pair.answer) +
                                     " " + std::string(pair.headings)));
  return wanted.empty() || share_in(wanted, words) >= 0.5;
}

}  // namespace

Judgement rate(const Pair& pair) {
  const Sentence question = read_sentence(plain_text(pair.question));
  const auto answer_words = content(pair.answer);
  // What the headings say of themselves ("in HDF5") an answer need not repeat.
  const Words given = as_set(content(pair.headings));
  const Words said = as_set(answer_words);
  auto question_words = content(pair.question);
  std::erase_if(question_words, [&](const std::string& word) {
    return word == "happen" || (given.contains(word) && !said.contains(word));
  });
  const Shape shape = shape_of(pair.answer);
  Notes notes;
  Judgement judgement;
  judgement.accuracy = rating(accuracy_of(pair, answer_words, notes));
  judgement.usefulness =
      rating(usefulness_of(shape, question_words, answer_words, pair.question, notes));
  double clarity = clarity_of(shape, pair.is_follow_up || stands_alone(question), notes);
  if (!pair.is_follow_up && !names_something(question)) clarity -= 1.2, notes.add("the question names nothing");
  judgement.clarity = rating(clarity);
  judgement.difficulty = rating(difficulty_of(shape, pair.question));
  if (!text::trim(pair.topic).empty()) {
    judgement.on_topic = is_on_topic(pair);
    if (!*judgement.on_topic) notes.add(fmt::format("does not speak of {}", pair.topic));
  }
  judgement.reasons = notes.text + ".";
  judgement.reasons[0] =
      static_cast<char>(std::toupper(static_cast<unsigned char>(judgement.reasons[0])));
  return judgement;
}

ReasoningJudgement rate_reasoning(const Pair& pair) {
  std::string plain;  // without the numbers of the steps
  for (const std::string_view line : text::lines(pair.reasoning)) {
    const std::size_t mark = line.find(". ");
    plain.append(mark < 3 ? line.substr(mark + 2) : line).append("\n");
  }
  const auto steps = content(plain);
  const Words said = as_set(steps), asked = as_set(content(pair.question)),
              answered = as_set(content(pair.answer));
  const Words known = as_set(content(std::string(pair.passage) + " " + std::string(pair.question) +
                                     (pair.passage.empty() ? " " + std::string(pair.answer) : "")));
  auto wanted = content(pair.answer);
  std::erase_if(wanted, [&](const std::string& word) { return asked.contains(word); });
  const double support = share_in(steps, known);
  const double reach = wanted.empty() ? 1 : share_in(wanted, said);
  const auto own = std::ranges::count_if(said, [&](const std::string& word) {
    return !asked.contains(word) && !answered.contains(word);
  });
  ReasoningJudgement out;
  out.quality = rating(1.0 + 5.0 * support + 3.5 * reach + (own > 0 ? 0.5 : 0.0));
  out.reasons = fmt::format(
      "{:.0f}% of the words of the steps are grounded, they reach {:.0f}% of what the answer says "
      "beyond the question, and say {} beside it.",
      100 * support, 100 * reach, own > 0 ? "something" : "nothing");
  return out;
}

Judgement rating_of_all(const std::vector<Judgement>& turns) {
  Judgement out = turns[0];
  double usefulness = 0, difficulty = 0;
  out.reasons.clear();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const Judgement& turn = turns[i];
    out.reasons += fmt::format("{}Turn {}: {}", i == 0 ? "" : " ", i + 1, turn.reasons);
    out.clarity = std::min(out.clarity, turn.clarity);
    out.accuracy = std::min(out.accuracy, turn.accuracy);
    usefulness += turn.usefulness;
    difficulty += turn.difficulty;
    if (turn.on_topic) out.on_topic = out.on_topic.value_or(false) || *turn.on_topic;
  }
  const auto count = static_cast<double>(turns.size());
  out.usefulness = rating(usefulness / count);
  out.difficulty = rating(difficulty / count);
  return out;
}

}  // namespace generator::offline
