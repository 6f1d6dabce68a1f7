// Alpaca: one instruction and its output; `input` holds the passages of a row that shows any, and
// is empty else, because LLaMA-Factory appends it to the instruction. Earlier turns of a
// conversation go to `history`, whose answers are trained on as well.
#include "export/format.h"

namespace generator {
namespace {

void write(json::Writer& row, const Transcript& transcript, bool) {
  const auto& turns = transcript.turns;
  const std::size_t last = turns.size() - 2;
  row.field("instruction", turns[last].content).field("input", transcript.input);
  row.field("output", turns[last + 1].content).field("system", transcript.system);
  row.key("history").begin_array();
  for (std::size_t i = 0; i < last; i += 2)
    row.begin_array().string(turns[i].content).string(turns[i + 1].content).end_array();
  row.end_array();
}

Transcript read(json::Value row) {
  Transcript out;
  out.system = row.text_of("system");
  out.input = row.text_of("input");
  const auto add = [&](std::string_view question, std::string_view answer) {
    out.turns.push_back({Role::kUser, std::string(question), {}});
    out.turns.push_back({Role::kAssistant, std::string(answer), {}});
  };
  const auto history = row.find("history");
  for (std::size_t i = 0; history && i < history->size(); ++i)
    if (const json::Value pair = history->at(i); pair.size() == 2)
      add(pair.at(0).text(), pair.at(1).text());
  add(row.text_of("instruction"), row.text_of("output"));
  return out;
}

std::string schema(bool) {
  return R"("instruction":"string","input":"string","output":"string","system":"string",)"
         R"("history":[["string"]])";
}

}  // namespace

const ExportFormat kAlpacaFormat = {
    "alpaca",
    "instruction, input, output: LLaMA-Factory and the Alpaca family",
    CotStyle::kThink,
    check_alternation,
    write,
    read,
    schema,
    false,
    R"("columns":{"prompt":"instruction","query":"input","response":"output","system":"system",)"
    R"("history":"history"})",
    ContextPlace::kInput};

}  // namespace generator
