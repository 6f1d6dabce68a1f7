#include "cot/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "base/text.h"
#include "cot/check.h"
#include "cot/generate_dialogue.h"
#include "data/reasons.h"
#include "prompt/reply.h"
#include "qa/answer.h"
#include "qa/language.h"
#include "qa/pair_check.h"
#include "qa/pair_reply.h"
#include "qa/seeds.h"
#include "qa/stand_alone.h"

namespace generator::cot {
namespace {

// Holes that hold the same in all requests of the stage.
const std::vector<std::string_view> kCommon = {"min_steps", "max_steps", "max_words", "language",
                                               "audience",  "domain",    "tone"};
constexpr std::size_t kLongAnswer = 6;  // words; a shorter one may be a name out of the question

std::string language_of(const qa::Style& style) {
  return style.language == "source" ? "" : style.language;
}

std::optional<qa::Fault> fault_of_answer(const qa::Style& style, const Thought& thought) {
  const std::int64_t words = qa::count_words(thought.answer);
  if (words > style.max_words)
    return qa::Fault{reasons::kAnswerTooLong,
                     fmt::format("{}, at most {} are wanted", text::counted(words, "word"),
                                 style.max_words)};
  if (words >= static_cast<std::int64_t>(kLongAnswer) &&
      qa::gives_answer_away(thought.question, thought.answer))
    return qa::Fault{reasons::kGivesAnswerAway,
                     "more than two thirds of the answer's words stand in the question"};
  return std::nullopt;
}

}  // namespace

std::vector<prompt::Hole> GenerateCot::holes() {
  return {{"passage", "the passage with its headings, fenced"},
          {"n_pairs", "how many pairs are wanted"},
          {"min_steps", "fewest steps"},
          {"max_steps", "most steps"},
          {"max_words", "the most words of an answer"},
          {"language", "the language to write in; empty: the passage's own"},
          {"audience", "for whom the questions are; may be empty"},
          {"domain", "the field; may be empty"},
          {"tone", "the tone; may be empty"},
          {"asked", "questions that were asked of the passage before, fenced; may be empty"},
          {"code_language", "the programming language of a passage of source code; may be empty"}};
}

Result<std::unique_ptr<GenerateCot>> GenerateCot::make(const prompt::Library& library,
                                                       prompt::Set set, ThinkOptions options) {
  TRY(Thinking thinking, Thinking::make(library, set, std::move(options)));
  std::unique_ptr<GenerateCot> out(new GenerateCot(std::move(thinking), set));
  TRY(out->prompt_, library.find("generate_cot", set));
  CHECK_OK(out->prompt_->check_holes(holes()));
  out->schema_ = {"pairs", out->prompt_->schema()};
  return out;
}

Result<ChatRequest> GenerateCot::ask(const qa::GenerateItem& item, const Chunk& part) const {
  const ThinkOptions& options = thinking_.options();
  const qa::Style& style = options.style;
  const std::string pairs = std::to_string(set_ == prompt::Set::kSmall ? 1 : item.n_pairs);
  const std::string asked = text::join(item.asked, "\n");
  const prompt::Values settings = {{"min_steps", std::to_string(options.steps.least)},
                                   {"max_steps", std::to_string(options.steps.most)},
                                   {"max_words", std::to_string(style.max_words)},
                                   {"language", language_of(style)},
                                   {"audience", style.audience},
                                   {"domain", style.domain},
                                   {"tone", style.tone},
                                   {"n_pairs", pairs}};
  ChatRequest out;
  if (!options.from_inputs) {
    prompt::Values values = settings;
    values.emplace_back("passage", prompt::fence("passage", passage_text(part)));
    values.emplace_back("asked", asked.empty() ? "" : prompt::fence("asked", asked));
    values.emplace_back("code_language", part.language);
    TRY(out.messages, prompt_->render(values, kCommon));
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options.sampling;
  out.task = "generate_cot";
  std::string chunk;
  json::Writer writer(chunk);
  write_chunk(writer, part);
  out.inputs.values.emplace_back("chunk", std::move(chunk));
  for (const auto& [name, value] : settings) out.inputs.values.emplace_back(name, value);
  if (!asked.empty()) out.inputs.values.emplace_back("asked", asked);
  return out;
}

qa::Checked<Example> GenerateCot::row_of(const qa::GenerateItem& item, const Thought& thought,
                                         const Completion& completion) const {
  const ThinkOptions& options = thinking_.options();
  const Chunk& chunk = item.chunk;
  const qa::QuestionPlace place{chunk.headings, chunk.text, chunk.kind == ChunkKind::kCode};
  auto question = qa::stand_alone(thought.question, place);
  if (!question) return tl::unexpected(std::move(question.error()));
  const std::string_view wanted = qa::wanted_language(options.style, chunk);
  for (const std::string_view said : {std::string_view(*question), std::string_view(thought.answer)})
    if (const auto spoken = qa::language_of(said);
        !wanted.empty() && !spoken.empty() && spoken != wanted)
      return qa::refuse(reasons::kWrongLanguage,
                        fmt::format("it is in `{}`, wanted is `{}`", spoken, wanted));
  if (auto fault = fault_of_answer(options.style, thought)) return tl::unexpected(std::move(*fault));
  const Reasoned about{*question, thought.answer, &chunk};
  if (auto fault = reasoning_fault(about, thought.steps, options.steps))
    return tl::unexpected(std::move(*fault));
  if (auto fault = answer_fault(about, thought.steps)) return tl::unexpected(std::move(*fault));
  Example out;
  out.id = fmt::format("{}/{}", chunk.id, qa::question_key(*question).hex().substr(0, 8));
  for (const Span& bytes : evidence_of(chunk, *question, thought.steps))
    out.evidence.push_back({chunk.id, bytes});
  out.kind = qa::kind_of(*question, thought.kind);
  out.answer_form = "written";
  out.provenance = {chunk.id, chunk.source, completion.model, iso_time(completion.unix_ms)};
  out.pair() = {std::move(*question), thought.steps, thought.answer};
  return out;
}

Result<std::unique_ptr<Dialogue>> GenerateCot::begin(qa::GenerateItem item) const {
  TRY(ChatRequest request, ask(item, item.chunk));
  return generate_dialogue(*this, std::move(item), std::move(request));
}

Result<ProposedThoughts> read_thoughts(std::string_view reply) {
  TRY(const prompt::Reply read, prompt::read_reply(reply));
  json::Value list = read.json.root();
  if (const auto pairs = list.find("pairs")) list = *pairs;
  ProposedThoughts out;
  const std::size_t count = list.is_array() ? list.size() : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const json::Value value = list.is_array() ? list.at(i) : list;
    auto pair = read_thought(value);
    if (pair)
      out.pairs.push_back(std::move(*pair));
    else
      out.unreadable.emplace_back(value.raw(), pair.error().message);
  }
  if (out.pairs.empty() && !out.unreadable.empty())
    return fail(ErrorKind::kInvalidInput, out.unreadable[0].second);
  if (out.pairs.empty() && read.cut)
    return fail(ErrorKind::kInvalidInput, "the reply ends before its first pair is complete");
  return out;
}

}  // namespace generator::cot
