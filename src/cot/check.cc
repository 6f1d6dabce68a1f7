#include "cot/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "base/text.h"
#include "cot/words.h"
#include "data/reasons.h"
#include "measure/facts.h"
#include "measure/plain.h"
#include "measure/support.h"

namespace generator::cot {
namespace {

constexpr double kInvented = 1.0 / 3;   // of a sentence's words that has to stand somewhere
constexpr double kNearCopy = 0.8;       // from there on a denial may not be turned round
constexpr double kSame = 0.85;          // Jaccard of two steps that say the same
constexpr double kCovered = 0.9;        // of the answer's new words, in a step that is it
constexpr std::size_t kLongAnswer = 8;  // new words, that no one step may say all of
constexpr std::size_t kMostNumbers = 24;

double value_of(const measure::Fact& fact) {
  std::string digits;
  for (const char c : fact.text)
    if (text::is_digit(c) || c == '.')
      digits += c;
    else if (c != ',' && !digits.empty())
      break;
  return digits.empty() ? NAN : std::strtod(digits.c_str(), nullptr);
}

std::vector<double> numbers_in(std::string_view text) {
  std::vector<double> out;
  for (const measure::Fact& fact : measure::facts(text))
    if (const double value = value_of(fact);
        fact.kind == measure::FactKind::kNumber && !std::isnan(value) && out.size() < kMostNumbers)
      out.push_back(value);
  return out;
}

// Whether the number comes of two of `known` by one of the four operations.
bool is_computed(double value, const std::vector<double>& known) {
  const auto is_it = [&](double other) {
    return std::abs(value - other) <= 1e-6 * std::max(1.0, std::abs(value));
  };
  for (std::size_t i = 0; i < known.size(); ++i)
    for (std::size_t j = 0; j < known.size(); ++j) {
      if (i == j) continue;
      const double a = known[i], b = known[j];
      if (is_it(a + b) || is_it(a - b) || is_it(a * b) || (b != 0 && is_it(a / b))) return true;
    }
  return false;
}

// What a reader knows before a step: question, headings, earlier steps.
std::string known_before(const Reasoned& about, const std::vector<std::string>& steps,
                         std::size_t count) {
  std::string out(about.question);
  if (about.chunk != nullptr) out.append("\n\n").append(to_text(about.chunk->headings));
  for (std::size_t i = 0; i < count; ++i) out.append("\n\n").append(steps[i]);
  return out;
}

class Supporting {
 public:
  explicit Supporting(const Reasoned& about) {
    if (about.chunk != nullptr)
      chunk_ = *about.chunk;
    else
      chunk_.text = about.answer;
    passage_ = measure::read_passage(chunk_);
  }
  Supporting(const Supporting&) = delete;
  Supporting& operator=(const Supporting&) = delete;

  measure::Support of(std::string_view text, std::string_view known) const {
    return measure::support(text, passage_, {known});
  }

  // "" or what has no support, in words.
  std::string fault_of(std::string_view text, std::string_view known) const {
    std::vector<double> numbers = numbers_in(known);
    for (const double number : numbers_in(text)) numbers.push_back(number);
    for (const double number : numbers_in(chunk_.text)) numbers.push_back(number);
    std::vector<measure::Fact> missing;
    for (const measure::SentenceSupport& sentence : of(text, known).sentences) {
      if (sentence.is_verbatim) continue;
      for (const measure::Fact& fact : sentence.missing) {
        const bool is_known = fact.kind == measure::FactKind::kNumber &&
                              is_computed(value_of(fact), numbers);
        if (measure::is_hard(fact.kind) && !is_known) missing.push_back(fact);
      }
      if (!missing.empty()) return measure::to_text(missing);
      if (!sentence.conflict.empty() && sentence.share >= kNearCopy) return sentence.conflict;
      if (sentence.words > 0 && sentence.share < kInvented)
        return fmt::format("{:.0f} % of its words", 100 * sentence.share);
    }
    return "";
  }

 private:
  Chunk chunk_;
  measure::Passage passage_;
};

std::string shown(std::size_t index, std::string_view step) {
  const std::string_view front = text::prefix(step, 100);
  return fmt::format("step {} (`{}{}`)", index + 1, front, front.size() < step.size() ? "…" : "");
}

std::optional<qa::Fault> fault(std::string_view code, std::string detail) {
  return qa::Fault{code, std::move(detail)};
}

bool is_repeat(const Stems& step, const Stems& before) {
  return !step.content.empty() && step.denials == before.denials &&
         jaccard(step.content, before.content) >= kSame &&
         step.with_digits() == before.with_digits();
}

// A step that brings in a word which an earlier step found goes on with it.
bool links_back(const Stems& step, const std::vector<Stems>& before, const Stems& question,
                const Stems& answer) {
  return std::ranges::any_of(step.content, [&](const std::string& stem) {
    return !question.has(stem) && !answer.has(stem) &&
           std::ranges::any_of(before, [&](const Stems& earlier) { return earlier.has(stem); });
  });
}

bool is_the_answer(const Stems& step, const Stems& answer, const Stems& question) {
  const std::set<std::string> said = beyond(step, question), wanted = beyond(answer, question);
  if (wanted.empty() || said.empty()) return false;
  const double covered = share_in(wanted, said);
  if (wanted.size() >= kLongAnswer && covered >= 0.95) return true;
  return covered >= kCovered && share_in(said, wanted) >= kNearCopy;
}

bool is_the_question(const Stems& step, const Stems& question) {
  return step.content.size() > 1 && step.denials == question.denials &&
         share_in(step.content, question.content) >= kSame &&
         step.with_digits() == question.with_digits();
}

std::optional<qa::Fault> fault_of_form(const Reasoned& about, const std::vector<std::string>& steps) {
  const Stems question = stems_of(about.question), answer = stems_of(about.answer);
  std::vector<Stems> before;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Stems step = stems_of(steps[i]);
    for (std::size_t j = 0; j < before.size(); ++j)
      if (is_repeat(step, before[j]))
        return fault(reasons::kRepeatedStep,
                     fmt::format("{} says what step {} says", shown(i, steps[i]), j + 1));
    if (is_the_question(step, question))
      return fault(reasons::kCircularStep,
                   shown(i, steps[i]) + " only says the question in other words");
    if (is_the_answer(step, answer, question) && !links_back(step, before, question, answer))
      return fault(reasons::kCircularStep,
                   shown(i, steps[i]) + " is the answer itself, and no step towards it");
    before.push_back(std::move(step));
  }
  return std::nullopt;
}

// A step that speaks of code of which neither question, answer nor another step speaks.
std::optional<qa::Fault> fault_of_place(const Reasoned& about,
                                        const std::vector<std::string>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    measure::KnownFacts others(about.question);
    others.add(about.answer);
    for (std::size_t j = 0; j < steps.size(); ++j)
      if (j != i) others.add(steps[j]);
    std::string stranger;
    bool is_at_home = false;
    for (const measure::Fact& fact : measure::facts(steps[i])) {
      if (fact.kind != measure::FactKind::kIdentifier) continue;
      is_at_home = is_at_home || others.covers(fact);
      if (stranger.empty()) stranger = fact.text;
    }
    if (!is_at_home && !stranger.empty())
      return fault(reasons::kLeadsElsewhere,
                   fmt::format("{}: {} stands in nothing else", shown(i, steps[i]), stranger));
  }
  return std::nullopt;
}

std::optional<qa::Fault> fault_of_end(const Reasoned& about, const std::vector<std::string>& steps) {
  if (auto found = fault_of_place(about, steps)) return found;
  const std::set<std::string> wanted = beyond(stems_of(about.answer), stems_of(about.question));
  const Stems said = stems_of(text::join(steps, "\n"));
  const bool reaches = wanted.empty() || std::ranges::any_of(wanted, [&](const std::string& stem) {
                         return said.has(stem);
                       });
  if (reaches) return std::nullopt;
  return fault(reasons::kLeadsElsewhere, "the steps say nothing of what the answer says");
}

}  // namespace

std::optional<qa::Fault> reasoning_fault(const Reasoned& about,
                                         const std::vector<std::string>& steps, StepLimits limits) {
  const auto count = static_cast<int>(steps.size());
  if (count == 0) return fault(reasons::kNoReasoning, "there is no step");
  if (count < limits.least || count > limits.most)
    return fault(reasons::kStepCount, fmt::format("{}, {} to {} are wanted",
                                                  text::counted(count, "step"), limits.least,
                                                  limits.most));
  if (auto found = fault_of_form(about, steps)) return found;
  const Supporting supporting(about);
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (const std::string what = supporting.fault_of(steps[i], known_before(about, steps, i));
        !what.empty())
      return fault(reasons::kUnsupportedStep,
                   fmt::format("{}: neither the passage nor an earlier step has its {}",
                               shown(i, steps[i]), what));
  return fault_of_end(about, steps);
}

std::optional<qa::Fault> answer_fault(const Reasoned& about,
                                      const std::vector<std::string>& steps) {
  const std::string what =
      Supporting(about).fault_of(about.answer, known_before(about, steps, steps.size()));
  if (what.empty()) return std::nullopt;
  return fault(reasons::kLowSupport, "neither the passage nor a step has its " + what);
}

bool agrees(std::string_view question, std::string_view answer, std::string_view derived) {
  const auto verdict_of = [](std::string_view text) {
    const measure::PlainText plain(text);  // a space is a space, however it is spelt
    const std::vector<std::string_view> words = text::words(plain.text());
    std::string first = words.empty() ? "" : text::to_lower(words[0]);
    while (!first.empty() && !text::is_alpha(first.back())) first.pop_back();
    return first == "yes" || first == "no" ? first : "";
  };
  const std::string said = verdict_of(answer), found = verdict_of(derived);
  if (!said.empty() && !found.empty() && said != found) return false;
  const Stems asked = stems_of(question), right = stems_of(answer), other = stems_of(derived);
  const std::set<std::string> wanted = beyond(right, asked);
  if (wanted.empty()) return !said.empty() ? said == found : share_in(right.content, other.content) >= 0.5;
  const std::set<std::string> given = beyond(other, asked);
  // The shorter one decides: a short derivation of a long answer leaves out its details.
  const double share = std::max(share_in(wanted, given), share_in(given, wanted));
  const measure::KnownFacts known(fmt::format("{}\n\n{}", question, answer));
  const auto facts = measure::added(known, derived);
  const bool has_other_numbers =
      share_in(wanted, given) < 1 && std::ranges::any_of(facts, [](const measure::Fact& fact) {
        return fact.kind == measure::FactKind::kNumber || fact.kind == measure::FactKind::kVersion;
      });
  return !given.empty() && share >= 0.5 && !has_other_numbers;
}

std::vector<Span> evidence_of(const Chunk& chunk, std::string_view question,
                              const std::vector<std::string>& steps) {
  const Supporting supporting({question, "", &chunk});
  std::vector<Span> out;
  for (const std::string& step : steps)
    for (const measure::SentenceSupport& sentence : supporting.of(step, question).sentences)
      for (const Span& span : sentence.source)
        if (std::ranges::none_of(out, [&](const Span& known) { return known.begin == span.begin; }))
          out.push_back(span);
  std::ranges::sort(out, {}, &Span::begin);
  return out;
}

}  // namespace generator::cot
