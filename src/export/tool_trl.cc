// TRL and whoever renders a chat template himself: arguments as an object, as most templates want
// them, and `tools` as JSON text, which Arrow holds whatever the schemas. There are no weights, so a
// row ends before what is masked.
#include "export/tool_format.h"

namespace generator {
namespace {

constexpr MessageKeys kKeys{};

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

const ToolFormat kToolTrl = {
    .name = "chatml",
    .aliases = {"trl", "unsloth", "messages", "parquet"},
    .summary = "messages for TRL, Unsloth and chat templates: arguments as objects, tools as JSON text",
    .styles = {CotStyle::kField, CotStyle::kThink, CotStyle::kText, CotStyle::kNone},
    .fit = cut_at_mask,
    .write = write,
    .read = read,
    .schema = schema,
    .takes_arguments = true};

}  // namespace generator
