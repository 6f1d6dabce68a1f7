#include "qa/refine.h"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "data/reasons.h"
#include "measure/row_halves.h"
#include "prompt/passages.h"
#include "prompt/reply.h"
#include "qa/answer.h"
#include "qa/language.h"
#include "qa/pair_check.h"
#include "qa/pointer.h"
#include "qa/rewrite_check.h"
#include "qa/stand_alone.h"
#include "qa/support_check.h"

namespace generator::qa {
namespace {

// What the judge said, with its marks.
std::string said_of(const std::optional<Rating>& rating) {
  if (!rating) return "";
  std::string out = rating->reasons;
  std::string marks;
  for (const auto& [name, mark] : rating->criteria)
    marks += fmt::format("{}{} {:g}", marks.empty() ? "" : ", ", name, mark);
  if (!marks.empty()) out += fmt::format("{}Marks of 10: {}.", out.empty() ? "" : "\n", marks);
  return out;
}

std::string item_name(const Example& example) {
  return example.id.empty() ? example.provenance.chunk_id : example.id;
}

class RefineDialogue final : public Dialogue {
 public:
  RefineDialogue(const Refinement& stage, SourcedExample item)
      : stage_(stage), item_(std::move(item)), request_(stage.ask(item_)) {}

  Turn open() override { return std::vector<Ask>{{request_, 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0])) {
      if (failure->kind == Failure::Kind::kTooLong && shorten())
        return std::vector<Ask>{{request_, 0}};
      return refused({reason_of(failure->kind), failure->message}, failure->reply);
    }
    const Completion& completion = std::get<Completion>(outcomes[0]);
    TRY(QaPair pair, Refinement::read(completion));
    auto example = stage_.refined(item_, pair);
    if (example) return Finished{{std::move(*example)}, std::move(refused_)};
    const Fault& fault = example.error();
    if (fault.code == reasons::kNotRefined || std::exchange(is_asked_again_, true))
      return refused(fault, completion.message.content);
    refused_.push_back(refused_version(fault, std::move(pair)));
    return std::vector<Ask>{{again(completion.message.content, fault), 0}};
  }

 private:
  // Once: half of the passage, around what the answer was taken from. What is checked is checked
  // against the whole.
  bool shorten() {
    if (std::exchange(is_shortened_, true)) return false;
    const auto shorter = measure::around_evidence(item_);
    if (!shorter) return false;
    request_ = stage_.ask(*shorter);
    return true;
  }

  ChatRequest again(const std::string& reply, const Fault& fault) const {
    ChatRequest request = request_;
    Message said, asked;
    said.role = Role::kAssistant;
    said.content = reply;
    asked.content = fmt::format(
        "Your version cannot stand: {} ({}). Mend that, change nothing else, and reply with the "
        "JSON object only.",
        fault.detail, fault.code);
    request.messages.push_back(std::move(said));
    request.messages.push_back(std::move(asked));
    request.inputs.values.emplace_back("problem", fmt::format("{}: {}", fault.code, fault.detail));
    return request;
  }

  // The version that another is asked for in place of.
  Reject refused_version(const Fault& fault, QaPair pair) const {
    Example example = item_.example;
    if (example.original_answer.empty()) example.original_answer = example.pair().answer;
    example.pair() = std::move(pair);
    example.answer_form = "rewritten";
    example.rating.reset();  // it was about another pair
    return {.code = std::string(fault.code),
            .detail = fault.detail,
            .item = item_name(example),
            .row = example_text(example),
            .dropped = false,
            .asked_again = true};
  }

  Finished refused(const Fault& fault, const std::string& reply) const {
    Reject reject;
    reject.code = fault.code;
    reject.detail = fault.detail;
    reject.item = item_name(item_.example);
    reject.row = example_text(item_.example);
    reject.reply = reply;
    std::vector<Reject> rejects = {std::move(reject)};
    rejects.insert(rejects.end(), refused_.begin(), refused_.end());
    return {{}, std::move(rejects)};
  }

  const Refinement& stage_;
  SourcedExample item_;
  ChatRequest request_;
  bool is_asked_again_ = false, is_shortened_ = false;
  std::vector<Reject> refused_;  // one at most
};

}  // namespace

Refinement::Refinement(const prompt::Template& prompt, RefineOptions options)
    : prompt_(prompt), options_(std::move(options)), schema_{"refined_pair", prompt.schema()} {}

Result<std::unique_ptr<Refinement>> Refinement::make(const prompt::Template& prompt,
                                                     RefineOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return std::unique_ptr<Refinement>(new Refinement(prompt, std::move(options)));
}

std::vector<prompt::Hole> Refinement::holes() {
  return {{"question", "the question, fenced"},
          {"answer", "the answer, fenced"},
          {"passage", "the passage with its headings, fenced; may be empty"},
          {"reasons", "what the judge said of the pair, with its marks, fenced"},
          {"language", "the language to write in; empty for the pair's own"},
          {"audience", "for whom the pair is; may be empty"},
          {"domain", "the subject area; may be empty"},
          {"tone", "how it should sound; may be empty"},
          {"markdown", "not empty where Markdown is wanted"},
          {"min_words", "fewest words of an answer"},
          {"max_words", "most words of an answer"}};
}

ChatRequest Refinement::ask(const SourcedExample& item) const {
  const QaPair& pair = item.example.pair();
  const Style& style = options_.style;
  const std::string language = style.language == "source" ? "" : style.language;
  const std::string markdown = style.markdown ? "yes" : "";
  const std::string reasons = said_of(item.example.rating);
  ChatRequest request;
  if (!options_.from_inputs) {
    std::vector<std::string_view> common = {"language", "audience",  "domain",   "tone",
                                            "markdown", "min_words", "max_words"};
    if (item.shares_chunk) common.push_back("passage");
    auto messages = prompt_.render(
        {{"question", prompt::fence("question", pair.question)},
         {"answer", prompt::fence("answer", pair.answer)},
         {"passage", prompt::fenced_passages(item)},
         {"reasons", prompt::fence("reasons", reasons)},
         {"language", language},
         {"audience", style.audience},
         {"domain", style.domain},
         {"tone", style.tone},
         {"markdown", markdown},
         {"min_words", std::to_string(style.min_words)},
         {"max_words", std::to_string(style.max_words)}},
        common);
    if (!messages) throw Fatal(1, messages.error().message);  // make() has seen all holes
    request.messages = std::move(*messages);
  }
  request.schema = schema_.json.empty() ? nullptr : &schema_;
  request.sampling = options_.sampling;
  request.task = "refine";
  request.inputs.values = {{"question", pair.question}, {"answer", pair.answer},
                           {"reasons", reasons}};
  return request;
}

Result<QaPair> Refinement::read(const Completion& completion) {
  TRY(const prompt::Reply reply, prompt::read_reply(completion.message.content));
  json::Value root = reply.json.root();
  if (root.is_array() && root.size() == 1) root = root.at(0);
  QaPair pair;
  for (const auto& [name, text] :
       {std::pair("question", &pair.question), std::pair("answer", &pair.answer)}) {
    const auto field = root.find(name);
    if (!field || !field->is_string() || text::trim(field->text()).empty())
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("the reply has no text under \"{}\"; reply with {{\"question\": "
                              "\"…\", \"answer\": \"…\"}}",
                              name));
    *text = text::trim(field->text());
  }
  if (reply.cut)
    return fail(ErrorKind::kInvalidInput,
                "the reply ends inside the answer; reply with the whole object");
  return pair;
}

Checked<Example> Refinement::refined(const SourcedExample& item, QaPair pair) const {
  const Style& style = options_.style;
  const QaPair& old = item.example.pair();
  pair.answer = with_code_of(old.answer, pair.answer);
  if (pair.question == old.question && says_the_same_words(old.answer, pair.answer))
    return refuse(reasons::kNotRefined, "the pair came back as it was");
  if (pair.question != old.question) {
    const QuestionPlace place{item.chunk && !item.second ? item.chunk->headings : HeadingPath{},
                              item.chunk ? std::string_view(item.chunk->text) : std::string_view(),
                              item.chunk && item.chunk->kind == ChunkKind::kCode};
    auto question = stand_alone(pair.question, place);
    if (!question) return tl::unexpected(std::move(question.error()));
    pair.question = std::move(*question);
  }
  auto answer = without_pointers(pair.answer, Present{true, true, true});
  if (!answer) return tl::unexpected(std::move(answer.error()));
  pair.answer = std::move(*answer);
  const std::int64_t words = count_words(pair.answer);
  if (words > style.max_words && words > count_words(old.answer))
    return refuse(reasons::kAnswerTooLong,
                  fmt::format("{}, at most {} are wanted", text::counted(words, "word"),
                              style.max_words));
  if (gives_answer_away(pair.question, pair.answer))
    return refuse(reasons::kGivesAnswerAway,
                  "more than two thirds of the answer's words stand in the question");
  const bool is_same_answer = says_the_same_words(old.answer, pair.answer);
  Example example = item.example;
  if (!is_same_answer) {
    SupportCheck check = check_support(item, pair.answer, style);
    if (check.fault) return tl::unexpected(std::move(*check.fault));
    if (item.chunk) note_support(check, item, example);
  }
  example.rating.reset();  // it was about another pair
  if (!is_same_answer) {
    if (example.original_answer.empty()) example.original_answer = old.answer;
    example.answer_form = "rewritten";
  }
  if (is_same_answer) pair.reasoning = old.reasoning;  // it led to that answer, and to no other
  example.pair() = std::move(pair);
  return example;
}

std::unique_ptr<Dialogue> Refinement::begin(SourcedExample item) const {
  return std::make_unique<RefineDialogue>(*this, std::move(item));
}

}  // namespace generator::qa
