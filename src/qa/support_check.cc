#include "qa/support_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/joined_passage.h"
#include "measure/support.h"
#include "qa/language.h"

namespace generator::qa {
namespace {

constexpr std::size_t kShown = 120;  // bytes of a sentence that has no support

bool refutes(const measure::SentenceSupport& sentence) {
  return !sentence.is_verbatim &&
         (!sentence.conflict.empty() ||
          std::ranges::any_of(sentence.missing,
                              [](const measure::Fact& fact) { return measure::is_hard(fact.kind); }));
}

// What says the supported sentences, each place once.
std::vector<Span> spans_of(const measure::Support& support) {
  std::vector<Span> all, out;
  for (const measure::SentenceSupport& sentence : support.sentences)
    if (sentence.is_supported())
      all.insert(all.end(), sentence.source.begin(), sentence.source.end());
  std::ranges::sort(all, {}, &Span::begin);
  for (const Span& span : all) {
    if (out.empty() || span.begin >= out.back().end)
      out.push_back(span);
    else
      out.back().end = std::max(out.back().end, span.end);
  }
  return out;
}

// The first sentence that is not supported, for a person to find it.
std::string first_unsupported(const measure::Support& support, std::string_view answer) {
  for (const measure::SentenceSupport& sentence : support.sentences) {
    if (sentence.is_supported()) continue;
    const std::string_view text = text::trim(
        answer.substr(static_cast<std::size_t>(sentence.bytes.begin),
                      static_cast<std::size_t>(sentence.bytes.end - sentence.bytes.begin)));
    const std::string_view shown = text::prefix(text, kShown);
    return fmt::format("\"{}{}\"", shown, shown.size() < text.size() ? "…" : "");
  }
  return "";
}

// Where nothing was found, what was known stays.
void replace_evidence(const std::vector<Span>& source, std::string_view chunk_id, std::size_t turn,
                      Example& example) {
  if (source.empty()) return;
  std::erase_if(example.evidence, [&](const Evidence& evidence) {
    return !evidence.required && evidence.turn == turn &&
           (evidence.chunk_id == chunk_id || evidence.chunk_id.empty());
  });
  for (const Span& bytes : source)
    example.evidence.push_back({std::string(chunk_id), bytes, false, turn});
}

// The turn's question, behind those before it.
std::string asked_until(const Example& example, std::size_t turn) {
  std::string out;
  for (const QaPair& each : example.turns().first(turn + 1))
    out.append(out.empty() ? "" : "\n\n").append(each.question);
  return out;
}

}  // namespace

HeadingPath headings_of_both(const Chunk& first, const Chunk& second) {
  HeadingPath out = first.headings;
  out.insert(out.end(), second.headings.begin(), second.headings.end());
  return out;
}

SupportCheck check_support(std::string_view question, std::string_view answer,
                           const measure::Passage& passage, const HeadingPath& headings,
                           const Style& style) {
  const std::string known = fmt::format("{}\n\n{}", question, text::join(headings, "\n\n"));
  const std::string_view said = language_of(answer), source = language_of(passage.text);
  SupportCheck out;
  out.facts_only = !said.empty() && !source.empty() && said != source;
  const measure::Support support =
      measure::support(answer, passage, {.known = known, .facts_only = out.facts_only});
  out.share = support.share;
  out.source = spans_of(support);
  const bool is_refuted = std::ranges::any_of(support.sentences, refutes);
  if (support.share >= style.min_support && !(is_refuted && style.min_support > 0)) return out;
  const std::string facts = measure::unsupported_text(support);
  out.fault = Fault{reasons::kLowSupport,
                    fmt::format("{:.2f} of it is supported, {:.2f} is wanted{}{}; it says {}",
                                support.share, style.min_support,
                                facts.empty() ? "" : "; not there: ", facts,
                                first_unsupported(support, answer))};
  return out;
}

SupportCheck check_support(std::string_view question, std::string_view answer,
                           const measure::Passage& first, const measure::Passage& second,
                           const HeadingPath& headings, const Style& style) {
  std::string text;
  const measure::Passage both = measure::joined(first, second, text);
  SupportCheck out = check_support(question, answer, both, headings, style);
  std::tie(out.source, out.second_source) = measure::apart(out.source, first);
  return out;
}

SupportCheck check_support(const SourcedExample& item, std::string_view answer, const Style& style,
                           std::size_t turn) {
  Chunk original;
  original.text = item.example.turns()[turn].answer;
  const Chunk& source = item.chunk ? *item.chunk : original;
  const std::string question = asked_until(item.example, turn);
  const measure::Passage first = measure::read_passage(source);
  if (!item.second) return check_support(question, answer, first, source.headings, style);
  return check_support(question, answer, first, measure::read_passage(*item.second),
                       headings_of_both(source, *item.second), style);
}

void note_support(const SupportCheck& check, std::string_view chunk_id, Example& example,
                  std::size_t turn) {
  const double share = std::round(check.share * 1000) / 1000;
  example.support = turn > 0 && example.support ? std::min(*example.support, share) : share;
  if (check.facts_only) return;
  replace_evidence(check.source, chunk_id, turn, example);
}

void note_support(const SupportCheck& check, const SourcedExample& item, Example& example,
                  std::size_t turn) {
  note_support(check, item.chunk->id, example, turn);
  if (item.second && !check.facts_only)
    replace_evidence(check.second_source, item.second->id, turn, example);
}

}  // namespace generator::qa
