// ShareGPT as LLaMA-Factory reads it: strict alternation of human and gpt, `system` and `tools`
// always there and "" where unused. A row that breaks the rules would be dropped there with a line
// in the log, so it is refused here.
#include "export/format.h"

namespace generator {
namespace {

void write(json::Writer& row, const Transcript& transcript, bool) {
  row.key("conversations").begin_array();
  for (const auto& turn : transcript.turns)
    row.begin_object()
        .field("from", turn.role == Role::kUser ? "human" : "gpt")
        .field("value", turn.content)
        .end_object();
  row.end_array().field("system", transcript.system).field("tools", "");
}

Transcript read(json::Value row) {
  Transcript out;
  out.system = row.text_of("system");
  const auto turns = row.find("conversations");
  for (std::size_t i = 0; turns && i < turns->size(); ++i) {
    const json::Value turn = turns->at(i);
    const Role role = turn.text_of("from") == "human" ? Role::kUser : Role::kAssistant;
    out.turns.push_back({role, std::string(turn.text_of("value")), {}});
  }
  return out;
}

std::string schema(bool) {
  return R"("conversations":[{"from":"string","value":"string"}],"system":"string","tools":"string")";
}

}  // namespace

const ExportFormat kShareGptFormat = {
    "sharegpt",
    "conversations of human and gpt: LLaMA-Factory, Axolotl, Unsloth",
    CotStyle::kThink,
    check_alternation,
    write,
    read,
    schema,
    false,
    R"("formatting":"sharegpt","columns":{"messages":"conversations","system":"system","tools":"tools"})"};

}  // namespace generator
