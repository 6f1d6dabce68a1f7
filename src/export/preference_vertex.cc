// Gemini's preference tuning on Vertex: the contents up to the last question, then the completions
// with their scores. Roles are `user` and `model` alone.
#include "export/preference.h"

namespace generator {
namespace {

void write_content(json::Writer& row, std::string_view role, const std::string& text) {
  row.begin_object().field("role", role).key("parts").begin_array();
  row.begin_object().field("text", text).end_object();
  row.end_array().end_object();
}

std::string_view role_of(const TranscriptTurn& turn) {
  return turn.role == Role::kUser ? "user" : "model";
}

void write_completion(json::Writer& row, double score, const TranscriptTurn& turn) {
  row.begin_object().field("score", score).key("completion");
  write_content(row, role_of(turn), turn.content);
  row.end_object();
}

void write(json::Writer& row, const Transcript& transcript, bool) {
  if (!transcript.system.empty()) {
    row.key("systemInstruction");
    write_content(row, "system", transcript.system);
  }
  row.key("contents").begin_array();
  for (std::size_t i = 0; i + 1 < transcript.turns.size(); ++i)
    write_content(row, role_of(transcript.turns[i]), transcript.turns[i].content);
  row.end_array().key("completions").begin_array();
  write_completion(row, 1, transcript.turns.back());
  write_completion(row, 0, transcript.rejected.front());
  row.end_array();
}

std::string text_of(json::Value content) {
  const auto parts = content.find("parts");
  return parts && parts->size() > 0 ? std::string(parts->at(0).text_of("text")) : "";
}

TranscriptTurn turn_of(json::Value content) {
  const Role role = content.text_of("role") == "user" ? Role::kUser : Role::kAssistant;
  return {role, text_of(content), {}};
}

Transcript read(json::Value row) {
  Transcript out;
  if (const auto system = row.find("systemInstruction")) out.system = text_of(*system);
  const auto contents = row.find("contents");
  for (std::size_t i = 0; contents && i < contents->size(); ++i)
    out.turns.push_back(turn_of(contents->at(i)));
  const auto completions = row.find("completions");
  for (std::size_t i = 0; completions && i < completions->size(); ++i) {
    const json::Value scored = completions->at(i);
    const auto score = scored.find("score");
    const auto completion = scored.find("completion");
    if (!score || !completion) continue;
    const bool is_better = score->number().value_or(0) > 0.5;
    (is_better ? out.turns : out.rejected).push_back(turn_of(*completion));
  }
  return out;
}

}  // namespace

const ExportFormat kVertexShape = {.name = "vertex",
                                   .summary = "contents, completions with scores: Gemini on Vertex",
                                   .usual_style = CotStyle::kText,
                                   .check = check_alternation,
                                   .write = write,
                                   .read = read,
                                   .schema = no_schema,
                                   .has_reasoning_field = false,
                                   .factory_entry = "",
                                   .pairs = PairForm::kRanked,
                                   .lines_only = true,
                                   .has_columns = false};

}  // namespace generator
