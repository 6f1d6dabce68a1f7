// Flat rows for scripts and tables: one question, one answer, reasoning as a list of steps.
#include "export/format.h"

#include <fmt/format.h>

namespace generator {
namespace {

Status check(const Transcript& transcript) {
  CHECK_OK(check_alternation(transcript));
  if (transcript.turns.size() > 2)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("a conversation of {} messages does not fit a flat row; use -f chatml",
                            transcript.turns.size()));
  return {};
}

void write(json::Writer& row, const Transcript& transcript, bool with_reasoning) {
  row.field("question", transcript.turns[0].content);
  if (with_reasoning) {
    row.key("reasoning").begin_array();
    for (const auto& step : transcript.turns[1].reasoning) row.string(step);
    row.end_array();
  }
  row.field("answer", transcript.turns[1].content);
  if (!transcript.system.empty()) row.field("system", transcript.system);
}

Transcript read(json::Value row) {
  Transcript out;
  out.system = row.text_of("system");
  TranscriptTurn answer{Role::kAssistant, std::string(row.text_of("answer")), {}};
  const auto steps = row.find("reasoning");
  for (std::size_t i = 0; steps && i < steps->size(); ++i)
    answer.reasoning.emplace_back(steps->at(i).text());
  out.turns.push_back({Role::kUser, std::string(row.text_of("question")), {}});
  out.turns.push_back(std::move(answer));
  return out;
}

std::string schema(bool with_reasoning) {
  return with_reasoning ? R"("question":"string","reasoning":["string"],"answer":"string")"
                        : R"("question":"string","answer":"string")";
}

}  // namespace

const ExportFormat kFlatFormat = {"jsonl",
                                  "question and answer with their source, flat: scripts and tables",
                                  CotStyle::kField,
                                  check,
                                  write,
                                  read,
                                  schema,
                                  true,
                                  "",
                                  ContextPlace::kColumns};

}  // namespace generator
