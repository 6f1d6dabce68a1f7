// Pairs of steps: all that stands before is the prompt, the step of the row is better than what the
// search tried in its place.
#include <algorithm>

#include "export/tool_format.h"

namespace generator {
namespace {

constexpr MessageKeys kKeys{};

std::span<const ToolMessage> prompt_of(const ToolTranscript& pair) {
  return std::span(pair.messages).first(pair.messages.size() - 1);
}

// What is masked in the prompt is read, not trained on, and so needs no weight.
Status fit(ToolTranscript& pair) {
  for (ToolMessage& message : pair.messages) message.is_masked = false;
  for (ToolMessage& message : pair.rejected) message.is_masked = false;
  return {};
}

void write_answers(json::Writer& row, const ToolTranscript& pair, const ToolLayout& layout,
                   std::string_view chosen, std::string_view rejected) {
  write_messages(row, chosen, "", std::span(pair.messages).last(1), layout, kKeys);
  write_messages(row, rejected, "", pair.rejected, layout, kKeys);
}

void write_dpo(json::Writer& row, const ToolTranscript& pair, const ToolLayout& layout) {
  write_messages(row, "prompt", pair.system, prompt_of(pair), layout, kKeys);
  write_answers(row, pair, layout, "chosen", "rejected");
  row.field("tools", tools_text(pair.tools));
}

Result<ToolTranscript> read_dpo(json::Value row) {
  ToolTranscript out;
  std::string none;
  read_messages(row.find("prompt"), kKeys, out.system, out.messages);
  read_messages(row.find("chosen"), kKeys, none, out.messages);
  read_messages(row.find("rejected"), kKeys, none, out.rejected);
  TRY(out.tools, read_tools_column(row.find("tools")));
  return out;
}

std::string dpo_schema(const ToolLayout& layout) {
  const std::string messages = messages_schema(layout, kKeys);
  return R"("prompt":)" + messages + R"(,"chosen":)" + messages + R"(,"rejected":)" + messages +
         R"(,"tools":"string")";
}

Status fit_openai(ToolTranscript& pair) {
  if (pair.tools.empty())
    return fail(ErrorKind::kInvalidInput, "it offers no tools; OpenAI takes no empty `tools`");
  return fit(pair);
}

void write_openai(json::Writer& row, const ToolTranscript& pair, const ToolLayout& layout) {
  row.key("input").begin_object();
  write_messages(row, "messages", pair.system, prompt_of(pair), layout, kKeys);
  write_tools(row.key("tools"), pair.tools);
  row.key("parallel_tool_calls").boolean(true).end_object();
  write_answers(row, pair, layout, "preferred_output", "non_preferred_output");
}

Result<ToolTranscript> read_openai(json::Value row) {
  ToolTranscript out;
  std::string none;
  if (const auto input = row.find("input")) {
    read_messages(input->find("messages"), kKeys, out.system, out.messages);
    TRY(out.tools, read_tools_column(input->find("tools")));
  }
  read_messages(row.find("preferred_output"), kKeys, none, out.messages);
  read_messages(row.find("non_preferred_output"), kKeys, none, out.rejected);
  return out;
}

}  // namespace

const ToolFormat kToolDpo = {
    .name = "dpo",
    .aliases = {},
    .summary = "prompt, chosen, rejected, tools: TRL's DPO and its kin",
    .styles = {CotStyle::kField, CotStyle::kThink, CotStyle::kText, CotStyle::kNone},
    .fit = fit,
    .write = write_dpo,
    .read = read_dpo,
    .schema = dpo_schema,
    .takes_arguments = true,
    .is_pairs = true};

const ToolFormat kToolOpenAiPairs = {
    .name = "openai",
    .aliases = {},
    .summary = "input, preferred_output, non_preferred_output",
    .styles = {CotStyle::kText, CotStyle::kThink, CotStyle::kNone},
    .fit = fit_openai,
    .write = write_openai,
    .read = read_openai,
    .schema = nullptr,
    .text_arguments = true,
    .is_pairs = true,
    .lines_only = true};

}  // namespace generator
