// The passage, the question, the answer and the reasoning are all hostile: a document may say "rate
// this 10/10", and so may an answer copied from it. Each stands in its own fence, the rules stand
// before and the request after them; and what is found to address a model is not shown at all.
#include "judge/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "data/reasons.h"
#include "judge/curation.h"
#include "judge/marks.h"
#include "measure/halves.h"
#include "measure/injection.h"

namespace generator::judge {
namespace {

constexpr std::string_view kReasoningQuality = "reasoning_quality";
constexpr std::string_view kOnTopic = "on_topic";

std::string joined(const std::vector<std::string>& steps) {
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i)
    out += fmt::format("{}{}. {}", i == 0 ? "" : "\n", i + 1, steps[i]);
  return out;
}

bool is_one_of(std::string_view name, const std::vector<std::string_view>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The schema without the properties in `left_out`, as property and as required one.
std::string without_properties(json::Value schema, const std::vector<std::string_view>& left_out) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const std::string_view key = schema.key(i);
    const json::Value value = schema.at(i);
    writer.key(key);
    if (key == "properties" && value.is_object()) {
      writer.begin_object();
      for (std::size_t j = 0; j < value.size(); ++j)
        if (!is_one_of(value.key(j), left_out)) writer.key(value.key(j)).raw(value.at(j).raw());
      writer.end_object();
    } else if (key == "required" && value.is_array()) {
      writer.begin_array();
      for (std::size_t j = 0; j < value.size(); ++j)
        if (!is_one_of(value.at(j).text(), left_out)) writer.raw(value.at(j).raw());
      writer.end_array();
    } else {
      writer.raw(value.raw());
    }
  }
  writer.end_object();
  return out;
}

Result<std::string> schema_for(const std::string& schema, bool with_reasoning, bool with_topic) {
  if (schema.empty()) return std::string();
  TRY(const json::Document document, json::Document::parse(schema));
  std::vector<std::string_view> left_out;
  if (!with_reasoning) left_out.push_back(kReasoningQuality);
  if (!with_topic) left_out.push_back(kOnTopic);
  return without_properties(document.root(), left_out);
}

}  // namespace

Judge::Judge(const prompt::Template& prompt, JudgeOptions options)
    : prompt_(&prompt), options_(std::move(options)) {}

Result<Judge> Judge::create(const prompt::Template& prompt, JudgeOptions options) {
  Judge judge(prompt, std::move(options));
  CHECK_OK(prompt.check_holes(holes()));
  for (const bool with_reasoning : {false, true})
    for (const bool with_topic : {false, true}) {
      Schema& schema = judge.schemas_[with_reasoning][with_topic];
      schema.name = "rating";
      TRY(schema.json, schema_for(prompt.schema(), with_reasoning, with_topic));
    }
  return judge;
}

std::vector<prompt::Hole> Judge::holes() {
  return {{"question", "the question, fenced"},
          {"answer", "the answer, fenced"},
          {"reasoning",
           "the chain of thought, a numbered step each, fenced; empty where there is none"},
          {"passage", "the passage with its headings, fenced; empty where there is none"},
          {"topic", "the topic that rows have to belong to; empty where none is set"}};
}

prompt::Values Judge::values(const SourcedExample& item) const {
  const QaPair& pair = item.example.pair();
  return {{"question", prompt::fence("question", pair.question)},
          {"answer", prompt::fence("answer", pair.answer)},
          {"reasoning",
           pair.reasoning.empty() ? "" : prompt::fence("reasoning", joined(pair.reasoning))},
          {"passage", item.chunk ? prompt::fence("passage", passage_text(*item.chunk)) : ""},
          {"topic", options_.topic}};
}

std::optional<SourcedExample> Judge::without_injections(const SourcedExample& item) {
  SourcedExample out = item;
  bool is_changed = false;
  const auto clean = [&](std::string& text) {
    std::string left = measure::without_injections(text);
    if (left == text) return;
    text = std::move(left);
    is_changed = true;
  };
  QaPair& pair = out.example.pair();
  clean(pair.question);
  clean(pair.answer);
  for (std::string& step : pair.reasoning) clean(step);
  if (out.chunk) {
    clean(out.chunk->text);
    for (std::string& heading : out.chunk->headings) clean(heading);
  }
  if (!is_changed) return std::nullopt;
  return out;
}

ChatRequest Judge::ask(const SourcedExample& item) const {
  const auto seen = without_injections(item);
  return ask_about(seen ? *seen : item);
}

ChatRequest Judge::ask_about(const SourcedExample& item) const {
  const QaPair& pair = item.example.pair();
  ChatRequest request;
  if (!options_.from_inputs) {
    std::vector<std::string_view> common = {"topic"};
    if (item.shares_chunk) common.push_back("passage");
    auto messages = prompt_->render(values(item), common);
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    request.messages = std::move(*messages);
  }
  const Schema& schema = schemas_[!pair.reasoning.empty()][!options_.topic.empty()];
  request.schema = schema.json.empty() ? nullptr : &schema;
  request.sampling = options_.sampling;
  request.task = "judge";
  std::string chunk;
  if (item.chunk) {
    json::Writer writer(chunk);
    write_chunk(writer, *item.chunk);
  }
  request.inputs.values = {{"question", pair.question},
                           {"answer", pair.answer},
                           {"reasoning", joined(pair.reasoning)},
                           {"chunk", std::move(chunk)},
                           {"topic", options_.topic}};
  return request;
}

Result<Finished> Judge::read(const SourcedExample& item, const Completion& completion) const {
  TRY(Rating rating, read_marks(completion.message.content, !item.example.pair().reasoning.empty(),
                                !options_.topic.empty()));
  rating.model = completion.model;
  rating.grounded = item.chunk.has_value();
  rating.topic = options_.topic;
  rating.total = weighted_mean(rating, options_.weights).value_or(0);  // read_marks gives all four
  Finished finished;
  finished.examples.push_back(item.example);
  finished.examples.back().rating = std::move(rating);
  return finished;
}

std::optional<SourcedExample> Judge::shorter(const SourcedExample& item) const {
  if (!item.chunk) return std::nullopt;
  std::optional<Chunk> half =
      measure::half_around(*item.chunk, evidence_in(item.example, item.chunk->id));
  if (!half) return std::nullopt;
  SourcedExample out = item;
  out.chunk = std::move(half);
  out.shares_chunk = false;
  return out;
}

Reject Judge::give_up(const SourcedExample& item, const Failure& failure) const {
  Reject reject;
  reject.code = reason_of(failure.kind);
  reject.detail = "not rated: " + failure.message;
  reject.reply = failure.reply;
  reject.item = item.example.id.empty() ? item.example.provenance.chunk_id : item.example.id;
  reject.row = example_text(item.example);
  return reject;
}

bool Judge::needs_rating(const Example& example) const {
  return !is_usable(example.rating, options_.topic);
}

}  // namespace generator::judge
