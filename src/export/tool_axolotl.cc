// Axolotl's `type: chat_template` with `message_field_training: train`: each message says whether it
// is trained on.
#include "export/tool_format.h"

namespace generator {
namespace {

constexpr MessageKeys kKeys{.training = "train"};

Status fit(ToolTranscript& transcript) { return check_trains(transcript); }

void write(json::Writer& row, const ToolTranscript& transcript, const ToolLayout& layout) {
  write_template_row(row, transcript, layout, kKeys);
}

Result<ToolTranscript> read(json::Value row) { return read_template_row(row, kKeys); }

std::string schema(const ToolLayout& layout) { return template_row_schema(layout, kKeys); }

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
