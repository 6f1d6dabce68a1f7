#include "qa/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/hash.h"
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

// A later round goes on in the mix where the earlier ones ended.
std::vector<std::string_view> kinds_of(const GenerateOptions& options, const GenerateItem& item) {
  if (item.second) return {};  // what joins two passages leaves no choice
  return options.mix.kinds(item.position, static_cast<std::int64_t>(item.asked.size()),
                           item.n_pairs);
}

std::int64_t turns_of(const Style& style, const Chunk& chunk) {
  const auto choices = static_cast<std::uint64_t>(style.max_turns - style.min_turns + 1);
  return style.min_turns + static_cast<std::int64_t>(checksum(chunk.id) % choices);
}

Inputs inputs_of(const GenerateOptions& options, const GenerateItem& item) {
  const Style& style = options.style;
  Inputs out{{{"chunk", chunk_text(item.chunk)},
              {"n_pairs", std::to_string(item.n_pairs)},
              {"mode", options.mode == Mode::kWrite ? "write" : "backtranslation"},
              {"min_words", std::to_string(style.min_words)},
              {"max_words", std::to_string(style.max_words)},
              {"language", language_of(style)},
              {"audience", style.audience},
              {"domain", style.domain},
              {"tone", style.tone},
              {"persona", persona(options, item.position)}}};
  if (item.second)
    out.values.emplace_back("second", chunk_text(*item.second));
  else if (style.has_conversations())
    out.values.emplace_back(
        "turns", fmt::format("{}:{}", style.min_turns, turns_of(style, item.chunk)));
  if (!item.asked.empty()) out.values.emplace_back("asked", text::join(item.asked, "\n"));
  if (const auto kinds = kinds_of(options, item); !kinds.empty())
    out.values.emplace_back("kinds", text::join({kinds.begin(), kinds.end()}, "\n"));
  return out;
}

std::string asked_text(const GenerateItem& item) {
  return item.asked.empty() ? "" : prompt::fence("asked", text::join(item.asked, "\n"));
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
  return {{"passage",
           "the passage with numbered units, fenced; in the small set the one answer; for "
           "questions that need two both, each in its fence"},
          {"sentence",
           "in the small set the sentence that the answer opens with, alone and not fenced"},
          {"question", "in the small set of mode write the question to answer"},
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
          {"kinds", "how many questions of which kind are wanted, as --question-mix says; may be empty"},
          {"turns", "how many turns a conversation is to have"},
          {"min_turns", "how many turns a conversation has at least"},
          {"code_language", "the programming language of a passage of source code; may be empty"}};
}

const Passage& GenerateItem::passage() {
  if (!read) read = measure::read_passage(chunk);
  read->text = chunk.text;  // which moves with the item
  return *read;
}

const Passage& GenerateItem::second_passage() {
  if (!second_read) second_read = measure::read_passage(*second);
  second_read->text = second->text;
  return *second_read;
}

Generation::Generation(prompt::Set set, GenerateOptions options)
    : set_(set), options_(std::move(options)) {}

Result<Generation::Prompt> Generation::find_prompt(const prompt::Library& library,
                                                   const std::string& name) const {
  TRY(const prompt::Template* text, library.find(name, set_));
  CHECK_OK(text->check_holes(holes(set_)));
  return Prompt{text, {"pairs", text->schema()}};
}

Result<std::unique_ptr<Generation>> Generation::make(const prompt::Library& library,
                                                     prompt::Set set, GenerateOptions options) {
  std::unique_ptr<Generation> out(new Generation(set, std::move(options)));
  const bool writes = out->options_.mode == Mode::kWrite;
  const bool asks_twice = writes && set == prompt::Set::kSmall;
  const std::string end = writes && !asks_twice ? "_write" : "";
  TRY(out->text_, out->find_prompt(library, "generate" + end));
  TRY(out->code_, out->find_prompt(library, "generate_code" + end));
  TRY(out->multi_hop_, out->find_prompt(library, writes ? "generate_multi_hop_write"
                                                        : "generate_multi_hop"));
  TRY(out->conversation_, out->find_prompt(library, writes ? "generate_conversation_write"
                                                           : "generate_conversation"));
  out->conversation_.schema.name = "conversations";
  if (asks_twice) {
    TRY(out->text_answer_, out->find_prompt(library, "generate_write"));
    TRY(out->code_answer_, out->find_prompt(library, "generate_code_write"));
  }
  return out;
}

const Generation::Prompt& Generation::prompt_for(const Chunk& chunk) const {
  return chunk.kind == ChunkKind::kCode ? code_ : text_;
}

prompt::Values Generation::values_of(const GenerateOptions& options, const GenerateItem& item,
                                     Shown shown) {
  const Style& style = options.style;
  return {{"passage", std::move(shown.passage)},
          {"sentence", std::move(shown.sentence)},
          {"question", std::move(shown.question)},
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
          {"kinds", in_words(kinds_of(options, item))},
          {"turns", std::to_string(turns_of(style, item.chunk))},
          {"min_turns", std::to_string(style.min_turns)},
          {"code_language", item.chunk.language}};
}

Result<ChatRequest> Generation::request(const GenerateItem& item, const Prompt& prompt,
                                        Shown shown) const {
  ChatRequest request;
  if (!options_.from_inputs) {
    TRY(request.messages,
        prompt.text->render(values_of(options_, item, std::move(shown)), kCommon));
  }
  request.schema = prompt.schema.json.empty() ? nullptr : &prompt.schema;
  request.sampling = options_.sampling;
  request.task = "generate";
  request.inputs = inputs_of(options_, item);
  return request;
}

Result<ChatRequest> Generation::ask_of(const GenerateItem& item, const Passage& passage) const {
  Shown shown;
  if (!options_.from_inputs) shown.passage = prompt::fence("passage", numbered(passage));
  return request(item, prompt_for(item.chunk), std::move(shown));
}

Result<ChatRequest> Generation::ask_of_both(const GenerateItem& item, const Passage& first,
                                            const Passage& second) const {
  Shown shown;
  if (!options_.from_inputs)
    shown.passage = prompt::fence("passage", numbered(first)) + "\n\n" +
                    prompt::fence("passage", numbered(second, first.units.size() + 1));
  return request(item, multi_hop_, std::move(shown));
}

Result<ChatRequest> Generation::ask_conversation(const GenerateItem& item,
                                                 const Passage& passage) const {
  Shown shown;
  if (!options_.from_inputs) shown.passage = prompt::fence("passage", numbered(passage));
  return request(item, conversation_, std::move(shown));
}

Result<ChatRequest> Generation::ask_question(const GenerateItem& item,
                                             const Candidate& candidate) const {
  return request(item, prompt_for(item.chunk),
                 {prompt::fence("answer", candidate.headings + candidate.lead), candidate.lead,
                  ""});
}

Result<ChatRequest> Generation::ask_answer(const GenerateItem& item, const Candidate& candidate,
                                           const std::string& question) const {
  return request(item, item.chunk.kind == ChunkKind::kCode ? code_answer_ : text_answer_,
                 {prompt::fence("passage", candidate.text), candidate.lead,
                  prompt::fence("question", question)});
}

Result<std::vector<Ask>> Generation::asks(GenerateItem item) const {
  TRY(const auto dialogue, begin(std::move(item)));
  Turn opening = dialogue->open();
  auto* asks = std::get_if<std::vector<Ask>>(&opening);
  return asks == nullptr ? std::vector<Ask>{} : std::move(*asks);
}

Result<std::unique_ptr<Dialogue>> Generation::begin(GenerateItem item) const {
  if (item.second) {
    const Passage first = item.passage();
    TRY(ChatRequest request, ask_of_both(item, first, item.second_passage()));
    return multi_hop_dialogue(*this, std::move(item), std::move(request));
  }
  if (options_.style.has_conversations()) {
    TRY(ChatRequest request, ask_conversation(item, item.passage()));
    return conversation_dialogue(*this, std::move(item), std::move(request));
  }
  if (set_ == prompt::Set::kFull) {
    TRY(ChatRequest request, ask_of(item, item.passage()));
    return chunk_dialogue(*this, std::move(item), std::move(request));
  }
  std::vector<Candidate> found = candidate_answers(
      item.passage(), item.chunk.language, options_.style.min_words, options_.style.max_words);
  // Those of earlier rounds come first, and are answered from the ledger.
  const std::size_t first = static_cast<std::size_t>(item.n_pairs) + item.asked.size();
  std::vector<Ask> asks;
  for (std::size_t i = 0; i < std::min(first, found.size()); ++i) {
    TRY(ChatRequest request, ask_question(item, found[i]));
    asks.push_back({std::move(request), 0});
  }
  return passages_dialogue(*this, std::move(item), std::move(asks), std::move(found));
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

bool JoinedPassages::add(const Example& example, int most_of_a_chunk) {
  const std::vector<std::string> ids = chunk_ids(example);
  const bool is_overused =
      std::ranges::any_of(ids, [&](const auto& id) { return chunks_[id] >= most_of_a_chunk; }) ||
      std::ranges::any_of(example.evidence, [&](const Evidence& evidence) {
        return places_[{evidence.chunk_id, evidence.bytes.begin}] >= kMostOfAPlace;
      });
  if (is_overused) return false;
  for (const std::string& id : ids) ++chunks_[id];
  for (const Evidence& evidence : example.evidence)
    ++places_[{evidence.chunk_id, evidence.bytes.begin}];
  return true;
}

Finished without_overused(Finished finished, JoinedPassages& joined, int most_of_a_chunk) {
  Finished out;
  out.rejects = std::move(finished.rejects);
  for (Example& example : finished.examples) {
    if (!example.multi_hop || joined.add(example, most_of_a_chunk))
      out.examples.push_back(std::move(example));
    else
      out.rejects.push_back(
          rejected(example, reasons::kSurplus,
                   fmt::format("its passages are in {} rows of two passages already, or what it "
                               "says of one of them in {}",
                               most_of_a_chunk, JoinedPassages::kMostOfAPlace)));
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
