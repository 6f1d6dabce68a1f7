#include "qa/generate.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "prompt/reply.h"
#include "qa/answer.h"
#include "qa/numbered.h"
#include "qa/pair_check.h"
#include "qa/pair_reply.h"

namespace generator::qa {
namespace {

using measure::Passage;

Reject reject_of(const Fault& fault, const Chunk& chunk, const ProposedPair& pair) {
  Reject reject{std::string(fault.code), fault.detail, chunk.id, ""};
  json::Writer row(reject.row);
  row.begin_object()
      .field("question", pair.question)
      .field("kind", pair.kind)
      .key("units")
      .begin_array();
  for (const int unit : pair.units) row.integer(unit);
  row.end_array();
  if (!pair.answer.empty()) row.field("answer", pair.answer);
  row.end_object();
  return reject;
}

Reject failure_of(const Failure& failure, const Chunk& chunk) {
  std::string_view code = reasons::kCallFailed;
  if (failure.kind == Failure::Kind::kRefused) code = reasons::kRefusedByModel;
  if (failure.kind == Failure::Kind::kTooLong) code = reasons::kContextTooLong;
  if (failure.kind == Failure::Kind::kAttemptsUsedUp) code = reasons::kUnreadableReply;
  return {std::string(code), failure.message, chunk.id, ""};
}

// Sorts proposed pairs into examples and rejects; more than `most` examples are surplus.
void sift(const GenerateOptions& options, const Chunk& chunk, const Passage& passage,
          const std::vector<ProposedPair>& pairs, const Completion& completion, std::int64_t most,
          Finished& finished) {
  for (const ProposedPair& pair : pairs) {
    auto example = make_example(options, chunk, passage, pair, completion);
    if (example && static_cast<std::int64_t>(finished.examples.size()) >= most)
      finished.rejects.push_back(
          reject_of({reasons::kSurplus, fmt::format("{} were asked for", most)}, chunk, pair));
    else if (example)
      finished.examples.push_back(std::move(*example));
    else
      finished.rejects.push_back(reject_of(example.error(), chunk, pair));
  }
}

void say_if_nothing(const Chunk& chunk, Finished& finished) {
  if (finished.examples.empty() && finished.rejects.empty())
    finished.rejects.push_back({std::string(reasons::kNothingToAsk), "", chunk.id, ""});
}

// The whole chunk in one request.
class ChunkDialogue final : public Dialogue {
 public:
  ChunkDialogue(const GenerateOptions& options, GenerateItem item, ChatRequest request)
      : options_(options), item_(std::move(item)), request_(std::move(request)) {}

  Turn open() override { return std::vector<Ask>{{request_, 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0]))
      return Finished{{}, {failure_of(*failure, item_.chunk)}};
    const Completion& completion = std::get<Completion>(outcomes[0]);
    TRY(const ProposedPairs read,
        read_pairs(completion.message.content, options_.mode == Mode::kWrite));
    const Passage passage = measure::read_passage(item_.chunk);
    Finished finished;
    sift(options_, item_.chunk, passage, read.pairs, completion, item_.n_pairs, finished);
    for (const auto& [row, why] : read.unreadable)
      finished.rejects.push_back(
          {std::string(reasons::kUnreadableReply), why, item_.chunk.id, row});
    say_if_nothing(item_.chunk, finished);
    return finished;
  }

 private:
  const GenerateOptions& options_;
  GenerateItem item_;
  ChatRequest request_;
};

// One request a passage that the program has chosen.
class PassagesDialogue final : public Dialogue {
 public:
  PassagesDialogue(const GenerateOptions& options, GenerateItem item, std::vector<Ask> asks,
                   std::vector<std::vector<int>> units)
      : options_(options),
        item_(std::move(item)),
        asks_(std::move(asks)),
        units_(std::move(units)) {}

  Turn open() override {
    if (!asks_.empty()) return std::move(asks_);
    Finished finished;
    say_if_nothing(item_.chunk, finished);
    return finished;
  }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    const Passage passage = measure::read_passage(item_.chunk);
    Finished finished;
    bool readable = false, has_reply = false;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (const auto* failure = std::get_if<Failure>(&outcomes[i])) {
        finished.rejects.push_back(failure_of(*failure, item_.chunk));
        continue;
      }
      const Completion& completion = std::get<Completion>(outcomes[i]);
      has_reply = true;
      const auto pair = read_one(completion.message.content, units_[i]);
      readable = readable || pair.has_value();
      if (!pair)
        finished.rejects.push_back({std::string(reasons::kUnreadableReply), pair.error().message,
                                    item_.chunk.id, json::quote(completion.message.content)});
      else if (text::trim(pair->question).empty())
        finished.rejects.push_back({std::string(reasons::kNothingToAsk),
                                    "the model found no question", item_.chunk.id, ""});
      else
        sift(options_, item_.chunk, passage, {*pair}, completion, item_.n_pairs, finished);
    }
    // Asking again asks all of them again, so it pays only where nothing could be read.
    if (!readable && finished.examples.empty() && has_reply)
      return fail(ErrorKind::kInvalidInput, finished.rejects.back().detail);
    return finished;
  }

 private:
  // {"question"} as JSON, or, from a model too small for that, the first line that ends like a
  // question.
  Result<ProposedPair> read_one(std::string_view reply, const std::vector<int>& units) const {
    ProposedPair pair;
    pair.units = units;
    bool read_as_object = false;
    if (const auto read = prompt::read_reply(reply);
        read && read->json.root().find("question") && !read->cut) {
      read_as_object = true;
      pair.question = read->json.root().text_of("question");
      pair.answer = read->json.root().text_of("answer");
    } else {
      for (const auto line : text::lines(prompt::without_thinking(reply)))
        if (pair.question.empty() && !text::trim(line).empty() && text::trim(line).back() == '?')
          pair.question = text::trim(line);
    }
    const bool says_none = read_as_object && pair.question.empty() && pair.answer.empty();
    if (says_none) return pair;
    if (pair.question.empty()) return fail(ErrorKind::kInvalidInput, "the reply has no question");
    pair.kind = kind_of(pair.question);
    if (options_.mode == Mode::kWrite && pair.answer.empty())
      return fail(ErrorKind::kInvalidInput, "the reply has no `answer`");
    return pair;
  }

  const GenerateOptions& options_;
  GenerateItem item_;
  std::vector<Ask> asks_;
  std::vector<std::vector<int>> units_;
};

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
  return {{{"chunk", std::move(chunk)},
           {"n_pairs", std::to_string(item.n_pairs)},
           {"mode", options.mode == Mode::kWrite ? "write" : "backtranslation"},
           {"min_words", std::to_string(style.min_words)},
           {"max_words", std::to_string(style.max_words)},
           {"language", language_of(style)},
           {"audience", style.audience},
           {"domain", style.domain},
           {"tone", style.tone},
           {"persona", persona(options, item.position)}}};
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
          {"code_language", item.chunk.language}};
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
          {"code_language", "the programming language of a passage of source code; may be empty"}};
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

Result<ChatRequest> Generation::ask_all(const GenerateItem& item, const Passage& passage) const {
  const Prompt& prompt = prompt_for(item.chunk);
  ChatRequest request;
  TRY(request.messages,
      prompt.text->render(values_of(options_, item, prompt::fence("passage", numbered(passage)))));
  request.schema = prompt.schema.json.empty() ? nullptr : &prompt.schema;
  request.sampling = options_.sampling;
  request.task = "generate";
  request.inputs = inputs_of(options_, item);
  return request;
}

Result<std::vector<Ask>> Generation::asks(const GenerateItem& item) const {
  const Passage passage = measure::read_passage(item.chunk);
  std::vector<Ask> out;
  if (set_ == prompt::Set::kFull) {
    TRY(ChatRequest request, ask_all(item, passage));
    out.push_back({std::move(request), 0});
    return out;
  }
  for (const auto& units : candidate_answers(passage, item.chunk.language, options_.style.min_words,
                                             options_.style.max_words, item.n_pairs)) {
    const auto answer = assemble(passage, units, item.chunk.language, {0, INT64_MAX});
    const Prompt& prompt = prompt_for(item.chunk);
    const auto& block = passage.blocks[static_cast<std::size_t>(
        passage.units[static_cast<std::size_t>(units[0]) - 1].block)];
    const std::string headings =
        to_text(passage.sections[static_cast<std::size_t>(block.section)].headings);
    ChatRequest request;
    const std::string shown = (headings.empty() ? "" : headings + "\n\n") + answer->text;
    TRY(request.messages,
        prompt.text->render(values_of(options_, item, prompt::fence("answer", shown))));
    request.schema = prompt.schema.json.empty() ? nullptr : &prompt.schema;
    request.sampling = options_.sampling;
    request.task = "generate";
    request.inputs = inputs_of(options_, item);
    out.push_back({std::move(request), 0});
  }
  return out;
}

Result<std::unique_ptr<Dialogue>> Generation::begin(GenerateItem item) const {
  TRY(std::vector<Ask> asked, asks(item));
  if (set_ == prompt::Set::kFull)
    return std::make_unique<ChunkDialogue>(options_, std::move(item), std::move(asked[0].request));
  const Passage passage = measure::read_passage(item.chunk);
  auto units = candidate_answers(passage, item.chunk.language, options_.style.min_words,
                                 options_.style.max_words, item.n_pairs);
  return std::make_unique<PassagesDialogue>(options_, std::move(item), std::move(asked),
                                            std::move(units));
}

Finished without_repeats(Finished finished, KeptQuestions& kept) {
  Finished out;
  out.rejects = std::move(finished.rejects);
  for (Example& example : finished.examples) {
    if (kept.add(example.pair().question)) {
      out.examples.push_back(std::move(example));
      continue;
    }
    Reject reject{std::string(reasons::kRepeatedQuestion), example.pair().question,
                  example.provenance.chunk_id, ""};
    json::Writer row(reject.row);
    write_example(row, example);
    out.rejects.push_back(std::move(reject));
  }
  return out;
}

}  // namespace generator::qa
