// Shapes of messages. The prompt is all that stands before the last answer; the two answers stand
// alone, each a list of one message with the keys that every answer of the file has.
#include "export/preference.h"

namespace generator {
namespace {

void write_message(json::Writer& row, const TranscriptTurn& turn, bool with_reasoning) {
  row.begin_object().field("role", to_text(turn.role)).field("content", turn.content);
  if (with_reasoning && turn.role == Role::kAssistant)
    row.field("reasoning_content", reasoning_text(turn.reasoning));
  row.end_object();
}

void write_prompt(json::Writer& row, std::string_view key, const Transcript& transcript,
                  bool with_reasoning) {
  row.key(key).begin_array();
  if (!transcript.system.empty())
    write_message(row, {Role::kSystem, transcript.system, {}}, with_reasoning);
  for (std::size_t i = 0; i + 1 < transcript.turns.size(); ++i)
    write_message(row, transcript.turns[i], with_reasoning);
  row.end_array();
}

void write_answer(json::Writer& row, std::string_view key, const TranscriptTurn& turn,
                  bool with_reasoning) {
  row.key(key).begin_array();
  write_message(row, turn, with_reasoning);
  row.end_array();
}

TranscriptTurn read_message(json::Value message) {
  TranscriptTurn out;
  out.role = message.text_of("role") == to_text(Role::kAssistant) ? Role::kAssistant : Role::kUser;
  out.content = message.text_of("content");
  if (const auto reasoning = message.text_of("reasoning_content"); !reasoning.empty())
    out.reasoning.emplace_back(reasoning);
  return out;
}

// The messages of `list` behind those of `out`; a leading system message becomes its system.
void read_messages(std::optional<json::Value> list, Transcript& out) {
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const json::Value message = list->at(i);
    if (i == 0 && message.text_of("role") == to_text(Role::kSystem))
      out.system = message.text_of("content");
    else
      out.turns.push_back(read_message(message));
  }
}

void read_rejected(std::optional<json::Value> list, Transcript& out) {
  for (std::size_t i = 0; list && i < list->size(); ++i)
    out.rejected.push_back(read_message(list->at(i)));
}

void write_dpo(json::Writer& row, const Transcript& transcript, bool with_reasoning) {
  write_prompt(row, "prompt", transcript, with_reasoning);
  write_answer(row, "chosen", transcript.turns.back(), with_reasoning);
  write_answer(row, "rejected", transcript.rejected.front(), with_reasoning);
}

Transcript read_dpo(json::Value row) {
  Transcript out;
  read_messages(row.find("prompt"), out);
  read_messages(row.find("chosen"), out);
  read_rejected(row.find("rejected"), out);
  return out;
}

std::string messages_schema(bool with_reasoning) {
  return with_reasoning ? R"([{"role":"string","content":"string","reasoning_content":"string"}])"
                        : R"([{"role":"string","content":"string"}])";
}

std::string dpo_schema(bool with_reasoning) {
  const std::string messages = messages_schema(with_reasoning);
  return R"("prompt":)" + messages + R"(,"chosen":)" + messages + R"(,"rejected":)" + messages;
}

void write_kto(json::Writer& row, const Transcript& transcript, bool with_reasoning) {
  write_prompt(row, "prompt", transcript, with_reasoning);
  write_answer(row, "completion", transcript.turns.back(), with_reasoning);
  row.key("label").boolean(transcript.label.value_or(false));
}

Transcript read_kto(json::Value row) {
  Transcript out;
  read_messages(row.find("prompt"), out);
  read_messages(row.find("completion"), out);
  if (const auto label = row.find("label")) out.label = label->boolean();
  return out;
}

std::string kto_schema(bool with_reasoning) {
  const std::string messages = messages_schema(with_reasoning);
  return R"("prompt":)" + messages + R"(,"completion":)" + messages + R"(,"label":"bool")";
}

void write_openai(json::Writer& row, const Transcript& transcript, bool) {
  row.key("input").begin_object();
  write_prompt(row, "messages", transcript, false);
  row.key("tools").begin_array().end_array().key("parallel_tool_calls").boolean(true);
  row.end_object();
  write_answer(row, "preferred_output", transcript.turns.back(), false);
  write_answer(row, "non_preferred_output", transcript.rejected.front(), false);
}

Transcript read_openai(json::Value row) {
  Transcript out;
  if (const auto input = row.find("input")) read_messages(input->find("messages"), out);
  read_messages(row.find("preferred_output"), out);
  read_rejected(row.find("non_preferred_output"), out);
  return out;
}

}  // namespace

const ExportFormat kDpoShape = {.name = "dpo",
                                .summary = "prompt, chosen, rejected: TRL's DPO and its kin",
                                .usual_style = CotStyle::kField,
                                .check = check_alternation,
                                .write = write_dpo,
                                .read = read_dpo,
                                .schema = dpo_schema,
                                .has_reasoning_field = true,
                                .factory_entry = "",
                                .pairs = PairForm::kRanked};

const ExportFormat kKtoShape = {.name = "kto",
                                .summary = "prompt, completion, label: TRL's KTO",
                                .usual_style = CotStyle::kField,
                                .check = check_alternation,
                                .write = write_kto,
                                .read = read_kto,
                                .schema = kto_schema,
                                .has_reasoning_field = true,
                                .factory_entry = "",
                                .pairs = PairForm::kLabelled};

const ExportFormat kOpenAiShape = {.name = "openai",
                                   .summary = "input, preferred_output, non_preferred_output",
                                   .usual_style = CotStyle::kThink,
                                   .check = check_alternation,
                                   .write = write_openai,
                                   .read = read_openai,
                                   .schema = no_schema,
                                   .has_reasoning_field = false,
                                   .factory_entry = "",
                                   .pairs = PairForm::kRanked,
                                   .lines_only = true,
                                   .has_columns = false};

}  // namespace generator
