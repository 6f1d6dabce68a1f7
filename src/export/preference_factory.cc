// LLaMA-Factory's shapes. Ranked rows have an odd number of turns and the two answers beside them;
// rows with a tag have an even one, as for plain training. A row of the wrong number would be
// skipped there with a line in the log.
#include "export/preference.h"

namespace generator {
namespace {

void write_turn(json::Writer& row, const TranscriptTurn& turn) {
  row.begin_object()
      .field("from", turn.role == Role::kUser ? "human" : "gpt")
      .field("value", turn.content)
      .end_object();
}

TranscriptTurn read_turn(json::Value turn) {
  const Role role = turn.text_of("from") == "human" ? Role::kUser : Role::kAssistant;
  return {role, std::string(turn.text_of("value")), {}};
}

// The first `count` turns.
void write_turns(json::Writer& row, const Transcript& transcript, std::size_t count) {
  row.key("conversations").begin_array();
  for (std::size_t i = 0; i < count; ++i) write_turn(row, transcript.turns[i]);
  row.end_array();
}

Transcript read_turns(json::Value row) {
  Transcript out;
  out.system = row.text_of("system");
  const auto turns = row.find("conversations");
  for (std::size_t i = 0; turns && i < turns->size(); ++i)
    out.turns.push_back(read_turn(turns->at(i)));
  return out;
}

void write_ranked(json::Writer& row, const Transcript& transcript, bool) {
  write_turns(row, transcript, transcript.turns.size() - 1);
  row.key("chosen");
  write_turn(row, transcript.turns.back());
  row.key("rejected");
  write_turn(row, transcript.rejected.front());
  row.field("system", transcript.system).field("tools", "");
}

Transcript read_ranked(json::Value row) {
  Transcript out = read_turns(row);
  if (const auto chosen = row.find("chosen")) out.turns.push_back(read_turn(*chosen));
  if (const auto rejected = row.find("rejected")) out.rejected = {read_turn(*rejected)};
  return out;
}

void write_tagged(json::Writer& row, const Transcript& transcript, bool) {
  write_turns(row, transcript, transcript.turns.size());
  row.field("system", transcript.system).field("tools", "");
  row.key("kto_tag").boolean(transcript.label.value_or(false));
}

void read_tag(json::Value row, Transcript& out) {
  if (const auto tag = row.find("kto_tag")) out.label = tag->boolean();
}

Transcript read_tagged(json::Value row) {
  Transcript out = read_turns(row);
  read_tag(row, out);
  return out;
}

std::string ranked_schema(bool) {
  return R"("conversations":[{"from":"string","value":"string"}],)"
         R"("chosen":{"from":"string","value":"string"},)"
         R"("rejected":{"from":"string","value":"string"},"system":"string","tools":"string")";
}

std::string tagged_schema(bool) {
  return R"("conversations":[{"from":"string","value":"string"}],"system":"string",)"
         R"("tools":"string","kto_tag":"bool")";
}

// The last question, which is the instruction; the turns before it are the history.
std::size_t last_question(const Transcript& transcript) { return transcript.turns.size() - 2; }

void write_instruction(json::Writer& row, const Transcript& transcript) {
  row.field("instruction", transcript.turns[last_question(transcript)].content).field("input", "");
}

void write_history(json::Writer& row, const Transcript& transcript) {
  row.field("system", transcript.system).key("history").begin_array();
  const auto& turns = transcript.turns;
  for (std::size_t i = 0; i < last_question(transcript); i += 2)
    row.begin_array().string(turns[i].content).string(turns[i + 1].content).end_array();
  row.end_array();
}

// `answer`: the field that has the last one.
Transcript read_alpaca(json::Value row, std::string_view answer) {
  Transcript out;
  out.system = row.text_of("system");
  const auto add = [&](std::string_view question, std::string_view said) {
    out.turns.push_back({Role::kUser, std::string(question), {}});
    out.turns.push_back({Role::kAssistant, std::string(said), {}});
  };
  const auto history = row.find("history");
  for (std::size_t i = 0; history && i < history->size(); ++i)
    if (const json::Value pair = history->at(i); pair.size() == 2)
      add(pair.at(0).text(), pair.at(1).text());
  add(row.text_of("instruction"), row.text_of(answer));
  return out;
}

void write_alpaca_ranked(json::Writer& row, const Transcript& transcript, bool) {
  write_instruction(row, transcript);
  row.field("chosen", transcript.turns.back().content);
  row.field("rejected", transcript.rejected.front().content);
  write_history(row, transcript);
}

Transcript read_alpaca_ranked(json::Value row) {
  Transcript out = read_alpaca(row, "chosen");
  out.rejected = {{Role::kAssistant, std::string(row.text_of("rejected")), {}}};
  return out;
}

void write_alpaca_tagged(json::Writer& row, const Transcript& transcript, bool) {
  write_instruction(row, transcript);
  row.field("output", transcript.turns.back().content);
  write_history(row, transcript);
  row.key("kto_tag").boolean(transcript.label.value_or(false));
}

Transcript read_alpaca_tagged(json::Value row) {
  Transcript out = read_alpaca(row, "output");
  read_tag(row, out);
  return out;
}

std::string alpaca_ranked_schema(bool) {
  return R"("instruction":"string","input":"string","chosen":"string","rejected":"string",)"
         R"("system":"string","history":[["string"]])";
}

std::string alpaca_tagged_schema(bool) {
  return R"("instruction":"string","input":"string","output":"string","system":"string",)"
         R"("history":[["string"]],"kto_tag":"bool")";
}

}  // namespace

const ExportFormat kShareGptShape = {
    .name = "sharegpt",
    .summary = "conversations, chosen, rejected: LLaMA-Factory, ranked",
    .usual_style = CotStyle::kThink,
    .check = check_alternation,
    .write = write_ranked,
    .read = read_ranked,
    .schema = ranked_schema,
    .has_reasoning_field = false,
    .factory_entry =
        R"("formatting":"sharegpt","ranking":true,"columns":{"messages":"conversations",)"
        R"("chosen":"chosen","rejected":"rejected","system":"system","tools":"tools"})",
    .pairs = PairForm::kRanked};

const ExportFormat kShareGptKtoShape = {
    .name = "sharegpt-kto",
    .summary = "conversations, kto_tag: LLaMA-Factory's KTO",
    .usual_style = CotStyle::kThink,
    .check = check_alternation,
    .write = write_tagged,
    .read = read_tagged,
    .schema = tagged_schema,
    .has_reasoning_field = false,
    .factory_entry =
        R"("formatting":"sharegpt","columns":{"messages":"conversations","system":"system",)"
        R"("tools":"tools","kto_tag":"kto_tag"})",
    .pairs = PairForm::kLabelled};

const ExportFormat kAlpacaShape = {
    .name = "alpaca",
    .summary = "instruction, input, chosen, rejected: LLaMA-Factory, ranked",
    .usual_style = CotStyle::kThink,
    .check = check_alternation,
    .write = write_alpaca_ranked,
    .read = read_alpaca_ranked,
    .schema = alpaca_ranked_schema,
    .has_reasoning_field = false,
    .factory_entry =
        R"("ranking":true,"columns":{"prompt":"instruction","query":"input","chosen":"chosen",)"
        R"("rejected":"rejected","system":"system","history":"history"})",
    .pairs = PairForm::kRanked};

const ExportFormat kAlpacaKtoShape = {
    .name = "alpaca-kto",
    .summary = "instruction, input, output, kto_tag: LLaMA-Factory's KTO",
    .usual_style = CotStyle::kThink,
    .check = check_alternation,
    .write = write_alpaca_tagged,
    .read = read_alpaca_tagged,
    .schema = alpaca_tagged_schema,
    .has_reasoning_field = false,
    .factory_entry =
        R"("columns":{"prompt":"instruction","query":"input","response":"output",)"
        R"("system":"system","history":"history","kto_tag":"kto_tag"})",
    .pairs = PairForm::kLabelled};

}  // namespace generator
