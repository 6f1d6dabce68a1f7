// Axolotl's `type: chat_template` with `message_field_training: train`: each message says whether it
// is trained on.
#include "export/tool_format.h"

namespace generator {
namespace {

constexpr MessageKeys kKeys{.training = "train"};

Status fit(ToolTranscript& transcript) { return check_trains(transcript); }

void write(json::Writer& row, const ToolTranscript& transcript, const ToolLayout& layout) {
  write_messages(row, "messages", transcript.system, transcript.messages, layout, kKeys);
  row.field("tools", tools_text(transcript.tools));
}

Result<ToolTranscript> read(json::Value row) {
  ToolTranscript out;
  read_messages(row.find("messages"), kKeys, out.system, out.messages);
  TRY(out.tools, read_tools_column(row.find("tools")));
  return out;
}

std::string schema(const ToolLayout& layout) {
  return R"("messages":)" + messages_schema(layout, kKeys) + R"(,"tools":"string")";
}

}  // namespace

const ToolFormat kToolAxolotl = {
    .name = "axolotl",
    .aliases = {},
    .summary = "messages with `train` in each, for Axolotl's chat_template",
    .styles = {CotStyle::kField, CotStyle::kThink, CotStyle::kText, CotStyle::kNone},
    .fit = fit,
    .write = write,
    .read = read,
    .schema = schema,
    .text_arguments = true,
    .takes_arguments = true,
    .has_weights = true};

}  // namespace generator
