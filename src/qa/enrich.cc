// A model that is told what was wrong mends it more often than not, so a fault buys one more call,
// with its version and the named facts before its eyes. More than one is not worth its price: the
// original is a good answer already.
#include "qa/enrich.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/facts.h"
#include "measure/row_halves.h"
#include "prompt/passages.h"
#include "prompt/reply.h"
#include "qa/enrich_conversation.h"
#include "qa/support_check.h"

namespace generator::qa {
namespace {

constexpr std::size_t kFactsShown = 40;    // in the prompt
constexpr std::size_t kLongestShown = 60;  // bytes of a fact there

// The names and numbers of the answer that a model must spell as they are. No commands: they have
// spaces, and what has spaces could speak to the model from outside the fence.
std::string facts_to_show(std::string_view answer) {
  std::vector<std::string> shown;
  for (const measure::Fact& fact : measure::facts(answer)) {
    const bool has_space = fact.text.find_first_of(" \t\n`") != std::string::npos;
    if (fact.kind == measure::FactKind::kCommand || fact.text.size() > kLongestShown) continue;
    if (has_space && fact.kind != measure::FactKind::kNumber) continue;
    if (std::find(shown.begin(), shown.end(), fact.text) == shown.end()) shown.push_back(fact.text);
    if (shown.size() == kFactsShown) break;
  }
  return text::join(shown, ", ");
}

// Holes that hold the same in all requests of the stage, and the passage among its pairs.
std::vector<std::string_view> common_holes(const SourcedExample& item) {
  std::vector<std::string_view> out = {"language", "audience",  "domain",   "tone",
                                       "markdown", "min_words", "max_words"};
  if (item.shares_chunk) out.push_back("passage");
  return out;
}

class EnrichDialogue final : public Dialogue {
 public:
  EnrichDialogue(const Enrichment& stage, SourcedExample item, ChatRequest request)
      : stage_(stage), item_(std::move(item)), request_(std::move(request)) {}

  Turn open() override { return std::vector<Ask>{{request_, 0}}; }

  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    const auto* failure = std::get_if<Failure>(&outcomes[0]);
    if (failure != nullptr && failure->kind == Failure::Kind::kTooLong) {
      TRY(const bool is_shorter, shorten());
      if (is_shorter) return std::vector<Ask>{{request_, 0}};
    }
    if (failure != nullptr)
      return kept_as_it_was(reason_of(failure->kind), failure->message, "", failure->reply);
    const Completion& completion = std::get<Completion>(outcomes[0]);
    TRY(const std::string reply, Enrichment::read(completion));
    const std::string& original = item_.example.pair().answer;
    const std::string answer = with_code_of(original, reply);
    const auto fault = find_fault(item_, answer, stage_.options().style);
    if (says_the_same_words(original, answer)) {
      if (fault || answer == original || stage_.options().require_rewrite)
        return kept_as_it_was("", "the model gave the answer back as it was", "");
      return in_house_form(answer);
    }
    if (!fault) return rewritten(answer);
    if (asked_again_) return kept_as_it_was(fault->code, fault->detail, answer);
    asked_again_ = true;
    refused_ = Reject{.code = fault->code,
                      .detail = fault->detail,
                      .item = name(),
                      .row = example_text(rewritten_example(answer)),
                      .dropped = false,
                      .asked_again = true};
    return std::vector<Ask>{{stage_.ask_again(request_, completion.message.content, *fault), 0}};
  }

 private:
  // Once: half of the passage, around what the answer was taken from. What is checked about the
  // answer is checked against the whole.
  Result<bool> shorten() {
    if (std::exchange(is_shortened_, true)) return false;
    const auto shorter = measure::around_evidence(item_);
    if (!shorter) return false;
    TRY(request_, stage_.ask(*shorter));
    return true;
  }

  Finished rewritten(const std::string& answer) {
    Finished finished;
    finished.examples.push_back(rewritten_example(answer));
    if (refused_) finished.rejects.push_back(*refused_);
    return finished;
  }

  // The same words, set in the house style: code font, list markers. They are still the passage's.
  Finished in_house_form(const std::string& answer) {
    Finished finished = rewritten(answer);
    Example& example = finished.examples.back();
    example.answer_form =
        item_.example.answer_form.empty() ? "verbatim" : item_.example.answer_form;
    example.evidence = item_.example.evidence;
    example.support = item_.example.support;
    return finished;
  }

  std::string name() const {
    return item_.example.id.empty() ? item_.example.provenance.chunk_id : item_.example.id;
  }

  Example rewritten_example(const std::string& answer) const {
    Example example = item_.example;
    if (example.original_answer.empty()) example.original_answer = example.pair().answer;
    example.pair().answer = answer;
    example.answer_form = "rewritten";
    example.rating.reset();  // it was about another text
    if (item_.chunk)
      note_support(check_support(item_, answer, stage_.options().style), item_, example);
    return example;
  }

  // `code` "": there was nothing to rewrite. `refused`: the version that may not stand. `reply`:
  // what the model wrote instead of one.
  Finished kept_as_it_was(std::string_view code, const std::string& detail,
                          const std::string& refused, const std::string& reply = "") const {
    Finished finished;
    Reject reject;
    reject.code = code;
    reject.detail = detail;
    reject.reply = reply;
    reject.item = name();
    reject.row = example_text(refused.empty() ? item_.example : rewritten_example(refused));
    if (stage_.options().require_rewrite) {
      reject.detail = code.empty() ? detail : fmt::format("{}: {}", code, detail);
      reject.code = reasons::kNotRewritten;
      finished.rejects.push_back(std::move(reject));
      if (refused_) finished.rejects.push_back(*refused_);
      return finished;
    }
    finished.examples.push_back(item_.example);
    std::string& form = finished.examples.back().answer_form;
    if (form.empty()) form = "verbatim";
    reject.dropped = false;
    if (!code.empty()) finished.rejects.push_back(std::move(reject));
    if (refused_) finished.rejects.push_back(*refused_);
    return finished;
  }

  const Enrichment& stage_;
  SourcedExample item_;
  ChatRequest request_;
  bool asked_again_ = false;
  std::optional<Reject> refused_;  // the first version, where a second was asked for
  bool is_shortened_ = false;
};

}  // namespace

Enrichment::Enrichment(const prompt::Template& prompt, EnrichOptions options)
    : prompt_(prompt), options_(std::move(options)), schema_{"rewritten_answer", prompt.schema()} {}

std::vector<prompt::Hole> Enrichment::holes() {
  return {{"question", "the question, fenced"},
          {"answer", "the answer to rewrite, fenced"},
          {"passage", "the passage with its headings, fenced; may be empty"},
          {"facts", "the names and numbers of the answer, comma-separated; may be empty"},
          {"language", "the language to write in; empty for the answer's own"},
          {"audience", "for whom the answer is; may be empty"},
          {"domain", "the subject area; may be empty"},
          {"tone", "how it should sound; may be empty"},
          {"markdown", "not empty where Markdown is wanted"},
          {"min_words", "fewest words of an answer"},
          {"max_words", "most words of an answer"}};
}

Result<ChatRequest> Enrichment::ask(const SourcedExample& item) const {
  const QaPair& pair = item.example.pair();
  const Style& style = options_.style;
  const std::string language = style.language == "source" ? "" : style.language;
  const std::string markdown = style.markdown ? "yes" : "";
  ChatRequest request;
  TRY(request.messages,
      prompt_.render(
          {{"question", prompt::fence("question", pair.question)},
           {"answer", prompt::fence("answer", pair.answer)},
           {"passage", prompt::fenced_passages(item)},
           {"facts", facts_to_show(pair.answer)},
           {"language", language},
           {"audience", style.audience},
           {"domain", style.domain},
           {"tone", style.tone},
           {"markdown", markdown},
           {"min_words", std::to_string(style.min_words)},
           {"max_words", std::to_string(style.max_words)}},
          common_holes(item)));
  request.schema = schema_.json.empty() ? nullptr : &schema_;
  request.sampling = options_.sampling;
  request.task = "enrich";
  std::string chunk;
  if (item.chunk) {
    json::Writer writer(chunk);
    write_chunk(writer, *item.chunk);
  }
  request.inputs.values = {
      {"question", pair.question},
      {"answer", pair.answer},
      {"chunk", std::move(chunk)},
      {"language", language},
      {"audience", style.audience},
      {"domain", style.domain},
      {"tone", style.tone},
      {"markdown", markdown},
      {"answer_words", fmt::format("{}:{}", style.min_words, style.max_words)}};
  return request;
}

Result<std::vector<ChatRequest>> Enrichment::asks(const SourcedExample& item) const {
  std::vector<ChatRequest> out;
  for (std::size_t turn = 0; turn < item.example.turns().size(); ++turn) {
    TRY(ChatRequest request,
        ask(item.example.is_conversation() ? turn_of(item, turn) : item));
    out.push_back(std::move(request));
  }
  return out;
}

ChatRequest Enrichment::ask_again(const ChatRequest& first, std::string_view reply,
                                  const RewriteFault& fault) const {
  ChatRequest request = first;
  std::string problem;
  if (fault.code == reasons::kFactAdded)
    problem = fmt::format(
        "Your version adds what the answer does not say: {}. Take that out, and put nothing else "
        "in its place.",
        fault.detail);
  else if (fault.code == reasons::kFactLost)
    problem = fmt::format(
        "Your version lost something that has to stay as it was: {}. Put it back.", fault.detail);
  else if (fault.code == reasons::kDanglingReference)
    problem = fmt::format(
        "Your version does not stand alone: {}. Say it without pointing at another text.",
        fault.detail);
  else if (fault.code == reasons::kRestatesQuestion)
    problem = fmt::format("Your version is not to repeat the question: {}. Begin with the answer.",
                          fault.detail);
  else if (fault.code == reasons::kLowSupport)
    problem = fmt::format(
        "Your version says what the source does not say: {}. Say only what stands there.",
        fault.detail);
  else
    problem = fmt::format("Your version is too long: {}.", fault.detail);
  Message said;
  said.role = Role::kAssistant;
  said.content = reply;
  Message asked;
  asked.content = problem + " Change nothing else, and reply with the JSON object only.";
  request.messages.push_back(std::move(said));
  request.messages.push_back(std::move(asked));
  request.inputs.values.emplace_back("refused", reply);
  request.inputs.values.emplace_back("problem", fmt::format("{}: {}", fault.code, fault.detail));
  return request;
}

Result<std::string> Enrichment::read(const Completion& completion) {
  TRY(const prompt::Reply reply, prompt::read_reply(completion.message.content));
  json::Value root = reply.json.root();
  if (root.is_array() && root.size() == 1) root = root.at(0);
  const auto answer = root.find("answer");
  if (!answer || !answer->is_string())
    return fail(ErrorKind::kInvalidInput,
                "the reply has no text under \"answer\"; reply with {\"answer\": \"…\"}");
  if (reply.cut)
    return fail(ErrorKind::kInvalidInput,
                "the reply ends inside the answer; reply with the whole object");
  const std::string_view text = text::trim(answer->text());
  if (text.empty()) return fail(ErrorKind::kInvalidInput, "the answer in the reply is empty");
  return std::string(text);
}

Result<std::unique_ptr<Dialogue>> Enrichment::begin(SourcedExample item) const {
  if (item.example.is_conversation()) return conversation_rewriting(*this, std::move(item));
  TRY(ChatRequest request, ask(item));
  return std::make_unique<EnrichDialogue>(*this, std::move(item), std::move(request));
}

}  // namespace generator::qa
