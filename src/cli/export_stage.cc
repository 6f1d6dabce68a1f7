#include "cli/export_stage.h"

#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "cli/parquet_container.h"
#include "cli/session.h"
#include "data/reasons.h"
#include "export/dataset_info.h"
#include "export/split.h"
#include "store/example_file.h"
#include "store/passage_index.h"
#include "store/run_folder.h"

namespace generator::cli {
namespace {

// Calls `each` for every example, with its number. A row that is none goes to `rejects`, where not
// null.
void for_each_example(const std::string& path, RejectWriter* rejects,
                      const std::function<void(const Example&, std::uint64_t row)>& each) {
  ExampleReader reader = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(reader.next(row))) {
    if (row.example) {
      each(*row.example, row.number);
    } else if (rejects != nullptr) {
      must(rejects->add(reasons::kUnreadableRow, row.example.error().message,
                        fmt::format("row {}", row.number), row.raw));
    }
  }
}

}  // namespace

ExportOptions export_options(const ExportPlan& plan, bool with_reasoning) {
  ExportOptions options;
  options.format = plan.choice.format;
  options.transcript = plan.transcript;
  options.with_reasoning = with_reasoning;
  return options;
}

std::unique_ptr<Exporter> make_exporter(const ExportPlan& plan, const std::string& path,
                                        bool with_reasoning, RejectWriter& rejects) {
  ExportOptions options = export_options(plan, with_reasoning);
  auto container = plan.container == ContainerKind::kParquet
                       ? parquet_container()(path, export_schema(options))
                       : json_container(plan.container, path);
  auto refuse = [&rejects](const Example& example, const std::string& why) -> Status {
    return rejects.add(reasons::kNotExportable, why, example.id, example_text(example));
  };
  return must(Exporter::create(std::move(options), must(std::move(container)), refuse));
}

void write_dataset_info(const ExportPlan& plan) {
  if (plan.output == "-") return;
  const RunFolder folder = RunFolder::of(plan.output);
  const std::string info = dataset_info(plan.choice.format->factory_entry, plan.paths(), folder.path());
  if (info.empty()) return;
  must(folder.make());
  must(write_file(folder.dataset_info(), info));
}

namespace {

// The options of `-f preference`, which mean nothing without it.
constexpr std::string_view kOfPairs[] = {"--shape",        "--origins", "--rejected", "--twins",
                                         "--length-ratio", "--margin"};

void choose_shape(const Settings& settings, ExportPlan& plan) {
  if (plan.choice.format->pairs == PairForm::kNone) {
    for (const std::string_view name : kOfPairs)
      if (takes(settings.command(), *find_option(name)) && settings.is_set(name))
        throw Fatal(kWrongUseExit, fmt::format("{} goes with -f preference alone", name));
    return;
  }
  if (!takes(settings.command(), *find_option("--shape")))
    throw Fatal(kWrongUseExit,
                fmt::format("`{0}` writes no pairs of answers; run it with -f jsonl, then "
                            "`generator export FILE.run/kept.jsonl -o PAIRS -f preference`",
                            settings.command().name));
  plan.choice.format = must(find_preference_shape(settings.text("--shape")));
  if (plan.choice.format->has_columns) plan.choice.usual_columns = {"id"};
}

// Every row of the file to `sink`, an Exporter or a SplitExporter, with what it shows where
// `context` is not null. Returns how many cannot be shown so.
template <class Sink>
std::int64_t hand_over(const std::string& rows_path, ContextRows* context, RejectWriter& rejects,
                       Sink& sink) {
  std::int64_t left_out = 0;
  for_each_example(rows_path, &rejects, [&](const Example& example, std::uint64_t row) {
    if (context == nullptr && !example.unanswerable) return must(sink.add(example));
    if (context == nullptr) {
      ++left_out;
      return must(rejects.add(reasons::kNeedsContext,
                              "say what is shown with --context passages:K, or passage",
                              example_name(example, row), example_text(example)));
    }
    const auto shown = context->of(example, row);
    if (shown) return must(sink.add(example, &*shown));
    const Reject& reject = shown.error();
    must(rejects.add(reject.code, reject.detail, reject.item, reject.row));
    ++left_out;
  });
  must(sink.finish());
  return left_out;
}

}  // namespace

std::vector<std::string> ExportPlan::paths() const {
  if (shares.empty()) return {output};
  std::vector<std::string> out;
  for (std::size_t side = 0; side < shares.size(); ++side) out.push_back(split_path(output, side));
  return out;
}

ExportPlan plan_export(const Settings& settings, const std::string& output) {
  ExportPlan plan;
  plan.output = output;
  plan.format_name = settings.text("--format");
  plan.choice = must(find_export_format(plan.format_name));
  choose_shape(settings, plan);
  plan.container = must(container_kind(plan.choice, output));
  plan.transcript.style = plan.choice.format->usual_style;
  if (const auto style = settings.maybe("--cot-style"))
    plan.transcript.style = must(cot_style(*style));
  plan.transcript.rationale_weight = settings.number("--rationale-weight", 0, 1000);
  if (settings.is_set("--rationale-weight") && plan.transcript.style != CotStyle::kTasks)
    throw Fatal(kWrongUseExit, "--rationale-weight goes with --cot-style tasks alone");
  if (const auto prompt = settings.maybe("--system-prompt"))
    plan.transcript.system_prompts = must(system_prompts(*prompt));
  plan.transcript.columns = plan.choice.usual_columns;
  plan.transcript.with_origin =
      plan.choice.format->pairs != PairForm::kNone && plan.choice.format->has_columns;
  plan.seed = static_cast<std::uint64_t>(settings.integer("--seed", 0, INT64_MAX));
  plan.transcript.seed = plan.seed;
  plan.context = read_context(settings);
  if (plan.context.is_on() && plan.choice.format->pairs != PairForm::kNone)
    throw Fatal(kWrongUseExit, "--context shows passages with rows; pairs of answers show none");
  plan.transcript.context_place = plan.choice.format->context_place;
  plan.transcript.context_columns =
      plan.context.is_on() && (plan.container == ContainerKind::kParquet ||
                               plan.transcript.context_place == ContextPlace::kColumns);
  if (const auto shares = settings.maybe("--split")) plan.shares = must(split_shares(*shares));
  if (!plan.shares.empty() && output == "-")
    throw Fatal(kWrongUseExit,
                "--split writes several files; the output cannot be standard output");
  return plan;
}

std::vector<ExportedFile> export_rows(const ExportPlan& given, const Settings& settings,
                                      const std::string& rows_path, const PassageInput& passages,
                                      RejectWriter& rejects) {
  ExportPlan plan = given;
  const FindChunk find_chunk = [&](std::string_view id) { return passages.passages().find(id); };
  std::optional<ContextRows> context;
  if (plan.context.is_on()) context.emplace(plan.context, settings, passages);
  ContextRows* const shown = context ? &*context : nullptr;
  SplitPlan split(plan.shares, plan.seed);
  bool with_reasoning = false;
  const ExportOptions options = export_options(plan, false);
  for_each_example(rows_path, nullptr, [&](const Example& example, std::uint64_t) {
    with_reasoning = with_reasoning || needs_reasoning_field(example, options);
    if (example.is_conversation() && plan.choice.format == &kFlatFormat)
      plan.choice.format = &kTurnsFormat;
    if (!plan.shares.empty()) split.add(must(split_groups(example, find_chunk)));
  });
  if (!plan.shares.empty()) must(split.decide());

  std::vector<std::unique_ptr<Exporter>> files;
  for (const auto& path : plan.paths())
    files.push_back(make_exporter(plan, path, with_reasoning, rejects));
  std::vector<ExportedFile> out;
  std::int64_t left_out = 0;
  if (plan.shares.empty()) {
    left_out = hand_over(rows_path, shown, rejects, *files[0]);
    out.push_back({plan.output, files[0]->summary(), 0, {}});
  } else {
    SplitExporter exporter(split, find_chunk, std::move(files));
    left_out = hand_over(rows_path, shown, rejects, exporter);
    const auto paths = plan.paths();
    for (std::size_t side = 0; side < paths.size(); ++side)
      out.push_back({paths[side], exporter.summary(side), 0, {}});
  }
  out[0].left_out = left_out;
  if (context) out[0].notes = context->notes();
  write_dataset_info(plan);
  return out;
}

std::string to_text(const ExportedFile& file) {
  std::string out = fmt::format("{}: {}", file.path, text::counted(file.summary.rows, "row"));
  if (file.summary.refused > 0)
    out +=
        fmt::format(", {} that the format cannot hold", text::counted(file.summary.refused, "row"));
  if (file.summary.repaired > 0)
    out += fmt::format(", {} with invalid UTF-8 repaired", file.summary.repaired);
  if (file.summary.template_marks > 0)
    out += fmt::format(", {} marks of chat templates (first: {})",
                       text::counted(file.summary.template_marks, "holds", "hold"),
                       text::join(file.summary.marked, "; "));
  return out;
}

}  // namespace generator::cli
