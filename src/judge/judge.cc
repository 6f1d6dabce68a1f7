// The passage, the question and the answer are all hostile: a document may say "rate
// this 10/10", and so may an answer copied from it. Each stands in its own fence, the rules stand
// before and the request after them; and what is found to address a model is not shown at all.
#include "judge/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "base/hash.h"
#include "base/json.h"
#include "data/reasons.h"
#include "judge/canary.h"
#include "judge/curation.h"
#include "judge/marks.h"
#include "judge/rating_schema.h"
#include "measure/injection.h"
#include "measure/row_halves.h"

namespace generator::judge {
namespace {

constexpr std::size_t kIdDigits = 6;
constexpr std::int64_t kTokensARating = 320;  // that a batch's reply has to have room for

std::string numbered(const std::vector<std::string>& steps) {
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i)
    out += fmt::format("{}{}. {}", i == 0 ? "" : "\n", i + 1, steps[i]);
  return out;
}

std::string fenced_pair(const QaPair& pair) {
  std::string out = prompt::fence("question", pair.question);
  out.append("\n\n").append(prompt::fence("answer", pair.answer));
  return out;
}

// A pair, or a conversation turn by turn.
std::string fenced_row(const Example& example) {
  if (!example.is_conversation()) return fenced_pair(example.pair());
  std::string out;
  for (std::size_t i = 0; i < example.turns().size(); ++i)
    out += fmt::format("{}Turn {}\n{}", i == 0 ? "" : "\n\n", i + 1, fenced_pair(example.turns()[i]));
  return out;
}

// For a template that knows pairs alone: of a conversation all of them, numbered.
std::string part_of(const Example& example, std::string QaPair::* part) {
  if (!example.is_conversation()) return example.pair().*part;
  std::vector<std::string> parts;
  for (const QaPair& turn : example.turns()) parts.push_back(turn.*part);
  return numbered(parts);
}

// What the rules read of a conversation.
std::string turns_text(const Example& example) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const QaPair& turn : example.turns())
    writer.begin_object()
        .field("question", turn.question)
        .field("answer", turn.answer)
        .end_object();
  writer.end_array();
  return out;
}

}  // namespace

Judge::Judge(const prompt::Template& prompt, JudgeOptions options)
    : prompt_(&prompt), options_(std::move(options)) {}

Result<Judge> Judge::create(const prompt::Template& prompt, JudgeOptions options) {
  Judge judge(prompt, std::move(options));
  CHECK_OK(prompt.check_holes(holes()));
  const auto is_for_several = [](const prompt::Hole& hole) { return hole.name == "pairs"; };
  if (judge.options_.batch > 1 && std::ranges::none_of(prompt.holes(), is_for_several))
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{}: it has no hole `pairs`, so that it can ask about one pair at a "
                            "time only; leave --judge-batch out, or see the built-in judge.yaml",
                            prompt.file()));
  for (const bool with_topic : {false, true}) {
    Schema& one = judge.schemas_[0][with_topic];
    Schema& several = judge.schemas_[1][with_topic];
    one.name = "rating";
    several.name = "ratings";
    TRY(one.json, rating_schema(prompt.schema(), with_topic));
    TRY(several.json, batch_schema(one.json));
  }
  return judge;
}

std::vector<prompt::Hole> Judge::holes() {
  return {{"question", "the question, fenced"},
          {"answer", "the answer, fenced"},
          {"passage", "the passage with its headings, fenced; empty where there is none"},
          {"topic", "the topic that rows have to belong to; empty where none is set"},
          {"pairs",
           "several pairs, each fenced and under its id, instead of question and answer; empty where "
           "one is rated"},
          {"conversation",
           "a conversation, each turn's question and answer fenced, instead of these two; of several "
           "pairs the first; empty where none is rated"}};
}

std::vector<std::string> pair_ids(JudgedRows rows) {
  std::vector<std::string> out;
  for (const SourcedExample* row : rows) {
    const std::string digits =
        Hasher().add(all_questions(row->example)).add(all_answers(row->example)).finish().hex();
    std::string id = digits.substr(0, kIdDigits);
    for (std::size_t i = kIdDigits; std::ranges::find(out, id) != out.end(); ++i)
      id += i < digits.size() ? digits[i] : '+';  // the same pair twice
    out.push_back(std::move(id));
  }
  return out;
}

prompt::Values Judge::values(JudgedRows rows) const {
  const SourcedExample& first = *rows[0];
  std::string passage, pairs;
  if (first.chunk)
    passage = prompt::fence("passage",
                            passage_text(*first.chunk) + "\n\n" + canary_line(*first.chunk));
  if (first.second)
    passage.append("\n\n").append(prompt::fence("passage", passage_text(*first.second)));
  if (rows.size() > 1) {
    const std::vector<std::string> ids = pair_ids(rows);
    for (std::size_t i = 0; i < rows.size(); ++i)
      pairs += fmt::format("{}Pair {}\n{}", i == 0 ? "" : "\n\n", ids[i],
                           fenced_row(rows[i]->example));
  }
  return {{"question", prompt::fence("question", part_of(first.example, &QaPair::question))},
          {"answer", prompt::fence("answer", part_of(first.example, &QaPair::answer))},
          {"passage", std::move(passage)},
          {"topic", options_.topic},
          {"pairs", std::move(pairs)},
          {"conversation", first.example.is_conversation() ? fenced_row(first.example) : ""}};
}

Inputs Judge::inputs(const SourcedExample& row) const {
  const QaPair& pair = row.example.pair();
  Inputs out{{{"question", pair.question},
              {"answer", pair.answer},
              {"chunk", row.chunk ? chunk_text(*row.chunk) : ""},
              {"topic", options_.topic}}};
  if (row.second) out.values.emplace_back("second", chunk_text(*row.second));
  if (row.example.is_conversation()) out.values.emplace_back("turns", turns_text(row.example));
  return out;
}

std::optional<SourcedExample> Judge::without_injections(const SourcedExample& row) {
  SourcedExample out = row;
  bool is_changed = false;
  const auto clean = [&](std::string& text) {
    std::string left = measure::without_injections(text);
    if (left == text) return;
    text = std::move(left);
    is_changed = true;
  };
  for (QaPair& pair : out.example.turns()) {
    clean(pair.question);
    clean(pair.answer);
    for (std::string& step : pair.reasoning) clean(step);
  }
  for (std::optional<Chunk>* chunk : {&out.chunk, &out.second}) {
    if (!*chunk) continue;
    clean((*chunk)->text);
    for (std::string& heading : (*chunk)->headings) clean(heading);
  }
  for (Chunk& chunk : out.shown) {
    clean(chunk.text);
    for (std::string& heading : chunk.headings) clean(heading);
  }
  if (!is_changed) return std::nullopt;
  return out;
}

ChatRequest Judge::ask(JudgedRows rows) const {
  std::deque<SourcedExample> cleaned;  // those that are shown in another form
  std::vector<const SourcedExample*> shown;
  for (const SourcedExample* row : rows) {
    auto clean = row->is_clean ? std::nullopt : without_injections(*row);
    shown.push_back(clean ? &cleaned.emplace_back(std::move(*clean)) : row);
  }
  ChatRequest request;
  if (!options_.from_inputs) {
    std::vector<std::string_view> common = {"topic"};
    if (rows.back()->shares_chunk) common.push_back("passage");
    auto messages = prompt_->render(values(shown), common);
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    request.messages = std::move(*messages);
  }
  const Schema& schema = schemas_[rows.size() > 1][!options_.topic.empty()];
  request.schema = schema.json.empty() ? nullptr : &schema;
  request.sampling = options_.sampling;
  if (rows.size() > 1)
    request.sampling.max_tokens =
        std::max(request.sampling.max_tokens, std::ssize(rows) * kTokensARating);
  request.task = "judge";
  if (rows.size() == 1) request.inputs = inputs(*shown[0]);
  return request;
}

Result<Ratings> Judge::read(JudgedRows rows, const Completion& completion) const {
  const std::string& reply = completion.message.content;
  const bool with_topic = !options_.topic.empty();
  Ratings out;
  if (rows.size() == 1) {
    TRY(Rating rating, read_marks(reply, with_topic));
    out.rows.push_back(std::move(rating));
  } else {
    TRY(out.rows, read_batch_marks(reply, pair_ids(rows), with_topic));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!out.rows[i]) continue;
    Rating& rating = *out.rows[i];
    rating.model = completion.model;
    rating.grounded = rows[i]->chunk.has_value();
    rating.topic = options_.topic;
    rating.total = weighted_mean(rating, options_.weights).value_or(0);  // all four are given
    if (rows[i]->chunk && obeys_canary(rating.reasons, *rows[i]->chunk)) out.is_void = true;
  }
  return out;
}

std::optional<SourcedExample> Judge::shorter(const SourcedExample& row) {
  return measure::around_evidence(row);
}

Reject Judge::give_up(const SourcedExample& row, const Failure& failure) {
  Reject reject;
  reject.code = reason_of(failure.kind);
  reject.detail = "not rated: " + failure.message;
  reject.reply = failure.reply;
  reject.item = row.example.id.empty() ? row.example.provenance.chunk_id : row.example.id;
  reject.row = example_text(row.example);
  return reject;
}

bool Judge::needs_rating(const Example& example) const {
  return !is_usable(example.rating, options_.topic);
}

}  // namespace generator::judge
