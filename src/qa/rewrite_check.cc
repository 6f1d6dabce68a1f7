// The order of the checks is the order of certainty: code blocks by bytes, facts by measure, length
// by count. What passes may still be a worse answer; that is the judge's to say.
#include "qa/rewrite_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/facts.h"
#include "qa/asked_for.h"
#include "qa/code_blocks.h"
#include "qa/support_check.h"

namespace generator::qa {
namespace {

constexpr double kFewestWords = 0.4;  // of the original's
// Words that a question has before repeating it is no accident: "H5Gopen?" may well begin an answer.
constexpr int kFewestOfAQuestion = 3;
// What only a text says that has another one beside it.
constexpr std::string_view kPointers[] = {
    "the passage",         "this passage",          "the original answer", "the given text",
    "the provided text",   "the text above",        "rewritten answer",    "rewritten version",
    "the provided answer", "according to the text", "the author states",   "as an ai"};

std::string_view slice(std::string_view text, Span span) {
  return text.substr(static_cast<std::size_t>(span.begin),
                     static_cast<std::size_t>(span.end - span.begin));
}

// Words without Markdown, punctuation and capitals.
std::string bare_words(std::string_view text) {
  std::string out;
  for (const char c : text::to_lower(text)) {
    if (text::is_word(c) && c != '_')
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string without_space(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return !text::is_space(c); });
  return out;
}

measure::KnownFacts known_facts(const SourcedExample& item) {
  const QaPair& pair = item.example.pair();
  measure::KnownFacts known(pair.answer);
  known.add(item.example.original_answer);
  known.add(pair.question);
  for (const std::optional<Chunk>* chunk : {&item.chunk, &item.second})
    if (*chunk)
      for (const std::string& heading : (*chunk)->headings) known.add(heading);
  return known;
}

void add_required(const Example& example, const Chunk& chunk, measure::KnownFacts& required) {
  const auto size = static_cast<std::int64_t>(chunk.text.size());
  for (const Evidence& evidence : example.evidence) {
    const bool fits = 0 <= evidence.bytes.begin && evidence.bytes.begin < evidence.bytes.end &&
                      evidence.bytes.end <= size;
    if (evidence.required && fits &&
        (evidence.chunk_id.empty() || evidence.chunk_id == chunk.id))
      required.add(slice(chunk.text, evidence.bytes));
  }
}

// Facts that stand in required evidence, as keys of what the passage says there.
measure::KnownFacts required_facts(const SourcedExample& item) {
  measure::KnownFacts required;
  for (const std::optional<Chunk>* chunk : {&item.chunk, &item.second})
    if (*chunk) add_required(item.example, **chunk, required);
  return required;
}

std::vector<measure::Fact> needed_but_lost(const SourcedExample& item, std::string_view rewritten) {
  const QaPair& pair = item.example.pair();
  const FactKinds asked = asked_for(pair.question);
  const measure::KnownFacts named(pair.question);
  const measure::KnownFacts required = required_facts(item);
  std::vector<measure::Fact> lost = measure::lost(pair.answer, rewritten);
  std::erase_if(lost, [&](const measure::Fact& fact) {
    const bool is_asked = asked.contains(fact.kind) && !named.covers(fact);
    return !is_asked && !required.covers(fact);
  });
  return lost;
}

std::optional<RewriteFault> code_fault(std::string_view original, std::string_view rewritten) {
  const auto blocks = code_blocks(original);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::string_view code = slice(original, blocks[i].content);
    if (text::contains(rewritten, code)) continue;
    const auto lines = text::lines(code);
    return RewriteFault{
        std::string(reasons::kFactLost),
        fmt::format(
            "code block {} of {} is not there as it was{}", i + 1, blocks.size(),
            lines.empty() ? "" : fmt::format(" (it begins `{}`)", text::prefix(lines[0], 60)))};
  }
  return std::nullopt;
}

std::optional<RewriteFault> pointer_fault(std::string_view original, std::string_view rewritten) {
  const std::string before = text::to_lower(original), after = text::to_lower(rewritten);
  for (const std::string_view pointer : kPointers)
    if (text::contains(after, pointer) && !text::contains(before, pointer))
      return RewriteFault{std::string(reasons::kDanglingReference),
                          fmt::format("it says \"{}\"", pointer)};
  return std::nullopt;
}

// "What is X? X is …", whatever stands around the words: "**Question:** What is X?"
bool begins_with(std::string_view answer, const std::string& question) {
  std::string words = bare_words(answer) + " ";
  for (const std::string_view label : {"question ", "q "})
    if (words.starts_with(label)) words.erase(0, label.size());
  return words.starts_with(question + " ");
}

std::optional<RewriteFault> restating_fault(const QaPair& pair, std::string_view rewritten) {
  const std::string question = bare_words(pair.question);
  if (std::count(question.begin(), question.end(), ' ') + 1 < kFewestOfAQuestion) return std::nullopt;
  if (!begins_with(rewritten, question) || begins_with(pair.answer, question)) return std::nullopt;
  return RewriteFault{std::string(reasons::kRestatesQuestion),
                      fmt::format("it begins with the question \"{}\"",
                                  text::prefix(pair.question, 120))};
}

std::optional<RewriteFault> length_fault(std::string_view original, std::string_view rewritten,
                                         const Style& style) {
  const std::size_t before = text::words(original).size(), after = text::words(rewritten).size();
  const auto most = static_cast<std::size_t>(std::max<std::int64_t>(style.max_words, 1));
  if (after > most && after > before)
    return RewriteFault{std::string(reasons::kAnswerTooLong),
                        fmt::format("{}, at most {}",
                                    text::counted(static_cast<std::int64_t>(after), "word"), most)};
  if (static_cast<double>(after) < kFewestWords * static_cast<double>(before))
    return RewriteFault{std::string(reasons::kFactLost),
                        fmt::format("most of it: {} of {} words left", after, before)};
  return std::nullopt;
}

}  // namespace

std::string with_code_of(std::string_view original, std::string_view rewritten) {
  const auto wanted = code_blocks(original);
  std::string out;
  std::size_t copied = 0;
  for (const CodeBlock& block : code_blocks(rewritten)) {
    const std::string code = without_space(slice(rewritten, block.content));
    const auto same = std::find_if(wanted.begin(), wanted.end(), [&](const CodeBlock& candidate) {
      return without_space(slice(original, candidate.content)) == code;
    });
    if (same == wanted.end() || slice(original, same->content) == slice(rewritten, block.content))
      continue;
    auto begin = static_cast<std::size_t>(block.whole.begin);
    out.append(rewritten.substr(copied, begin - copied)).append(slice(original, same->whole));
    copied = static_cast<std::size_t>(block.whole.end);
  }
  return out.append(rewritten.substr(copied));
}

bool says_the_same_words(std::string_view a, std::string_view b) {
  return bare_words(a) == bare_words(b);
}

std::optional<RewriteFault> find_fault(const SourcedExample& item, std::string_view rewritten,
                                       const Style& style) {
  const std::string& original = item.example.pair().answer;
  if (auto fault = code_fault(original, rewritten)) return fault;
  if (const auto added = measure::added(known_facts(item), rewritten); !added.empty())
    return RewriteFault{std::string(reasons::kFactAdded), measure::to_text(added)};
  if (const auto lost = needed_but_lost(item, rewritten); !lost.empty())
    return RewriteFault{std::string(reasons::kFactLost), measure::to_text(lost)};
  if (auto fault = pointer_fault(original, rewritten)) return fault;
  if (auto fault = restating_fault(item.example.pair(), rewritten)) return fault;
  if (auto fault = length_fault(original, rewritten, style)) return fault;
  if (auto fault = check_support(item, rewritten, style).fault)
    return RewriteFault{std::string(fault->code), std::move(fault->detail)};
  return std::nullopt;
}

}  // namespace generator::qa
