#include "qa/support_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "data/reasons.h"
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

}  // namespace

std::optional<Fault> support_fault(std::string_view question, std::string_view answer,
                                   const measure::Passage& passage, const HeadingPath& headings,
                                   const Style& style) {
  const std::string known = fmt::format("{}\n\n{}", question, text::join(headings, "\n\n"));
  const std::string_view said = language_of(answer), source = language_of(passage.text);
  measure::SupportOptions options;
  options.known = known;
  options.facts_only = !said.empty() && !source.empty() && said != source;
  const measure::Support support = measure::support(answer, passage, options);
  const bool is_refuted = std::ranges::any_of(support.sentences, refutes);
  if (support.share >= style.min_support && !(is_refuted && style.min_support > 0))
    return std::nullopt;
  const std::string facts = measure::unsupported_text(support);
  return Fault{reasons::kLowSupport,
               fmt::format("{:.2f} of it is supported, {:.2f} is wanted{}{}; it says {}",
                           support.share, style.min_support, facts.empty() ? "" : "; not there: ",
                           facts, first_unsupported(support, answer))};
}

std::optional<Fault> support_fault(const SourcedExample& item, std::string_view rewritten,
                                   const Style& style) {
  Chunk original;
  original.text = item.example.pair().answer;
  const Chunk& source = item.chunk ? *item.chunk : original;
  return support_fault(item.example.pair().question, rewritten, measure::read_passage(source),
                       source.headings, style);
}

}  // namespace generator::qa
