// What the rules see is what the request's inputs say, never the rendered prompt: so that wording a
// prompt anew changes no offline row, and a row can be made again from the ledger's key alone.
#include "offline/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"
#include "offline/answered.h"
#include "offline/asking.h"
#include "offline/chains.h"
#include "offline/conversing.h"
#include "offline/joining.h"
#include "offline/premises.h"
#include "offline/rating.h"
#include "offline/rewriting.h"
#include "offline/tool_edge.h"
#include "offline/tool_rating.h"
#include "offline/tool_rules.h"
#include "offline/tool_topic.h"

namespace generator::offline {
namespace {

constexpr std::string_view kModel = "offline-rules";
constexpr std::string_view kVersion = "4";

std::size_t number_of(const Inputs& inputs, std::string_view name, std::size_t otherwise) {
  const auto text = inputs.get(name);
  std::size_t value = otherwise;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

/// The chunk of the inputs; one without text where there is none.
Result<Chunk> chunk_of(const Inputs& inputs, bool required, std::string_view name = "chunk") {
  const auto text = inputs.get(name);
  if (text.empty() && !required) return Chunk{};
  auto document = json::Document::parse(text);
  if (!document)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("offline rules: input `{}` is not JSON: {}", name,
                            document.error().message));
  return read_chunk(document->root());
}

void write_units(json::Writer& out, Range units, std::size_t before) {
  for (std::size_t i = units.begin; i < units.end; ++i)
    out.integer(static_cast<std::int64_t>(i + before) + 1);
}

// Units of the second passage are numbered on; those of what is asked first come first.
std::string generate_of_both(const Page& first, const Page& second, AnswerLength length,
                             const Inputs& inputs) {
  std::string reply;
  json::Writer out(reply);
  out.begin_object().key("pairs").begin_array();
  const auto asked = text::lines(inputs.get("asked"));
  const std::size_t count = number_of(inputs, "n_pairs", 1) + asked.size();
  for (const JoinedCandidate& candidate : ask_both(first, second, length, count)) {
    if (std::ranges::find(asked, candidate.question) != asked.end()) continue;
    const auto texts = std::pair(answer_text(first, candidate.first.units),
                                 answer_text(second, candidate.second.units));
    const bool is_turned = candidate.second_is_asked_first;
    const std::size_t before = first.passage.units.size();
    out.begin_object().field("question", candidate.question).field("kind", candidate.kind);
    out.key("units").begin_array();
    if (is_turned) write_units(out, candidate.second.units, before);
    write_units(out, candidate.first.units, 0);
    if (!is_turned) write_units(out, candidate.second.units, before);
    out.end_array();
    if (inputs.get("mode") == "write")
      out.field("answer", is_turned ? texts.second + "\n\n" + texts.first
                                    : texts.first + "\n\n" + texts.second);
    out.end_object();
  }
  out.end_array().end_object();
  return reply;
}

// "2:5"
Turns turns_of(const Inputs& inputs) {
  const std::string_view text = inputs.get("turns");
  const std::size_t colon = std::min(text.find(':'), text.size() - 1);
  const Inputs both{{{"least", std::string(text.substr(0, colon))},
                     {"most", std::string(text.substr(colon + 1))}}};
  return {number_of(both, "least", 2), number_of(both, "most", 5)};
}

std::string generate_conversations(const Page& page, AnswerLength length, const Inputs& inputs) {
  std::string reply;
  json::Writer out(reply);
  out.begin_object().key("conversations").begin_array();
  for (const auto& conversation : converse(page, length, turns_of(inputs),
                                           number_of(inputs, "n_pairs", 1),
                                           text::lines(inputs.get("asked")))) {
    out.begin_object().key("turns").begin_array();
    for (const ConversationTurn& turn : conversation) {
      out.begin_object().field("question", turn.question).field("kind", turn.kind);
      out.key("units").begin_array();
      write_units(out, turn.evidence.units, 0);
      out.end_array();
      if (inputs.get("mode") == "write") out.field("answer", answer_text(page, turn.evidence.units));
      out.end_object();
    }
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return reply;
}

Result<std::string> generate(const Inputs& inputs) {
  TRY(const Chunk chunk, chunk_of(inputs, true));
  const Page page(chunk);
  const AnswerLength length{number_of(inputs, "min_words", 30),
                            number_of(inputs, "max_words", 250)};
  if (!inputs.get("second").empty()) {
    TRY(const Chunk other, chunk_of(inputs, true, "second"));
    return generate_of_both(page, Page(other), length, inputs);
  }
  if (!inputs.get("turns").empty()) return generate_conversations(page, length, inputs);
  const bool write = inputs.get("mode") == "write";
  std::string reply;
  json::Writer out(reply);
  out.begin_object().key("pairs").begin_array();
  const Wanted wanted{number_of(inputs, "n_pairs", 3), text::lines(inputs.get("kinds")),
                      text::lines(inputs.get("asked"))};
  for (const Candidate& candidate : ask(page, length, wanted)) {
    out.begin_object().field("question", candidate.question).field("kind", candidate.kind);
    out.key("units").begin_array();
    for (std::size_t i = candidate.evidence.units.begin; i < candidate.evidence.units.end; ++i)
      out.integer(static_cast<std::int64_t>(i) + 1);
    out.end_array();
    if (write) out.field("answer", answer_text(page, candidate.evidence.units));
    out.end_object();
  }
  out.end_array().end_object();
  return reply;
}

Result<std::string> enrich(const Inputs& inputs) {
  std::string reply;
  json::Writer out(reply);
  out.begin_object().field("answer", rewritten(inputs.get("answer"))).end_object();
  return reply;
}

// The question is what the passage gave; of the answer the form can be mended.
Result<std::string> refine(const Inputs& inputs) {
  std::string reply;
  json::Writer out(reply);
  out.begin_object().field("question", inputs.get("question"));
  out.field("answer", rewritten(inputs.get("answer"))).end_object();
  return reply;
}

Judgement rate_conversation(const Pair& pair, json::Value turns) {
  std::vector<Judgement> each;
  std::vector<std::string> words;  // of the turns, which the pairs look at
  words.reserve(2 * turns.size());
  for (std::size_t i = 0; i < turns.size(); ++i) {
    Pair turn = pair;
    turn.question = words.emplace_back(turns.at(i).text_of("question"));
    turn.answer = words.emplace_back(turns.at(i).text_of("answer"));
    turn.is_follow_up = i > 0;
    each.push_back(rate(turn));
  }
  return rating_of_all(each);
}

/// What the rules think of a pair; `place` ends the names of its inputs: "" or "_1".
Result<Judgement> judgement_of(const Inputs& inputs, const std::string& place) {
  TRY(Chunk chunk, chunk_of(inputs, false, "chunk" + place));
  TRY(const Chunk second, chunk_of(inputs, false, "second" + place));
  if (!second.text.empty()) {
    chunk.text += "\n\n" + second.text;
    chunk.headings.insert(chunk.headings.end(), second.headings.begin(), second.headings.end());
  }
  const std::string headings = to_text(chunk.headings);
  const Pair pair{inputs.get("question" + place), inputs.get("answer" + place), "",
                  inputs.get("topic"), chunk.text, headings};
  TRY(const json::Document turns, json::Document::parse(
                                      inputs.get("turns").empty() ? "[]" : inputs.get("turns")));
  return turns.root().size() == 0 ? rate(pair) : rate_conversation(pair, turns.root());
}

Result<std::string> judge(const Inputs& inputs) {
  TRY(const Judgement judgement, judgement_of(inputs, ""));
  std::string reply;
  json::Writer out(reply);
  out.begin_object().field("reasons", judgement.reasons);
  out.field("clarity", static_cast<std::int64_t>(judgement.clarity))
      .field("accuracy", static_cast<std::int64_t>(judgement.accuracy));
  out.field("usefulness", static_cast<std::int64_t>(judgement.usefulness))
      .field("difficulty", static_cast<std::int64_t>(judgement.difficulty));
  if (judgement.on_topic) out.key("on_topic").boolean(*judgement.on_topic);
  out.end_object();
  return reply;
}

void write_steps(json::Writer& out, const std::vector<std::string>& steps) {
  out.key("reasoning").begin_array();
  for (const std::string& step : steps) out.string(step);
  out.end_array();
}

Result<std::string> generate_cot(const Inputs& inputs) {
  TRY(const Chunk chunk, chunk_of(inputs, true));
  const Page page(chunk);
  const auto asked = text::lines(inputs.get("asked"));
  std::string reply;
  json::Writer out(reply);
  out.begin_object().key("pairs").begin_array();
  for (const Chain& chain :
       chains(page, number_of(inputs, "n_pairs", 3) + asked.size(),
              number_of(inputs, "min_steps", 2), number_of(inputs, "max_steps", 5))) {
    if (std::ranges::find(asked, chain.question) != asked.end()) continue;
    out.begin_object().field("question", chain.question).field("kind", chain.kind);
    write_steps(out, chain.steps);
    out.field("answer", chain.answer).end_object();
  }
  out.end_array().end_object();
  return reply;
}

Result<std::string> enhance_cot(const Inputs& inputs) {
  TRY(const Chunk chunk, chunk_of(inputs, false));
  std::vector<std::string> steps;
  if (!chunk.text.empty())
    steps = steps_to(Page(chunk), inputs.get("question"), inputs.get("answer"),
                     number_of(inputs, "min_steps", 2), number_of(inputs, "max_steps", 5));
  std::string reply;
  json::Writer out(reply);
  out.begin_object();
  write_steps(out, steps);
  out.end_object();
  return reply;
}

// A rule concludes nothing: what the statements say is all that follows from them.
Result<std::string> verify_cot(const Inputs& inputs) {
  std::string statements;
  for (const std::string_view line : text::lines(inputs.get("reasoning"))) {
    const std::size_t mark = line.find(". ");
    if (!statements.empty()) statements += ' ';
    statements += mark == std::string_view::npos ? line : line.substr(mark + 2);
  }
  std::string reply;
  json::Writer out(reply);
  out.begin_object().field("answer", statements).end_object();
  return reply;
}

Result<std::string> judge_reasoning(const Inputs& inputs) {
  TRY(const Chunk chunk, chunk_of(inputs, false));
  const ReasoningJudgement judgement =
      rate_reasoning({inputs.get("question"), inputs.get("answer"), inputs.get("reasoning"), "",
                      chunk.text, to_text(chunk.headings)});
  std::string reply;
  json::Writer out(reply);
  out.begin_object().field("reasons", judgement.reasons);
  out.field("reasoning_quality", static_cast<std::int64_t>(judgement.quality)).end_object();
  return reply;
}

// The marks that a rating's total is made of, accuracy twice; the rules see no finer difference.
Result<std::string> compare(const Inputs& inputs) {
  TRY(const Judgement first, judgement_of(inputs, "_1"));
  TRY(const Judgement second, judgement_of(inputs, "_2"));
  const auto sum = [](const Judgement& one) {
    return one.clarity + 2 * one.accuracy + one.usefulness;
  };
  const int lead = sum(first) - sum(second);
  std::string reply;
  json::Writer out(reply);
  out.begin_object();
  out.field("reasons", fmt::format("Pair 1 comes to {:.2f}: {} Pair 2 comes to {:.2f}: {}",
                                   sum(first) / 4.0, first.reasons, sum(second) / 4.0,
                                   second.reasons));
  out.field("verdict", lead == 0 ? "tie" : lead > 0 ? "1" : "2").end_object();
  return reply;
}

struct TaskRule {
  std::string_view task;
  Result<std::string> (*rule)(const Inputs&);
};

constexpr TaskRule kRules[] = {{"generate", generate}, {"enrich", enrich}, {"refine", refine},
                              {"judge", judge},       {"generate_cot", generate_cot},
                              {"enhance_cot", enhance_cot}, {"verify_cot", verify_cot},
                              {"judge_reasoning", judge_reasoning}, {"compare", compare},
                              {"judge_unanswerable", judge_unanswerable},
                              {"tool_instruct", tool_instruct},
                              {"tool_act", tool_act},
                              {"tool_propose", tool_propose},
                              {"tool_select", tool_select},
                              {"tool_write", tool_write},
                              {"tool_reply", tool_reply},
                              {"judge_tool_use", judge_tool_use},
                              {"evaluate_tool_use", evaluate_tool_use},
                              {"tool_topic", tool_topic},
                              {"tool_edge", tool_edge}};

}  // namespace

std::string identity() { return std::string(kModel) + "/" + std::string(kVersion); }

Result<Completion> answer(const ChatRequest& request) {
  for (const TaskRule& row : kRules) {
    if (row.task != request.task) continue;
    TRY(std::string reply, row.rule(request.inputs));
    Completion completion;
    completion.message.role = Role::kAssistant;
    completion.message.content = std::move(reply);
    completion.model = kModel;
    return completion;
  }
  std::string known;
  for (const TaskRule& row : kRules) known += (known.empty() ? "" : ", ") + std::string(row.task);
  return fail(ErrorKind::kWrongUse, "the offline rules have no rule for task `" + request.task +
                                        "` (they have: " + known +
                                        "); choose a model with --provider");
}

}  // namespace generator::offline
