#include "qa/multi_hop_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "data/reasons.h"
#include "measure/support.h"
#include "qa/answer.h"
#include "qa/language.h"
#include "qa/pair_check.h"
#include "qa/support_check.h"

namespace generator::qa {
namespace {

using measure::Passage;

// What a passage gives to an answer.
struct Part {
  const Chunk& chunk;
  const Passage& passage;
  std::vector<int> units;
  Answer answer{};
};

// The question is not taken as known: a passage that never names what is asked about does not
// support what is said of it.
double share_alone(std::string_view answer, const Passage& passage) {
  const std::string_view said = language_of(answer), source = language_of(passage.text);
  measure::SupportOptions options;
  options.facts_only = !said.empty() && !source.empty() && said != source;
  return measure::support(answer, passage, options).share;
}

// The titles that both stand under; of two documents, those of the first.
HeadingPath shared_headings(const Chunk& first, const Chunk& second) {
  HeadingPath out;
  const auto ends = std::ranges::mismatch(first.headings, second.headings);
  out.assign(first.headings.begin(), ends.in1);
  return out.empty() && !first.headings.empty() ? HeadingPath{first.headings.front()} : out;
}

// Both parts, in the order in which the pair cites them first.
Checked<std::vector<Part>> parts_of(const GenerateItem& item, const Passage& first,
                                    const Passage& second, const ProposedPair& pair) {
  const int last = static_cast<int>(first.units.size());
  std::vector<Part> out = {{item.chunk, first, {}}, {*item.second, second, {}}};
  for (const int unit : pair.units)
    unit > last ? out[1].units.push_back(unit - last) : out[0].units.push_back(unit);
  for (const Part& part : out)
    if (part.units.empty())
      return refuse(reasons::kNeedsOnePassage,
                    fmt::format("it cites nothing of `{}`", part.chunk.id));
  for (Part& part : out) {
    auto answer = assemble(part.passage, part.units, part.chunk.language, {0, INT64_MAX});
    if (!answer) return tl::unexpected(std::move(answer.error()));
    part.answer = std::move(*answer);
  }
  const bool is_turned = pair.units.front() > last;
  return is_turned ? std::vector<Part>{out[1], out[0]} : out;
}

Checked<std::string> text_of(const GenerateOptions& options, const std::vector<Part>& parts,
                             const ProposedPair& pair) {
  if (options.mode == Mode::kWrite) return written_answer(pair);
  return parts[0].answer.text + "\n\n" + parts[1].answer.text;
}

}  // namespace

std::optional<Fault> one_passage_fault(std::string_view answer, const Passage& first,
                                       const Passage& second) {
  const double alone[] = {share_alone(answer, first), share_alone(answer, second)};
  const std::size_t more = alone[1] > alone[0] ? 1 : 0;
  if (alone[more] < kAloneAtMost) return std::nullopt;
  return Fault{reasons::kNeedsOnePassage,
               fmt::format("the {} passage alone supports {:.2f} of it, less than {:.2f} is wanted",
                           more == 0 ? "first" : "second", alone[more], kAloneAtMost)};
}

Checked<Example> make_multi_hop_example(const GenerateOptions& options, const GenerateItem& item,
                                        const Passage& first, const Passage& second,
                                        const ProposedPair& pair, const Completion& completion) {
  auto parts = parts_of(item, first, second, pair);
  if (!parts) return tl::unexpected(std::move(parts.error()));
  auto answer = text_of(options, *parts, pair);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  if (auto fault = length_fault(*answer, options.style)) return tl::unexpected(std::move(*fault));
  const std::string text = item.chunk.text + "\n\n" + item.second->text;
  FoundAnswer found{std::move(*answer), {}, shared_headings(item.chunk, *item.second), text,
                    item.chunk.kind == ChunkKind::kCode};
  for (const Part& part : *parts)
    for (const Span& bytes : part.answer.evidence) found.evidence.push_back({part.chunk.id, bytes});
  auto example = as_example(options, item.chunk, wanted_language(options.style, item.chunk), pair,
                            completion, std::move(found));
  if (!example) return example;
  example->multi_hop = true;
  const QaPair& made = example->pair();
  if (auto fault = one_passage_fault(made.answer, first, second))
    return tl::unexpected(std::move(*fault));
  SupportCheck check =
      check_support(made.question, made.answer, first, second,
                    headings_of_both(item.chunk, *item.second), options.style);
  if (check.fault) return tl::unexpected(std::move(*check.fault));
  if (options.mode == Mode::kWrite)
    note_support(check, {{}, item.chunk, false, item.second}, *example);
  return example;
}

}  // namespace generator::qa
