// Rows of tool use → those that hold: what the layers that need no model can tell.
#include <fmt/format.h>

#include <memory>
#include <string>

#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/schema_problems.h"
#include "cli/session.h"
#include "data/reasons.h"
#include "data/tool_use.h"
#include "export/container.h"
#include "store/rejects.h"
#include "store/row_stream.h"
#include "store/run_folder.h"
#include "store/tool_file.h"
#include "tool/execution_check.h"
#include "tool/format_check.h"

namespace generator::cli {
namespace {

// What became of the rows, layer by layer.
struct Layers {
  std::int64_t rows = 0, unreadable = 0, malformed = 0, abstentions = 0, not_executed = 0, kept = 0;
};

class Curation {
 public:
  Curation(const Settings& settings, const std::string& output)
      : out_(must(json_container(
            output.ends_with(".json") ? ContainerKind::kJsonArray : ContainerKind::kJsonLines,
            output))),
        rejects_(must(RejectWriter::create(rejected_path(output)))) {
    if (settings.is_set("--tools")) {
      tools_ = must(load_tools(settings.text("--tools"))).tools;
      table_ = std::make_unique<tool::ToolTable>(tools_);
    }
  }

  void add(const RawRow& raw) {
    ++layers_.rows;
    auto document = json::Document::parse(raw.json);
    if (!document) return refuse_unreadable(raw, document.error().message);
    auto row = read_tool_use(document->root());
    if (!row) return refuse_unreadable(raw, row.error().message);
    if (!table_ && row->tools.empty())
      throw Fatal(kWrongUseExit,
                  fmt::format("row {} does not have the tools that were offered: name them with "
                              "--tools SPEC",
                              raw.number));
    const tool::ToolTable own(row->tools);
    check(raw, *row, row->tools.empty() ? *table_ : own);
  }

  Layers finish() {
    must(out_->close());
    must(out_->commit());
    must(rejects_->finish());
    return layers_;
  }
  const RejectWriter& rejects() const { return *rejects_; }

 private:
  void check(const RawRow& raw, const ToolUse& row, const tool::ToolTable& table) {
    SchemaProblems own;
    SchemaProblems& schemas = row.tools.empty() ? schemas_ : own;
    const auto problems = [&](const Tool& tool, std::string_view arguments) {
      return schemas(tool, arguments);
    };
    const tool::CheckedFormat format = tool::check_format(row, table, problems);
    if (format.fault) {
      ++layers_.malformed;
      return refuse(raw, row, *format.fault);
    }
    layers_.abstentions += format.outcome == tool::Outcome::kAbstention ? 1 : 0;
    if (const auto fault = tool::execution_fault(row, table)) {
      ++layers_.not_executed;
      return refuse(raw, row, *fault);
    }
    ++layers_.kept;
    std::string line;
    json::Writer writer(line);
    write_tool_use(writer, row);
    must(out_->add(line));
  }

  static std::string name_of(const RawRow& raw, const std::string& id) {
    return id.empty() ? fmt::format("row {}", raw.number) : id;
  }

  void refuse(const RawRow& raw, const ToolUse& row, const tool::Fault& fault) {
    must(rejects_->add(fault.code, step_name(row, fault.turn, fault.step) + ": " + fault.detail,
                       name_of(raw, row.id), raw.json));
  }

  void refuse_unreadable(const RawRow& raw, const std::string& message) {
    ++layers_.unreadable;
    must(rejects_->add(reasons::kUnreadableRow, message, name_of(raw, ""), raw.json));
  }

  std::unique_ptr<ExportContainer> out_;
  std::unique_ptr<RejectWriter> rejects_;
  std::vector<Tool> tools_;
  std::unique_ptr<tool::ToolTable> table_;
  SchemaProblems schemas_;
  Layers layers_;
};

std::string rate(std::int64_t passed, std::int64_t of) {
  return of == 0 ? "–"
                 : fmt::format("{:.1f} %",
                               100.0 * static_cast<double>(passed) / static_cast<double>(of));
}

std::string told(const Layers& layers, const RejectWriter& rejects) {
  const std::int64_t read = layers.rows - layers.unreadable;
  const std::int64_t formed = read - layers.malformed;
  std::string out = fmt::format("format: {} of {} ({})", formed, read, rate(formed, read));
  if (layers.abstentions > 0) out += fmt::format(", {} without a call", layers.abstentions);
  out +=
      fmt::format("\nexecution: {} of {} ({})\n", layers.kept, formed, rate(layers.kept, formed));
  for (const auto& [code, count] : rejects.counts())
    out += fmt::format("  {:>6}  {}\n", count, code);
  return out;
}

}  // namespace

int run_tool_curate(const Settings& settings) {
  const std::string input = settings.input(), output = settings.output();
  if (output == "-")
    throw Fatal(kWrongUseExit, "tool-curate writes files: what is refused stands beside the rows");
  RowStream rows = must(RowStream::open(input));
  Curation curation(settings, output);
  RawRow raw;
  while (must(rows.next(raw))) curation.add(raw);
  const Layers layers = curation.finish();
  if (!settings.is_on("--quiet")) print_error(told(layers, curation.rejects()));
  print_error(fmt::format("{} of {} in {}\n", layers.kept, text::counted(layers.rows, "row"),
                          text::for_terminal(output)));
  return layers.kept == 0 ? kFailed : kDone;
}

}  // namespace generator::cli
