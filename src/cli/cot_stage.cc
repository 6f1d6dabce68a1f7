#include "cli/cot_stage.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/example_dialogues.h"
#include "cli/generate_stage.h"
#include "cli/row_stage.h"
#include "cli/style_settings.h"
#include "cot/enhance.h"

namespace generator::cli {
namespace {

cot::ThinkOptions think_options(const Session& session, const Settings& settings,
                                bool from_inputs) {
  cot::ThinkOptions out;
  out.style = read_style(settings);
  out.sampling = session.choice("cot").sampling;
  out.from_inputs = from_inputs;
  out.steps.least = static_cast<int>(settings.integer("--min-steps", 1, 20));
  out.steps.most = static_cast<int>(settings.integer("--max-steps", 1, 20));
  if (out.steps.least > out.steps.most)
    throw Fatal(kWrongUseExit, fmt::format("--min-steps {} is more than --max-steps {}",
                                           out.steps.least, out.steps.most));
  out.verify = settings.is_on("--verify");
  const auto samples = static_cast<int>(settings.integer("--samples", 1, 99));
  out.samples = session.is_offline("cot") ? 1 : samples;  // rules say the same each time
  return out;
}

}  // namespace

std::unique_ptr<cot::Thinking> make_thinking(const Session& session, const Settings& settings,
                                             bool from_inputs) {
  return std::make_unique<cot::Thinking>(
      must(cot::Thinking::make(session.prompts(), session.prompt_set("cot"),
                               think_options(session, settings, from_inputs))));
}

std::unique_ptr<cot::GenerateCot> make_generate_cot(const Session& session,
                                                    const Settings& settings, bool from_inputs) {
  return must(cot::GenerateCot::make(session.prompts(), session.prompt_set("cot"),
                                     think_options(session, settings, from_inputs)));
}

StageResult generate_cot_stage(Session& session, const Settings& settings,
                               const std::string& chunks_path, std::uint64_t chunks,
                               const std::string& out_path, RejectWriter& rejects,
                               Sample* sample) {
  const auto generation = make_generate_cot(session, settings, session.is_offline("cot"));
  GenerateStage stage(session, settings,
                      {"cot", generation->thinking().options().style,
                       [&](qa::GenerateItem item) { return generation->begin(std::move(item)); }},
                      chunks_path, chunks, rejects, sample);
  return run_rounds(stage, out_path);
}

StageResult enhance_cot_stage(Session& session, const Settings& settings,
                              const std::string& in_path, const Passages& passages,
                              ChunkWriter* used, const std::string& out_path,
                              RejectWriter& rejects, Sample* sample) {
  const auto thinking = make_thinking(session, settings, session.is_offline("cot"));
  std::int64_t conversations = 0;
  for_each_example(in_path, [&](const Example& row) { conversations += row.is_conversation(); });
  if (conversations > 0)
    note(settings, fmt::format("{} as they are: reasoning is found for pairs",
                               text::counted(conversations, "conversation stays",
                                             "conversations stay")));
  return run_once({session, "cot",
                   [&](SourcedExample row) -> Result<std::unique_ptr<Dialogue>> {
                     if (row.example.is_conversation()) return ended({{std::move(row.example)}, {}});
                     return cot::enhance(*thinking, std::move(row));
                   },
                   rejects},
                  "cot", in_path, passages, used, out_path, sample);
}

}  // namespace generator::cli
