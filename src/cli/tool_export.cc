#include "cli/tool_export.h"

#include <fmt/format.h>

#include <memory>

#include "base/files.h"
#include "base/hash.h"
#include "cli/parquet_container.h"
#include "cli/session.h"
#include "data/reasons.h"
#include "export/dataset_info.h"
#include "export/split.h"
#include "store/row_stream.h"
#include "store/run_folder.h"

namespace generator::cli {
namespace {

// Options that say something of pairs alone.
constexpr std::string_view kOfPairs[] = {"--context", "--citations", "--rationale-weight"};

bool is_tool_row(json::Value row) {
  if (row.find("solution")) return true;
  const auto turns = row.find("turns");
  if (turns && turns->size() > 0) return turns->at(0).find("instruction").has_value();
  const auto messages = row.find("messages");
  for (std::size_t i = 0; messages && i < messages->size(); ++i)
    if (messages->at(i).find("tool_calls") || messages->at(i).text_of("role") == "tool") return true;
  return false;
}

ArgumentForm argument_form(const Settings& settings, const ToolFormat& format) {
  if (!settings.is_set("--tool-arguments")) return format.usual_form;
  return settings.one_of("--tool-arguments", {"object", "string"}) == "object"
             ? ArgumentForm::kObject
             : ArgumentForm::kString;
}

ContainerKind container_of(const ToolFormatChoice& choice, const std::string& output) {
  const std::string ending = file_extension(output);
  if (choice.wants_parquet && (output == "-" || (!ending.empty() && ending != ".parquet")))
    throw Fatal(kWrongUseExit, "-f parquet goes to a file whose name ends in .parquet");
  if (ending == ".parquet" && choice.format != &kTrlToolFormat)
    throw Fatal(kWrongUseExit,
                fmt::format("Parquet holds the rows of chatml; the format {} is JSON lines",
                            choice.format->name));
  if (choice.wants_parquet || ending == ".parquet") return ContainerKind::kParquet;
  return ending == ".json" ? ContainerKind::kJsonArray : ContainerKind::kJsonLines;
}

// Calls `each` for every row; one that is none goes to `rejects`, where not null.
template <class Each>
void for_each_tool_row(const std::string& path, RejectWriter* rejects, const Each& each) {
  RowStream rows = must(RowStream::open(path));
  RawRow raw;
  while (must(rows.next(raw))) {
    const auto document = json::Document::parse(raw.json);
    auto row = document ? read_tool_use(document->root())
                        : Result<ToolUse>(tl::unexpected<Error>(document.error()));
    if (row)
      each(*row);
    else if (rejects != nullptr)
      must(rejects->add(reasons::kUnreadableRow, row.error().message,
                        fmt::format("row {}", raw.number), raw.json));
  }
}

std::vector<Digest> group_of(const ToolUse& row) { return {digest(row.turns[0].instruction)}; }

std::unique_ptr<ToolExporter> make_tool_exporter(const ToolExportPlan& plan,
                                                 const std::string& path, RejectWriter& rejects) {
  auto container = plan.container == ContainerKind::kParquet
                       ? parquet_container()(path, tool_parquet_schema(*plan.options.format))
                       : json_container(plan.container, path);
  return must(ToolExporter::create(
      plan.options, must(std::move(container)),
      [&rejects](const ToolUse& row, const std::string& why) -> Status {
        return rejects.add(reasons::kNotExportable, why, row.id, tool_use_text(row));
      }));
}

void write_entry(const ToolExportPlan& plan) {
  if (plan.output == "-" || plan.options.format->factory_entry.empty()) return;
  const RunFolder folder = RunFolder::of(plan.output);
  must(folder.make());
  must(write_file(folder.dataset_info(),
                  dataset_info(plan.options.format->factory_entry, plan.paths(), folder.path())));
}

}  // namespace

bool has_tool_rows(const std::string& rows_path) {
  RowStream rows = must(RowStream::open(rows_path));
  RawRow raw;
  while (must(rows.next(raw)))
    if (const auto document = json::Document::parse(raw.json)) return is_tool_row(document->root());
  return false;
}

std::vector<std::string> ToolExportPlan::paths() const {
  if (shares.empty()) return {output};
  std::vector<std::string> out;
  for (std::size_t side = 0; side < shares.size(); ++side) out.push_back(split_path(output, side));
  return out;
}

ToolExportPlan plan_tool_export(const Settings& settings, const std::string& output) {
  ToolExportPlan plan;
  plan.output = output;
  plan.format_name = settings.text("--format");
  for (const std::string_view name : kOfPairs)
    if (takes(settings.command(), *find_option(name)) && settings.is_set(name))
      throw Fatal(kWrongUseExit, fmt::format("{} is for pairs, not for rows of tool use", name));
  const ToolFormatChoice choice = must(find_tool_format(plan.format_name), kWrongUseExit);
  plan.options.format = choice.format;
  plan.container = container_of(choice, output);
  plan.options.is_parquet = plan.container == ContainerKind::kParquet;
  plan.options.form = argument_form(settings, *choice.format);
  plan.options.dialogue.style = choice.format->usual_style;
  if (const auto style = settings.maybe("--cot-style"))
    plan.options.dialogue.style = must(cot_style(*style));
  if (const auto prompt = settings.maybe("--system-prompt"))
    plan.options.dialogue.system_prompts = must(system_prompts(*prompt));
  plan.options.dialogue.seed =
      static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX));
  if (const auto shares = settings.maybe("--split")) plan.shares = must(split_shares(*shares));
  if (!plan.shares.empty() && output == "-")
    throw Fatal(kWrongUseExit,
                "--split writes several files; the output cannot be standard output");
  return plan;
}

std::vector<ExportedFile> export_tool_rows(const ToolExportPlan& plan,
                                           const std::string& rows_path, RejectWriter& rejects) {
  SplitPlan split(plan.shares, plan.options.dialogue.seed);
  if (!plan.shares.empty()) {
    for_each_tool_row(rows_path, nullptr, [&](const ToolUse& row) { split.add(group_of(row)); });
    must(split.decide());
  }
  const auto paths = plan.paths();
  std::vector<std::unique_ptr<ToolExporter>> files;
  for (const std::string& path : paths) files.push_back(make_tool_exporter(plan, path, rejects));
  for_each_tool_row(rows_path, &rejects, [&](const ToolUse& row) {
    must(files[plan.shares.empty() ? 0 : split.side(group_of(row))]->add(row));
  });
  for (const auto& file : files) must(file->verify());
  std::vector<ExportedFile> out;
  for (std::size_t i = 0; i < files.size(); ++i) {
    must(files[i]->commit());
    out.push_back({paths[i], files[i]->summary(), 0, {}});
  }
  write_entry(plan);
  return out;
}

}  // namespace generator::cli
