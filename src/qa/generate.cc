#include "qa/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "qa/generate_dialogues.h"
#include "qa/numbered.h"

namespace generator::qa {
namespace {

using measure::Passage;

std::string seeds_text(const Seeds& seeds, std::uint64_t position) {
  std::string out;
  for (const QaPair* row : seeds.for_chunk(position))
    fmt::format_to(std::back_inserter(out), "Q: {}\nA: {}\n\n", row->question, row->answer);
  return out.empty() ? out : prompt::fence("samples", text::trim(out));
}

std::string persona(const GenerateOptions& options, std::uint64_t position) {
  return options.personas.empty() ? "" : options.personas[position % options.personas.size()];
}

std::string language_of(const Style& style) {
  return style.language == "source" ? "" : style.language;
}

Inputs inputs_of(const GenerateOptions& options, const GenerateItem& item) {
  std::string chunk;
  json::Writer writer(chunk);
  write_chunk(writer, item.chunk);
  const Style& style = options.style;
  Inputs out{{{"chunk", std::move(chunk)},
              {"n_pairs", std::to_string(item.n_pairs)},
              {"mode", options.mode == Mode::kWrite ? "write" : "backtranslation"},
              {"min_words", std::to_string(style.min_words)},
              {"max_words", std::to_string(style.max_words)},
              {"language", language_of(style)},
              {"audience", style.audience},
              {"domain", style.domain},
              {"tone", style.tone},
              {"persona", persona(options, item.position)}}};
  if (!item.asked.empty()) out.values.emplace_back("asked", text::join(item.asked, "\n"));
  return out;
}

// The small set shows answers, not the passage: those of earlier rounds stand among the new ones.
std::int64_t answers_shown(const GenerateItem& item) {
  return item.n_pairs + static_cast<std::int64_t>(item.asked.size());
}

std::string asked_text(const GenerateItem& item) {
  return item.asked.empty() ? "" : prompt::fence("asked", text::join(item.asked, "\n"));
}

prompt::Values values_of(const GenerateOptions& options, const GenerateItem& item,
                         std::string passage) {
  const Style& style = options.style;
  return {{"passage", std::move(passage)},
          {"n_pairs", std::to_string(item.n_pairs)},
          {"min_words", std::to_string(style.min_words)},
          {"max_words", std::to_string(style.max_words)},
          {"language", language_of(style)},
          {"audience", style.audience},
          {"domain", style.domain},
          {"tone", style.tone},
          {"plain", style.markdown ? "" : "yes"},
          {"persona", persona(options, item.position)},
          {"samples", seeds_text(options.seeds, item.position)},
          {"asked", asked_text(item)},
          {"code_language", item.chunk.language}};
}

// Holes that hold the same in all requests of the stage; of a programming language there are few.
const std::vector<std::string_view> kCommon = {
    "min_words", "max_words", "language", "audience", "domain", "tone", "plain", "code_language"};

Reject rejected(const Example& example, std::string_view code, std::string detail) {
  return {std::string(code), std::move(detail), example.provenance.chunk_id, example_text(example)};
}

}  // namespace

Result<Mode> read_mode(std::string_view name) {
  if (name == "backtranslation") return Mode::kBacktranslation;
  if (name == "write") return Mode::kWrite;
  return fail(ErrorKind::kWrongUse,
              fmt::format("--mode: `{}` is neither backtranslation nor write", name));
}

std::vector<prompt::Hole> Generation::holes(prompt::Set) {
  return {{"passage", "the passage with numbered units, fenced; in the small set the one answer"},
          {"n_pairs", "how many pairs are wanted"},
          {"min_words", "the least words of an answer"},
          {"max_words", "the most words of an answer"},
          {"language", "the language to write in; empty: the passage's own"},
          {"audience", "for whom the questions are; may be empty"},
          {"domain", "the field; may be empty"},
          {"tone", "the tone; may be empty"},
          {"plain", "not empty where Markdown is not wanted"},
          {"persona", "who asks; may be empty"},
          {"samples", "pairs of the user's own as examples, fenced; may be empty"},
          {"asked", "questions that were asked of the passage before, fenced; may be empty"},
          {"code_language", "the programming language of a passage of source code; may be empty"}};
}

const Passage& GenerateItem::passage() {
  if (!read) read = measure::read_passage(chunk);
  read->text = chunk.text;  // which moves with the item
  return *read;
}

Generation::Generation(Prompt for_text, Prompt for_code, prompt::Set set, GenerateOptions options)
    : text_(std::move(for_text)),
      code_(std::move(for_code)),
      set_(set),
      options_(std::move(options)) {}

Result<std::unique_ptr<Generation>> Generation::make(const prompt::Library& library,
                                                     prompt::Set set, GenerateOptions options) {
  const std::string end = options.mode == Mode::kWrite ? "_write" : "";
  Prompt prompts[2];
  for (int i = 0; i < 2; ++i) {
    TRY(prompts[i].text, library.find((i == 0 ? "generate" : "generate_code") + end, set));
    CHECK_OK(prompts[i].text->check_holes(holes(set)));
    prompts[i].schema = {"pairs", prompts[i].text->schema()};
  }
  return std::unique_ptr<Generation>(
      new Generation(std::move(prompts[0]), std::move(prompts[1]), set, std::move(options)));
}

const Generation::Prompt& Generation::prompt_for(const Chunk& chunk) const {
  return chunk.kind == ChunkKind::kCode ? code_ : text_;
}

Result<ChatRequest> Generation::ask_of(const GenerateItem& item, const Passage& passage) const {
  const Prompt& prompt = prompt_for(item.chunk);
  ChatRequest request;
  if (!options_.from_inputs) {
    TRY(request.messages,
        prompt.text->render(values_of(options_, item, prompt::fence("passage", numbered(passage))),
                            kCommon));
  }
  request.schema = prompt.schema.json.empty() ? nullptr : &prompt.schema;
  request.sampling = options_.sampling;
  request.task = "generate";
  request.inputs = inputs_of(options_, item);
  return request;
}

Result<std::vector<Ask>> Generation::asks(GenerateItem item) const { return asks_of(item); }

Result<std::vector<Ask>> Generation::asks_of(GenerateItem& item) const {
  const Passage& passage = item.passage();
  std::vector<Ask> out;
  if (set_ == prompt::Set::kFull) {
    TRY(ChatRequest request, ask_of(item, passage));
    out.push_back({std::move(request), 0});
    return out;
  }
  for (const auto& units : candidate_answers(passage, item.chunk.language, options_.style.min_words,
                                             options_.style.max_words, answers_shown(item))) {
    const Prompt& prompt = prompt_for(item.chunk);
    ChatRequest request;
    if (!options_.from_inputs) {
      const std::string shown = shown_answer(passage, units, item.chunk.language);
      TRY(request.messages,
          prompt.text->render(values_of(options_, item, prompt::fence("answer", shown)), kCommon));
    }
    request.schema = prompt.schema.json.empty() ? nullptr : &prompt.schema;
    request.sampling = options_.sampling;
    request.task = "generate";
    request.inputs = inputs_of(options_, item);
    out.push_back({std::move(request), 0});
  }
  return out;
}

Result<std::unique_ptr<Dialogue>> Generation::begin(GenerateItem item) const {
  TRY(std::vector<Ask> asked, asks_of(item));
  if (set_ == prompt::Set::kFull)
    return chunk_dialogue(*this, std::move(item), std::move(asked[0].request));
  auto units = candidate_answers(item.passage(), item.chunk.language, options_.style.min_words,
                                 options_.style.max_words, answers_shown(item));
  return passages_dialogue(options_, std::move(item), std::move(asked), std::move(units));
}

Finished without_repeats(Finished finished, KeptQuestions& kept) {
  Finished out;
  out.rejects = std::move(finished.rejects);
  for (Example& example : finished.examples) {
    if (kept.add(example.pair().question)) {
      out.examples.push_back(std::move(example));
      continue;
    }
    out.rejects.push_back(rejected(example, reasons::kRepeatedQuestion, example.pair().question));
  }
  return out;
}

Finished at_most(Finished finished, std::int64_t most) {
  const auto kept = static_cast<std::size_t>(std::max<std::int64_t>(most, 0));
  for (std::size_t i = kept; i < finished.examples.size(); ++i)
    finished.rejects.push_back(rejected(finished.examples[i], reasons::kSurplus, ""));
  finished.examples.resize(std::min(kept, finished.examples.size()));
  return finished;
}

}  // namespace generator::qa
