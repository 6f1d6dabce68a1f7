#include "cli/tool_gate.h"

#include <fmt/format.h>

#include "cli/session.h"
#include "data/reasons.h"
#include "store/tool_file.h"
#include "tool/execution_check.h"

namespace generator::cli {
namespace {

std::string rate(std::int64_t passed, std::int64_t of) {
  return of == 0 ? "–"
                 : fmt::format("{:.1f} %",
                               100.0 * static_cast<double>(passed) / static_cast<double>(of));
}

Reject reject_of(const RawRow& raw, const ToolUse& row, const tool::Fault& fault) {
  return {std::string(fault.code), step_name(row, fault.turn, fault.step) + ": " + fault.detail,
          row.id.empty() ? fmt::format("row {}", raw.number) : row.id, std::string(raw.json)};
}

}  // namespace

std::string ToolLayers::text() const {
  const std::int64_t read = rows - unreadable;
  const std::int64_t formed = read - malformed;
  const std::int64_t executed = formed - not_executed;
  std::string out = fmt::format("format: {} of {} ({})", formed, read, rate(formed, read));
  if (abstentions > 0) out += fmt::format(", {} without a call", abstentions);
  out += fmt::format("\nexecution: {} of {} ({})\n", executed, formed, rate(executed, formed));
  if (judged > 0)
    out += fmt::format("meaning: {} of {} ({})\n", kept, judged, rate(kept, judged));
  return out;
}

ToolGate::ToolGate(const std::string& spec) {
  if (spec.empty()) return;
  tools_ = must(load_tools(spec)).tools;
  table_ = std::make_unique<tool::ToolTable>(tools_);
}

tl::expected<ToolUse, Reject> ToolGate::pass(const RawRow& raw) {
  ++layers_.rows;
  const auto unreadable = [&](const std::string& message) {
    ++layers_.unreadable;
    return tl::unexpected<Reject>(Reject{std::string(reasons::kUnreadableRow), message,
                                         fmt::format("row {}", raw.number), std::string(raw.json)});
  };
  const auto document = json::Document::parse(raw.json);
  if (!document) return unreadable(document.error().message);
  auto row = read_tool_use(document->root());
  if (!row) return unreadable(row.error().message);
  const bool has_own = !row->tools.empty() && row->documentation.empty();
  if (!has_own && !table_)
    throw Fatal(kWrongUseExit,
                fmt::format("row {} does not have the tools that were offered: name them with "
                            "--tools SPEC",
                            raw.number));
  std::optional<tool::ToolTable> own;
  SchemaProblems own_schemas;
  if (has_own) own.emplace(row->tools);
  const tool::ToolTable& table = own ? *own : *table_;
  SchemaProblems& schemas = own ? own_schemas : schemas_;
  const tool::CheckedFormat format = tool::check_format(
      *row, table, [&](const Tool& tool, std::string_view text) { return schemas(tool, text); });
  if (format.fault) {
    ++layers_.malformed;
    return tl::unexpected<Reject>(reject_of(raw, *row, *format.fault));
  }
  layers_.abstentions += format.outcome == tool::Outcome::kAbstention ? 1 : 0;
  if (const auto fault = tool::execution_fault(*row, table)) {
    ++layers_.not_executed;
    return tl::unexpected<Reject>(reject_of(raw, *row, *fault));
  }
  return std::move(*row);
}

}  // namespace generator::cli
