#include "qa/conversation_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/content_words.h"
#include "measure/plain.h"
#include "qa/pair_check.h"

namespace generator::qa {
namespace {

constexpr double kSameAnswer = 0.7;  // share of the words of content of both that both have

std::set<std::string> stems_of(const std::string& text) {
  std::set<std::string> out;
  for (auto& word : measure::content_words(measure::PlainText(text).text()))
    if (!word.is_empty) out.insert(std::move(word.stem));
  return out;
}

bool say_the_same(const std::string& one, const std::string& other) {
  const auto a = stems_of(one), b = stems_of(other);
  const auto both =
      std::ranges::count_if(a, [&](const std::string& word) { return b.contains(word); });
  const auto all = std::ssize(a) + std::ssize(b) - both;
  return all > 0 && static_cast<double>(both) >= kSameAnswer * static_cast<double>(all);
}

std::int64_t length_of(const Span& span) { return span.end - span.begin; }

// More than half of the shorter evidence is the other's as well.
bool rest_on_the_same(const std::vector<Evidence>& a, const std::vector<Evidence>& b) {
  std::int64_t shared = 0, one = 0, other = 0;
  for (const Evidence& x : a) one += length_of(x.bytes);
  for (const Evidence& y : b) {
    other += length_of(y.bytes);
    for (const Evidence& x : a)
      shared += std::max<std::int64_t>(0, std::min(x.bytes.end, y.bytes.end) -
                                              std::max(x.bytes.begin, y.bytes.begin));
  }
  return 2 * shared > std::min(one, other);
}

// The headings over the first byte of what answers.
HeadingPath headings_of(const measure::Passage& passage, const Example& turn) {
  if (turn.evidence.empty()) return {};
  const std::int64_t at = turn.evidence.front().bytes.begin;
  for (const measure::Unit& unit : passage.units)
    if (at < unit.bytes.end)
      return passage
          .sections[static_cast<std::size_t>(
              passage.blocks[static_cast<std::size_t>(unit.block)].section)]
          .headings;
  return {};
}

bool is_same_section(const HeadingPath& a, const HeadingPath& b) {
  const auto ends = std::ranges::mismatch(a, b);
  return ends.in1 == a.end() || ends.in2 == b.end();
}

// What a later turn has to keep to besides what every pair has to.
std::optional<Fault> fault_among(const measure::Passage& passage,
                                 const std::vector<Example>& before, const Example& turn,
                                 Mode mode) {
  const HeadingPath first = headings_of(passage, before[0]), here = headings_of(passage, turn);
  if (!is_same_section(first, here))
    return Fault{reasons::kOtherSection, fmt::format("it is about \"{}\", the first about \"{}\"",
                                                     to_text(here), to_text(first))};
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (question_key(before[i].pair().question) == question_key(turn.pair().question))
      return Fault{reasons::kRepeatedQuestion, fmt::format("turn {} asks it", i + 1)};
    // In mode write one sentence may support two answers.
    if ((mode == Mode::kBacktranslation && rest_on_the_same(before[i].evidence, turn.evidence)) ||
        say_the_same(before[i].pair().answer, turn.pair().answer))
      return Fault{reasons::kRepeatedAnswer, fmt::format("turn {} says it", i + 1)};
  }
  return std::nullopt;
}

// One row of all of them: the first one's, with the turns.
Example joined(std::vector<Example> turns) {
  Example out = turns[0];
  Conversation conversation;
  out.evidence.clear();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    for (Evidence& evidence : turns[i].evidence) {
      evidence.turn = i;
      out.evidence.push_back(std::move(evidence));
    }
    if (turns[i].support && out.support) out.support = std::min(*out.support, *turns[i].support);
    conversation.turns.push_back(std::move(turns[i].pair()));
  }
  out.body = std::move(conversation);
  return out;
}

}  // namespace

CheckedConversation check_conversation(const GenerateOptions& options, const Chunk& chunk,
                                       const measure::Passage& passage,
                                       const ProposedConversation& proposed,
                                       const Completion& completion) {
  CheckedConversation out;
  std::vector<Example> turns;
  std::string earlier;
  const auto wanted = static_cast<std::size_t>(options.style.max_turns);
  const std::string_view language = wanted_language(options.style, chunk);
  for (std::size_t i = 0; i < std::min(proposed.size(), wanted); ++i) {
    auto turn = make_example(options, chunk, passage, language, proposed[i], completion, earlier);
    if (!turn) {
      out.fault = std::move(turn.error());
    } else if (i > 0) {
      out.fault = fault_among(passage, turns, *turn, options.mode);
    }
    if (out.fault) {
      out.fault->detail = fmt::format("turn {}: {}", i + 1, out.fault->detail);
      break;
    }
    earlier += fmt::format("{}{}\n\n{}", i == 0 ? "" : "\n\n", turn->pair().question,
                           turn->pair().answer);
    turns.push_back(std::move(*turn));
  }
  out.turns = turns.size();
  if (std::ssize(turns) >= options.style.min_turns)
    out.example = joined(std::move(turns));
  else if (!out.fault)
    out.fault = Fault{reasons::kTooFewTurns,
                      fmt::format("{}, at least {} are wanted", text::counted(out.turns, "turn"),
                                  options.style.min_turns)};
  return out;
}

}  // namespace generator::qa
