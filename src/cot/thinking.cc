#include "cot/thinking.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "prompt/reply.h"

namespace generator::cot {
namespace {

std::string json_of(const Chunk& chunk) {
  std::string out;
  json::Writer writer(out);
  write_chunk(writer, chunk);
  return out;
}

std::string language_of(const qa::Style& style) {
  return style.language == "source" ? "" : style.language;
}

// Holes that hold the same in all requests of the stage, and the passage among its pairs.
std::vector<std::string_view> common_holes(const SourcedExample& row) {
  std::vector<std::string_view> out = {"min_steps", "max_steps", "language"};
  if (row.shares_chunk) out.push_back("passage");
  return out;
}

struct ReadReply {
  prompt::Reply reply;
  json::Value root;
};

Result<ReadReply> read_object(const Completion& completion) {
  TRY(prompt::Reply reply, prompt::read_reply(completion.message.content));
  if (reply.cut)
    return fail(ErrorKind::kInvalidInput, "the reply ends before it is complete; reply with the "
                                          "whole object");
  ReadReply out{std::move(reply), {}};
  out.root = out.reply.json.root();
  if (out.root.is_array() && out.root.size() == 1 && !out.root.at(0).is_string())
    out.root = out.root.at(0);
  return out;
}

Result<std::vector<std::string>> steps_of(json::Value root) {
  const auto field = root.is_array() ? std::optional(root) : root.find("reasoning");
  auto steps = field ? read_steps(*field) : std::nullopt;
  if (!steps)
    return fail(ErrorKind::kInvalidInput,
                "the reply has no list of strings under \"reasoning\"; reply with "
                "{\"reasoning\": [\"…\", \"…\"]}");
  return std::move(*steps);
}

Result<std::string> answer_of(json::Value root) {
  const auto answer = root.find("answer");
  if (!answer || !answer->is_string())
    return fail(ErrorKind::kInvalidInput, "the reply has no text under \"answer\"");
  return std::string(text::trim(answer->text()));
}

std::string problem_of(const qa::Fault& fault) {
  if (fault.code == reasons::kStepCount)
    return fmt::format("The reasoning has the wrong number of steps: {}.", fault.detail);
  if (fault.code == reasons::kRepeatedStep)
    return fmt::format("The reasoning repeats itself: {}. Say everything once.", fault.detail);
  if (fault.code == reasons::kCircularStep)
    return fmt::format("The reasoning runs in a circle: {}. A step says something that the answer "
                       "follows from.",
                       fault.detail);
  if (fault.code == reasons::kUnsupportedStep || fault.code == reasons::kLowSupport)
    return fmt::format("The reasoning is not supported: {}. Say only what the passage says or what "
                       "follows from it.",
                       fault.detail);
  if (fault.code == reasons::kLeadsElsewhere)
    return fmt::format("The steps do not lead to the answer: {}. Whoever has only the question and "
                       "the steps must come to this answer.",
                       fault.detail);
  return fmt::format("It cannot be used ({}): {}.", fault.code, fault.detail);
}

}  // namespace

std::vector<prompt::Hole> Thinking::holes() {
  return {{"question", "the question, fenced"},
          {"answer", "the answer that the reasoning leads to, fenced"},
          {"passage", "the passage with its headings, fenced; may be empty"},
          {"reasoning", "the steps, a numbered line each, fenced"},
          {"min_steps", "fewest steps"},
          {"max_steps", "most steps"},
          {"language", "the language to write in; empty for the question's own"}};
}

Result<Thinking> Thinking::make(const prompt::Library& library, prompt::Set set,
                                ThinkOptions options) {
  Thinking out(std::move(options));
  for (const auto& [task, prompt] : {std::pair("enhance_cot", &out.enhance_),
                                     std::pair("solve_cot", &out.solve_),
                                     std::pair("verify_cot", &out.verify_)}) {
    TRY(prompt->text, library.find(task, set));
    CHECK_OK(prompt->text->check_holes(holes()));
    prompt->schema = {"reasoning", prompt->text->schema()};
  }
  return out;
}

const Thinking::Prompt& Thinking::prompt_of(std::string_view task) const {
  return task == "enhance_cot" ? enhance_ : task == "solve_cot" ? solve_ : verify_;
}

Result<ChatRequest> Thinking::request(std::string_view task, const SourcedExample& row,
                                      const std::vector<std::string>& steps) const {
  const QaPair& pair = row.example.pair();
  const bool has_steps = !steps.empty();
  const bool shows_answer = task == "enhance_cot";
  const std::string fewest = std::to_string(options_.steps.least),
                    most = std::to_string(options_.steps.most),
                    reasoning = numbered_steps(steps), language = language_of(options_.style);
  const Prompt& prompt = prompt_of(task);
  ChatRequest out;
  if (!options_.from_inputs) {
    const bool shows_passage = row.chunk && !has_steps;
    TRY(out.messages,
        prompt.text->render(
            {{"question", prompt::fence("question", pair.question)},
             {"answer", shows_answer ? prompt::fence("answer", pair.answer) : ""},
             {"passage", shows_passage ? prompt::fence("passage", passage_text(*row.chunk)) : ""},
             {"reasoning", has_steps ? prompt::fence("reasoning", reasoning) : ""},
             {"min_steps", fewest},
             {"max_steps", most},
             {"language", language}},
            common_holes(row)));
  }
  out.schema = prompt.schema.json.empty() ? nullptr : &prompt.schema;
  out.sampling = options_.sampling;
  out.task = task;
  out.inputs.values = {{"question", pair.question}};
  if (shows_answer) out.inputs.values.emplace_back("answer", pair.answer);
  if (row.chunk && !has_steps) out.inputs.values.emplace_back("chunk", json_of(*row.chunk));
  if (has_steps) out.inputs.values.emplace_back("reasoning", reasoning);
  out.inputs.values.emplace_back("min_steps", fewest);
  out.inputs.values.emplace_back("max_steps", most);
  out.inputs.values.emplace_back("language", language);
  return out;
}

Result<ChatRequest> Thinking::ask_steps(const SourcedExample& row) const {
  return request("enhance_cot", row, {});
}

Result<ChatRequest> Thinking::ask_solution(const SourcedExample& row) const {
  return request("solve_cot", row, {});
}

Result<ChatRequest> Thinking::ask_verdict(std::string_view question,
                                          const std::vector<std::string>& steps) const {
  SourcedExample row;
  row.example.pair().question = question;
  return request("verify_cot", row, steps);
}

ChatRequest Thinking::ask_again(const ChatRequest& first, std::string_view reply,
                                const qa::Fault& fault, std::string_view question) {
  ChatRequest out = first;
  Message said, asked;
  said.role = Role::kAssistant;
  said.content = reply;
  asked.content =
      question.empty()
          ? problem_of(fault) + " Write the whole reasoning again, with nothing about this "
                                "correction in it, and reply with the JSON object only."
          : fmt::format("{}\n\nThe pair with this question cannot be used. {} Write this one pair "
                        "again and no other, with nothing about this correction in it, and reply "
                        "with the JSON object only, in the same form.",
                        prompt::fence("question", question), problem_of(fault));
  out.messages.push_back(std::move(said));
  out.messages.push_back(std::move(asked));
  out.inputs.values.emplace_back("refused", reply);
  if (!question.empty()) out.inputs.values.emplace_back("question", question);
  out.inputs.values.emplace_back("problem", fmt::format("{}: {}", fault.code, fault.detail));
  return out;
}

Result<Thought> Thinking::read_reasoning(const Completion& completion) {
  TRY(const ReadReply read, read_object(completion));
  Thought out;
  TRY(out.steps, steps_of(read.root));
  return out;
}

Result<Thought> Thinking::read_solution(const Completion& completion) {
  TRY(const ReadReply read, read_object(completion));
  Thought out;
  TRY(out.steps, steps_of(read.root));
  TRY(out.answer, answer_of(read.root));
  return out;
}

Result<Thought> Thinking::read_verdict(const Completion& completion) {
  TRY(const ReadReply read, read_object(completion));
  Thought out;
  TRY(out.answer, answer_of(read.root));
  return out;
}

Result<Thought> read_thought(json::Value value) {
  Thought out;
  out.question = text::trim(value.text_of("question"));
  out.kind = text::to_lower(value.text_of("kind"));
  if (out.question.empty()) return fail(ErrorKind::kInvalidInput, "a pair has no `question`");
  TRY(out.steps, steps_of(value));
  TRY(out.answer, answer_of(value));
  if (out.answer.empty()) return fail(ErrorKind::kInvalidInput, "a pair has no `answer`");
  return out;
}

}  // namespace generator::cot
