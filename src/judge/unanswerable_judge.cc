#include "judge/unanswerable_judge.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "data/reasons.h"
#include "judge/canary.h"
#include "judge/judge_dialogue.h"
#include "prompt/reply.h"
#include "select/min_hash.h"

namespace generator::judge {
namespace {

// The words of a text, apart by line ends and between two, whatever stands between them there.
std::string bare_words(std::string_view text) {
  const select::FoldedWords words(text);
  return "\n" + std::string(words.all());
}

bool has_quote(const Chunk& passage, std::string_view quote) {
  const select::FoldedWords words(quote);
  return words.size() > 0 &&
         text::contains(bare_words(passage_text(passage)), bare_words(quote));
}

class UnanswerableDialogue final : public Dialogue {
 public:
  UnanswerableDialogue(const UnanswerableJudge& judge, SourcedExample row)
      : judge_(judge), row_(std::move(row)) {}

  Turn open() override { return std::vector<Ask>{{judge_.ask(row_), 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    if (const auto* failure = std::get_if<Failure>(&outcomes[0]))
      return Turn(Finished{{}, {Judge::give_up(row_, *failure)}});
    TRY(const Finding finding,
        UnanswerableJudge::read(row_, std::get<Completion>(outcomes[0])));
    Finished out;
    if (obeys_canary(finding.reasons, row_.shown[0]))
      out.rejects.push_back(void_rating(row_));
    else if (finding.answered_by > 0)
      out.rejects.push_back(answered(finding));
    else
      out.examples.push_back(std::move(row_.example));
    return Turn(std::move(out));
  }

 private:
  Reject answered(const Finding& finding) const {
    Reject out;
    out.code = reasons::kAnsweredByPassage;
    out.detail = fmt::format("the judge finds the answer in `{}`: \"{}\"",
                             row_.shown[finding.answered_by - 1].id, finding.quote);
    out.item = row_.example.id.empty() ? row_.example.provenance.chunk_id : row_.example.id;
    out.row = example_text(row_.example);
    return out;
  }

  const UnanswerableJudge& judge_;
  SourcedExample row_;
};

}  // namespace

UnanswerableJudge::UnanswerableJudge(const prompt::Template& prompt, JudgeOptions options)
    : prompt_(&prompt), options_(std::move(options)), schema_{"finding", prompt.schema()} {}

Result<UnanswerableJudge> UnanswerableJudge::create(const prompt::Template& prompt,
                                                    JudgeOptions options) {
  CHECK_OK(prompt.check_holes(holes()));
  return UnanswerableJudge(prompt, std::move(options));
}

std::vector<prompt::Hole> UnanswerableJudge::holes() {
  return {{"question", "the question, fenced"},
          {"passages", "the passages, each with its number and headings, fenced"}};
}

ChatRequest UnanswerableJudge::ask(const SourcedExample& row) const {
  const auto cleaned = Judge::without_injections(row);
  const SourcedExample& shown = cleaned ? *cleaned : row;
  const std::string& question = shown.example.pair().question;
  ChatRequest out;
  if (!options_.from_inputs) {
    std::string passages;
    for (std::size_t i = 0; i < shown.shown.size(); ++i) {
      std::string text = passage_text(shown.shown[i]);
      if (i == 0) text += "\n\n" + canary_line(row.shown[0]);
      passages += fmt::format("{}Passage {}:\n{}", i > 0 ? "\n\n" : "", i + 1,
                              prompt::fence("passage", text));
    }
    auto messages = prompt_->render({{"question", prompt::fence("question", question)},
                                     {"passages", std::move(passages)}});
    if (!messages)
      throw Fatal(1, messages.error().message);  // create() has seen that every hole is offered
    out.messages = std::move(*messages);
  }
  out.schema = schema_.json.empty() ? nullptr : &schema_;
  out.sampling = options_.sampling;
  out.task = "judge_unanswerable";
  out.inputs.values = {{"question", question}, {"passages", std::to_string(shown.shown.size())}};
  for (std::size_t i = 0; i < shown.shown.size(); ++i)
    out.inputs.values.emplace_back(fmt::format("chunk_{}", i + 1), chunk_text(shown.shown[i]));
  return out;
}

Result<Finding> UnanswerableJudge::read(const SourcedExample& row, const Completion& completion) {
  TRY(const prompt::Reply reply, prompt::read_reply(completion.message.content));
  const json::Value root = reply.json.root();
  Finding out;
  out.reasons = root.text_of("reasons");
  out.quote = root.text_of("quote");
  if (text::trim(out.reasons).empty())
    return fail(ErrorKind::kInvalidInput, "`reasons` is missing or empty");
  const auto number = root.find("answered_by");
  const auto passage = number ? number->integer() : std::nullopt;
  if (!passage || *passage < 0 || *passage > std::ssize(row.shown))
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`answered_by` is the number of a passage, 1 to {}, or 0 where none "
                            "answers",
                            row.shown.size()));
  out.answered_by = static_cast<std::size_t>(*passage);
  if (out.answered_by > 0 && !has_quote(row.shown[out.answered_by - 1], out.quote))
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`quote` does not stand in passage {}: copy the words there that "
                            "answer the question, or give 0 where there are none",
                            out.answered_by));
  return out;
}

std::unique_ptr<Dialogue> judge_unanswerable(const UnanswerableJudge& judge, SourcedExample row) {
  return std::make_unique<UnanswerableDialogue>(judge, std::move(row));
}

}  // namespace generator::judge
