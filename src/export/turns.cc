// Flat rows of a set that has conversations: every row has the same keys, so a pair is one of one
// turn there.
#include "export/format.h"

namespace generator {
namespace {

void write(json::Writer& row, const Transcript& transcript, bool with_reasoning) {
  row.key("turns").begin_array();
  for (std::size_t i = 0; i + 1 < transcript.turns.size(); i += 2) {
    row.begin_object().field("question", transcript.turns[i].content);
    if (with_reasoning) {
      row.key("reasoning").begin_array();
      for (const auto& step : transcript.turns[i + 1].reasoning) row.string(step);
      row.end_array();
    }
    row.field("answer", transcript.turns[i + 1].content).end_object();
  }
  row.end_array();
  if (!transcript.system.empty()) row.field("system", transcript.system);
}

Transcript read(json::Value row) {
  Transcript out;
  out.system = row.text_of("system");
  const auto turns = row.find("turns");
  for (std::size_t i = 0; turns && i < turns->size(); ++i) {
    const json::Value turn = turns->at(i);
    TranscriptTurn answer{Role::kAssistant, std::string(turn.text_of("answer")), {}};
    const auto steps = turn.find("reasoning");
    for (std::size_t j = 0; steps && j < steps->size(); ++j)
      answer.reasoning.emplace_back(steps->at(j).text());
    out.turns.push_back({Role::kUser, std::string(turn.text_of("question")), {}});
    out.turns.push_back(std::move(answer));
  }
  return out;
}

std::string schema(bool with_reasoning) {
  return with_reasoning
             ? R"("turns":[{"question":"string","reasoning":["string"],"answer":"string"}])"
             : R"("turns":[{"question":"string","answer":"string"}])";
}

}  // namespace

const ExportFormat kTurnsFormat = {"jsonl",
                                   "questions and answers with their source, a list a row",
                                   CotStyle::kField,
                                   check_alternation,
                                   write,
                                   read,
                                   schema,
                                   true,
                                   "",
                                   ContextPlace::kColumns};

}  // namespace generator
