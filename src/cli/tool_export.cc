#include "cli/tool_export.h"

#include <fmt/format.h>

#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "cli/parquet_container.h"
#include "cli/session.h"
#include "data/reasons.h"
#include "export/dataset_info.h"
#include "export/split.h"
#include "store/row_stream.h"
#include "store/run_folder.h"
#include "store/tool_file.h"

namespace generator::cli {
namespace {

// Options that say something of questions and answers alone.
constexpr std::string_view kOfQa[] = {"--context", "--citations", "--rationale-weight", "--origins",
                                      "--rejected", "--twins", "--length-ratio", "--margin"};

bool is_tool_row(json::Value row) {
  if (const auto solution = row.find("solution")) return solution->find("reasoning_path").has_value();
  const auto turns = row.find("turns");
  if (turns && turns->size() > 0) return turns->at(0).find("instruction").has_value();
  const auto messages = row.find("messages");
  for (std::size_t i = 0; messages && i < messages->size(); ++i) {
    const auto calls = messages->at(i).find("tool_calls");
    if ((calls && calls->size() > 0) || messages->at(i).text_of("role") == "tool") return true;
  }
  return false;
}

// Whether it can be one; nearly every question with its answer is told apart without parsing it.
bool may_be_tool_row(std::string_view json) {
  return text::contains(json, "\"instruction\"") || text::contains(json, "\"tool_calls\"") ||
         text::contains(json, "\"tool\"") || text::contains(json, "\"reasoning_path\"");
}

ContainerKind container_of(const ToolExportPlan& plan) {
  const std::string ending = file_extension(plan.output);
  const bool wants_parquet = text::to_lower(plan.format_name) == "parquet";
  if (wants_parquet && (plan.output == "-" || (!ending.empty() && ending != ".parquet")))
    throw Fatal(kWrongUseExit, "-f parquet goes to a file whose name ends in .parquet");
  if (wants_parquet || ending == ".parquet") return ContainerKind::kParquet;
  if (plan.options.format->lines_only && ending == ".json")
    throw Fatal(kWrongUseExit,
                fmt::format("who reads the shape {} takes a row a line; end the name of `{}` with "
                            ".jsonl",
                            plan.options.format->name, plan.output));
  return ending == ".json" ? ContainerKind::kJsonArray : ContainerKind::kJsonLines;
}

bool arguments_as_text(const Settings& settings, const ToolFormat& format) {
  if (!settings.is_set("--tool-arguments")) return format.text_arguments;
  const bool is_text = settings.one_of("--tool-arguments", {"object", "string"}) == "string";
  if (is_text != format.text_arguments && !format.takes_arguments)
    throw Fatal(kWrongUseExit,
                fmt::format("the format {} has one form of arguments; leave --tool-arguments away",
                            format.name));
  return is_text;
}

const ToolFormat* format_of(const Settings& settings, const std::string& name) {
  if (name != "preference") {
    if (takes(settings.command(), *find_option("--shape")) && settings.is_set("--shape"))
      throw Fatal(kWrongUseExit, "--shape goes with -f preference alone");
    return must(find_tool_format(name));
  }
  if (!takes(settings.command(), *find_option("--shape")))
    throw Fatal(kWrongUseExit, fmt::format("`{}` writes no pairs; run `generator export ROWS -f "
                                           "preference` on its rows",
                                           settings.command().name));
  return must(find_tool_pair_shape(settings.text("--shape")));
}

// Calls `each` for every row, with its number; one that is none goes to `rejects`, where not null.
template <class Each>
void for_each_tool_row(const std::string& path, RejectWriter* rejects, const Each& each) {
  RowStream rows = must(RowStream::open(path));
  RawRow raw;
  while (must(rows.next(raw))) {
    const auto document = json::Document::parse(raw.json);
    auto row = document ? read_tool_use(document->root())
                        : Result<ToolUse>(tl::unexpected<Error>(document.error()));
    if (row)
      each(*row, static_cast<std::int64_t>(raw.number));
    else if (rejects != nullptr)
      must(rejects->add(reasons::kUnreadableRow, row.error().message,
                        fmt::format("row {}", raw.number), raw.json));
  }
}

std::unique_ptr<ToolExporter> make_tool_exporter(const ToolExportPlan& plan,
                                                 const std::string& path, RejectWriter& rejects) {
  auto container =
      plan.container == ContainerKind::kParquet
          ? parquet_container()(path, "{" + plan.options.format->schema(plan.options.layout) + "}")
          : json_container(plan.container, path);
  return std::make_unique<ToolExporter>(
      plan.options, must(std::move(container)),
      [&rejects](const ToolUse& row, std::int64_t number, const std::string& why) -> Status {
        return rejects.add(reasons::kNotExportable, why,
                           row.id.empty() ? fmt::format("row {}", number) : row.id,
                           tool_use_text(row));
      });
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
  std::uint64_t first[2] = {0, 0};  // row of each kind
  while (must(rows.next(raw))) {
    bool is_tool = false;
    if (may_be_tool_row(raw.json)) {
      const auto document = json::Document::parse(raw.json);
      if (!document) continue;
      is_tool = is_tool_row(document->root());
    } else if (first[0] == 0 && !json::Document::parse(raw.json)) {
      continue;
    }
    if (first[is_tool ? 1 : 0] == 0) first[is_tool ? 1 : 0] = raw.number;
    if (first[0] != 0 && first[1] != 0)
      throw Fatal(kWrongUseExit,
                  fmt::format("row {} of `{}` is {}, unlike those before it; put questions with "
                              "answers and tool use into two files",
                              raw.number, rows.name(),
                              is_tool ? "one of tool use" : "none of tool use"));
  }
  return first[1] != 0;
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
  for (const std::string_view name : kOfQa)
    if (takes(settings.command(), *find_option(name)) && settings.is_set(name))
      throw Fatal(kWrongUseExit, fmt::format("{} is for questions and answers, not for rows of tool "
                                             "use",
                                             name));
  const ToolFormat* format = format_of(settings, plan.format_name);
  plan.options.format = format;
  plan.container = container_of(plan);
  ToolTranscriptOptions& transcript = plan.options.transcript;
  transcript.style = format->styles.front();
  if (const auto style = settings.maybe("--cot-style")) transcript.style = must(cot_style(*style));
  if (const auto prompt = settings.maybe("--system-prompt"))
    transcript.system_prompts = must(system_prompts(*prompt));
  transcript.seed = static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX));
  if (takes(settings.command(), *find_option("--tools")) && settings.is_set("--tools"))
    transcript.offered = must(load_tools(settings.text("--tools"))).tools;
  plan.options.layout.arguments_as_text = arguments_as_text(settings, *format);
  plan.options.layout.is_table = plan.container == ContainerKind::kParquet;
  must(check_options(plan.options, plan.container));
  if (const auto shares = settings.maybe("--split")) plan.shares = must(split_shares(*shares));
  if (!plan.shares.empty() && output == "-")
    throw Fatal(kWrongUseExit,
                "--split writes several files; the output cannot be standard output");
  return plan;
}

std::vector<ExportedFile> export_tool_rows(const ToolExportPlan& given,
                                           const std::string& rows_path, RejectWriter& rejects) {
  ToolExportPlan plan = given;
  SplitPlan split(plan.shares, plan.options.transcript.seed);
  for_each_tool_row(rows_path, nullptr, [&](const ToolUse& row, std::int64_t) {
    note_needs(row, given.options, plan.options.layout);
    if (!plan.shares.empty()) split.add(split_groups(row));
  });
  if (!plan.shares.empty()) must(split.decide());
  const auto paths = plan.paths();
  std::vector<std::unique_ptr<ToolExporter>> files;
  for (const std::string& path : paths) files.push_back(make_tool_exporter(plan, path, rejects));
  for_each_tool_row(rows_path, &rejects, [&](const ToolUse& row, std::int64_t number) {
    must(files[plan.shares.empty() ? 0 : split.side(split_groups(row))]->add(row, number));
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
