#include "cli/try_prompt.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include "base/text.h"
#include "cli/chunk_input.h"
#include "cli/cot_stage.h"
#include "cli/example_dialogues.h"
#include "cli/passage_input.h"
#include "cli/session.h"
#include "cli/stages.h"
#include "store/example_file.h"
#include "store/run_folder.h"

namespace generator::cli {
namespace {

// Asks what it is given, prints every reply, and ends.
class Trial final : public Dialogue {
 public:
  explicit Trial(std::vector<Ask> asks) : asks_(std::move(asks)) {}
  Turn open() override { return asks_; }
  Result<Turn> hear(std::span<const Outcome> outcomes) override {
    for (const Outcome& outcome : outcomes) print(outcome);
    return Finished{};
  }

 private:
  static void print(const Outcome& outcome) {
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
      fmt::print("=== no reply: {}\n", text::for_terminal(failure->message));
      return;
    }
    const auto& completion = std::get<Completion>(outcome);
    fmt::print("=== reply of {}: {} tokens in, {} out\n{}\n", text::for_terminal(completion.model),
               completion.usage.input, completion.usage.output,
               text::for_terminal(completion.message.content));
  }
  std::vector<Ask> asks_;
};

class OneTrial final : public DialogueSource {
 public:
  explicit OneTrial(std::vector<Ask> asks) : trial_(std::make_unique<Trial>(std::move(asks))) {}
  Result<std::unique_ptr<Dialogue>> next() override { return std::move(trial_); }

 private:
  std::unique_ptr<Dialogue> trial_;
};

void print(const std::vector<Ask>& asks) {
  for (const Ask& ask : asks) {
    for (const Message& message : ask.request.messages)
      fmt::print("=== {}\n{}\n", to_text(message.role), text::for_terminal(message.content));
    if (ask.request.schema != nullptr)
      fmt::print("=== schema of the reply\n{}\n", ask.request.schema->json);
  }
}

Chunk find_chunk(const Settings& settings, const std::string& input) {
  const auto wanted = settings.maybe("--chunk");
  std::optional<Chunk> found;
  read_chunks(settings, input, [&](Chunk chunk) -> Status {
    if (!found && (!wanted || chunk.id == *wanted)) found = std::move(chunk);
    return {};
  });
  if (!found)
    throw Fatal(kFailed, fmt::format("`{}` has no chunk `{}`", input, wanted.value_or("")));
  return std::move(*found);
}

SourcedExample find_example(const Settings& settings, const std::string& input,
                            bool is_unanswerable = false) {
  const auto wanted = settings.maybe("--chunk");
  const PassageInput passages(settings, input);
  ExampleReader rows = must(ExampleReader::open(input));
  ExampleRow row;
  while (must(rows.next(row))) {
    Example example = must(std::move(row.example));
    if (example.unanswerable.has_value() != is_unanswerable) continue;
    if (wanted && example.provenance.chunk_id != *wanted && example.id != *wanted) continue;
    SourcedExample out{std::move(example), {}};
    must(find_passages(passages.passages(), out));
    return out;
  }
  throw Fatal(kFailed,
              fmt::format("`{}` has no {}row{}", input, is_unanswerable ? "unanswerable " : "",
                          wanted ? fmt::format(" of the chunk `{}`", *wanted) : ""));
}

}  // namespace

int try_prompt(const Settings& settings, const std::string& task, const std::string& input) {
  static constexpr std::array<std::string_view, 7> kTasks = {
      "generate", "enrich", "judge", "generate_cot", "enhance_cot", "judge_reasoning",
      "judge_unanswerable"};
  if (std::ranges::find(kTasks, task) == kTasks.end())
    throw Fatal(kWrongUseExit, fmt::format("no task `{}` to try; there are {}", task,
                                           fmt::join(kTasks, ", ")));
  const TemporaryFile spool = must(TemporaryFile::create(""));
  std::optional<Session> session;
  session.emplace(settings, spool.path());
  // What the requests refer to, such as schemas, lives in these.
  std::unique_ptr<qa::Generation> generation;
  std::unique_ptr<qa::Enrichment> enrichment;
  std::unique_ptr<cot::GenerateCot> reasoned;
  std::unique_ptr<cot::Thinking> thinking;
  std::optional<judge::Judge> judge;
  std::optional<judge::ReasoningJudge> reasoning_judge;
  std::optional<judge::UnanswerableJudge> unanswerable_judge;
  std::vector<Ask> asks;
  if (task == "generate") {
    generation = make_generation(*session, settings);
    asks = must(generation->asks({find_chunk(settings, input),
                                  settings.maybe_integer("--n-pairs", 1, 1000).value_or(3), 0}));
  } else if (task == "generate_cot") {
    reasoned = make_generate_cot(*session, settings);
    const Chunk chunk = find_chunk(settings, input);
    asks.push_back({must(reasoned->ask(
                        {chunk, settings.maybe_integer("--n-pairs", 1, 1000).value_or(3), 0}, chunk)),
                    0});
  } else if (task == "enhance_cot") {
    thinking = make_thinking(*session, settings);
    asks.push_back({must(thinking->ask_steps(find_example(settings, input))), 0});
  } else if (task == "judge_reasoning") {
    reasoning_judge.emplace(make_reasoning_judge(*session, settings));
    asks.push_back({reasoning_judge->ask(find_example(settings, input)), 0});
  } else if (task == "judge_unanswerable") {
    unanswerable_judge.emplace(make_unanswerable_judge(*session, false, "judge"));
    const SourcedExample row = find_example(settings, input, true);
    if (row.shown.empty())
      throw Fatal(kFailed, fmt::format("the passages of `{}` are not known; --source names where "
                                       "they are", row.example.id));
    asks.push_back({unanswerable_judge->ask(row), 0});
  } else if (task == "enrich") {
    enrichment = make_enrichment(*session, settings);
    for (ChatRequest& request : must(enrichment->asks(find_example(settings, input))))
      asks.push_back({std::move(request), 0});
  } else {
    judge.emplace(make_judge(*session, settings));
    asks.push_back({judge->ask(find_example(settings, input)), 0});
  }
  print(asks);
  OneTrial source(std::move(asks));
  session->run(task.starts_with("judge") ? "judge" : task.ends_with("_cot") ? "cot" : task, source, [](std::uint64_t, Finished) -> Status { return {}; });
  session->close();
  std::filesystem::remove_all(RunFolder::of(spool.path()).path());
  return kDone;
}

}  // namespace generator::cli
