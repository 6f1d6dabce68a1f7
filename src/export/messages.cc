// `messages`: role and content, nothing that a template does not know. `content` is never null, and
// a row's assistant messages have `reasoning_content` either in the whole file or nowhere, so that
// Arrow infers one type.
#include "export/format.h"

namespace generator {
namespace {

void write_message(json::Writer& row, std::string_view role, const std::string& content) {
  row.begin_object().field("role", role).field("content", content);
}

void write(json::Writer& row, const Transcript& transcript, bool with_reasoning) {
  row.key("messages").begin_array();
  if (!transcript.system.empty()) {
    write_message(row, to_text(Role::kSystem), transcript.system);
    row.end_object();
  }
  for (const auto& turn : transcript.turns) {
    write_message(row, to_text(turn.role), turn.content);
    if (with_reasoning && turn.role == Role::kAssistant)
      row.field("reasoning_content", reasoning_text(turn.reasoning));
    row.end_object();
  }
  row.end_array();
}

Transcript read(json::Value row) {
  Transcript out;
  const auto messages = row.find("messages");
  for (std::size_t i = 0; messages && i < messages->size(); ++i) {
    const json::Value message = messages->at(i);
    const std::string_view role = message.text_of("role");
    if (role == to_text(Role::kSystem) && i == 0) {
      out.system = message.text_of("content");
      continue;
    }
    TranscriptTurn turn;
    turn.role = role == to_text(Role::kAssistant) ? Role::kAssistant
                : role == to_text(Role::kTool)    ? Role::kTool
                                                  : Role::kUser;
    turn.content = message.text_of("content");
    if (const auto reasoning = message.text_of("reasoning_content"); !reasoning.empty())
      turn.reasoning.emplace_back(reasoning);
    out.turns.push_back(std::move(turn));
  }
  return out;
}

std::string schema(bool with_reasoning) {
  return with_reasoning
             ? R"("messages":[{"role":"string","content":"string","reasoning_content":"string"}])"
             : R"("messages":[{"role":"string","content":"string"}])";
}

}  // namespace

const ExportFormat kMessagesFormat = {"chatml",
                                      "messages of role and content: OpenAI, TRL, Axolotl, Unsloth",
                                      CotStyle::kField,
                                      check_alternation,
                                      write,
                                      read,
                                      schema,
                                      true,
                                      ""};

}  // namespace generator
