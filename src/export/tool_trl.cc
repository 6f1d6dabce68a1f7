// TRL and whoever renders a chat template himself: arguments as an object, as most templates want
// them, and `tools` as JSON text, which Arrow holds whatever the schemas. There are no weights, so a
// row ends before what is masked.
#include "export/tool_format.h"

namespace generator {
namespace {

constexpr MessageKeys kKeys{};

void write(json::Writer& row, const ToolTranscript& transcript, const ToolLayout& layout) {
  write_template_row(row, transcript, layout, kKeys);
}

Result<ToolTranscript> read(json::Value row) { return read_template_row(row, kKeys); }

std::string schema(const ToolLayout& layout) { return template_row_schema(layout, kKeys); }

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
