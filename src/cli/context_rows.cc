#include "cli/context_rows.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/session.h"
#include "cli/unanswerable_stage.h"
#include "data/reasons.h"
#include "qa/citations.h"
#include "qa/unanswerable.h"

namespace generator::cli {
namespace {

constexpr std::int64_t kMostPassages = 100;
constexpr std::string_view kSeveral = "passages:";

Reject reject_of(const Example& example, std::uint64_t row, std::string_view code,
                 std::string detail) {
  return {std::string(code), std::move(detail), example_name(example, row), example_text(example)};
}

}  // namespace

ContextPlan read_context(const Settings& settings) {
  ContextPlan out;
  out.seed = static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX));
  out.has_citations = settings.is_on("--citations");
  const std::string text = settings.text("--context");
  if (text == "passage") {
    out.passages = 1;
  } else if (text.starts_with(kSeveral)) {
    const auto count = to_integer(std::string_view(text).substr(kSeveral.size()));
    if (!count || *count < 1 || *count > kMostPassages)
      throw Fatal(kWrongUseExit, fmt::format("--context {}: passages:K takes a number from 1 to {}",
                                             text::for_terminal(text), kMostPassages));
    out.passages = static_cast<std::size_t>(*count);
  } else if (text != "none") {
    throw Fatal(kWrongUseExit, fmt::format("--context {}: it is none, passage or passages:K",
                                           text::for_terminal(text)));
  }
  if (out.has_citations && !out.is_on())
    throw Fatal(kWrongUseExit,
                "--citations name the passages that a row shows; say which with --context passage "
                "or passages:K");
  return out;
}

ContextRows::ContextRows(const ContextPlan& plan, const Settings& settings,
                         const PassageInput& passages)
    : plan_(plan),
      passages_(passages),
      prompts_(must(prompt::Library::load(settings.text("--prompts")))),
      frame_(must(qa::ContextFrame::create(*must(prompts_.find("context", prompt::Set::kFull)),
                                           plan.has_citations))),
      pool_(read_pool(plan.passages > 1 ? passages.files() : std::vector<std::string>(),
                      passages.passages())) {}

tl::expected<Grounded, Reject> ContextRows::of(const Example& example, std::uint64_t row) {
  SourcedExample item{example, {}};
  must(find_passages(passages_.passages(), item));
  if (example.unanswerable) return of_unanswerable(item, row);
  if (!item.chunk)
    return tl::unexpected(
        reject_of(example, row, reasons::kNoPassage,
                  example.provenance.chunk_id.empty()
                      ? "the row names none"
                      : fmt::format("`{}` is neither beside the rows nor in --source",
                                    passage_name(example))));
  const qa::ShownPassages shown = must(qa::shown_passages(item, pool_, plan_.passages, plan_.seed));
  std::vector<std::string> answers;
  std::string asked;  // what a follow-up leans on
  for (const QaPair& turn : example.turns()) {
    asked.append(asked.empty() ? "" : "\n\n").append(turn.question);
    answers.push_back(turn.answer);
    if (!plan_.has_citations) continue;
    auto cited = qa::cited({asked, turn.reasoning, turn.answer}, shown);
    if (!cited)
      return tl::unexpected(
          reject_of(example, row, cited.error().code, std::move(cited.error().detail)));
    answers.back() = std::move(*cited);
  }
  return framed(shown, example.pair().question, std::move(answers));
}

// Its answer rests on no passage, so that there is none to cite.
tl::expected<Grounded, Reject> ContextRows::of_unanswerable(const SourcedExample& item,
                                                            std::uint64_t row) {
  if (auto fault = qa::unanswerable_fault(item))
    return tl::unexpected(reject_of(item.example, row, fault->code, std::move(fault->detail)));
  const QaPair& pair = item.example.pair();
  return framed(must(qa::shown_unanswerable(item, pool_, plan_.passages, plan_.seed)),
                pair.question, {pair.answer});
}

Grounded ContextRows::framed(const qa::ShownPassages& shown, const std::string& question,
                             std::vector<std::string> answers) {
  if (shown.passages.size() < plan_.passages) ++fewer_;
  return must(grounded(shown.passages, shown.gold, question, std::move(answers),
                       [this](std::string_view passages, std::string_view asked) {
                         return frame_.around(passages, asked);
                       }));
}

std::vector<std::string> ContextRows::notes() const {
  if (fewer_ == 0) return {};
  return {fmt::format("{} fewer than {} passages: the source has no further one that is near, "
                      "does not repeat another and does not answer the question",
                      text::counted(fewer_, "row shows", "rows show"), plan_.passages)};
}

}  // namespace generator::cli
