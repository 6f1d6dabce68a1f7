#include "qa/pair_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
#include "data/reasons.h"
#include "qa/answer.h"
#include "qa/follow_up.h"
#include "qa/language.h"
#include "qa/pointer.h"
#include "qa/stand_alone.h"
#include "qa/support_check.h"

namespace generator::qa {
namespace {

// Words that carry content: four letters and more, lower case.
std::set<std::string> content_words(std::string_view s) {
  std::set<std::string> out;
  const std::string lower = text::to_lower(s);
  for (std::size_t at = 0; at < lower.size();) {
    const std::size_t begin = at;
    while (at < lower.size() && text::is_word(lower[at])) ++at;
    const auto word = std::string_view(lower).substr(begin, at - begin);
    if (text::length(word) >= 4) out.emplace(word);
    if (at == begin) ++at;
  }
  return out;
}

}  // namespace

// The headings over the first unit of the answer.
HeadingPath headings_of(const measure::Passage& passage, const Answer& answer) {
  const auto& unit = passage.units[static_cast<std::size_t>(answer.units.front()) - 1];
  const auto& block = passage.blocks[static_cast<std::size_t>(unit.block)];
  return passage.sections[static_cast<std::size_t>(block.section)].headings;
}

std::optional<Fault> length_fault(std::string_view answer, const Style& style) {
  const std::int64_t words = count_words(answer);
  if (words < style.min_words)
    return Fault{reasons::kAnswerTooShort,
                 fmt::format("{}, at least {} are wanted", text::counted(words, "word"),
                             style.min_words)};
  if (words > style.max_words)
    return Fault{reasons::kAnswerTooLong,
                 fmt::format("{}, at most {} are wanted", text::counted(words, "word"),
                             style.max_words)};
  return std::nullopt;
}

Checked<std::string> written_answer(const ProposedPair& pair) {
  return without_pointers(text::trim(pair.answer), Present{true, true, true});
}

namespace {

// In mode write the model's words are the answer, and the units only its evidence.
Checked<Answer> answer_of(const GenerateOptions& options, const Chunk& chunk,
                          const measure::Passage& passage, const ProposedPair& pair) {
  const AnswerWords words{options.style.min_words, options.style.max_words};
  if (options.mode == Mode::kBacktranslation)
    return assemble(passage, pair.units, chunk.language, words);
  auto cited = assemble(passage, pair.units, chunk.language, {0, INT64_MAX});
  if (!cited) return cited;
  auto written = written_answer(pair);
  if (!written) return tl::unexpected(std::move(written.error()));
  cited->text = std::move(*written);
  if (auto fault = length_fault(cited->text, options.style))
    return tl::unexpected(std::move(*fault));
  return cited;
}

}  // namespace

std::string_view wanted_language(const Style& style, const Chunk& chunk) {
  if (!style.language.empty() && style.language != "source") return language_code(style.language);
  return chunk.kind == ChunkKind::kCode ? "" : language_of(chunk.text);
}

bool gives_answer_away(std::string_view question, std::string_view answer) {
  const auto asked = content_words(question);
  const auto said = content_words(answer);
  if (said.empty()) return false;
  const auto shared = std::count_if(said.begin(), said.end(),
                                    [&](const auto& word) { return asked.contains(word); });
  return static_cast<std::size_t>(shared) * 3 > said.size() * 2;
}

Checked<Example> make_example(const GenerateOptions& options, const Chunk& chunk,
                              const measure::Passage& passage, std::string_view language,
                              const ProposedPair& pair, const Completion& completion,
                              std::string_view earlier) {
  auto answer = answer_of(options, chunk, passage, pair);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  FoundAnswer found{std::move(answer->text), {}, headings_of(passage, *answer), chunk.text,
                    chunk.kind == ChunkKind::kCode, earlier};
  for (const Span& bytes : answer->evidence) found.evidence.push_back({chunk.id, bytes});
  const HeadingPath headings = found.headings;
  auto example = as_example(options, chunk, language, pair, completion, std::move(found));
  if (!example || options.mode != Mode::kWrite) return example;
  const std::string known = fmt::format("{}\n\n{}", earlier, example->pair().question);
  SupportCheck check = check_support(known, example->pair().answer, passage, headings,
                                     options.style);
  if (check.fault) return tl::unexpected(std::move(*check.fault));
  note_support(check, chunk.id, *example);
  return example;
}

Checked<Example> as_example(const GenerateOptions& options, const Chunk& chunk,
                            std::string_view language, const ProposedPair& pair,
                            const Completion& completion, FoundAnswer answer) {
  auto question = answer.earlier.empty()
                      ? stand_alone(pair.question,
                                    {answer.headings, answer.passage, answer.is_code})
                      : follow_up(pair.question, answer.earlier);
  if (!question) return tl::unexpected(std::move(question.error()));
  std::vector<std::string_view> said_texts = {*question};
  if (options.mode == Mode::kWrite) said_texts.push_back(answer.text);
  for (const std::string_view said : said_texts) {
    const std::string_view spoken = language_of(said);
    if (!language.empty() && !spoken.empty() && spoken != language)
      return refuse(reasons::kWrongLanguage,
                    fmt::format("it is in `{}`, wanted is `{}`", spoken, language));
  }
  if (gives_answer_away(*question, answer.text))
    return refuse(reasons::kGivesAnswerAway,
                  "more than two thirds of the answer's words stand in the question");
  if (options.seeds.has(*question, answer.text))
    return refuse(reasons::kSeedRow, "a row of data.seeds");
  Example example;
  example.support = 1;  // of what is copied
  example.id = fmt::format("{}/{}", chunk.id, question_key(*question).hex().substr(0, 8));
  example.pair().question = std::move(*question);
  example.pair().answer = std::move(answer.text);
  example.evidence = std::move(answer.evidence);
  example.kind = kind_of(example.pair().question, pair.kind);
  example.answer_form = options.mode == Mode::kWrite ? "written" : "verbatim";
  example.provenance = {chunk.id, chunk.source, completion.model, iso_time(completion.unix_ms)};
  return example;
}

}  // namespace generator::qa
