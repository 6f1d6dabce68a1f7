// Writes every format in every style it has, as tests/peers/export_peers.py wants them: beside the
// rows they were made from; and of rows that show passages, beside what they should show. The folder stays where EXPORT_PEERS_FOLDER names one.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/files.h"
#include "export/dataset_info.h"
#include "export/exporter.h"
#include "export/support.h"

namespace generator {
namespace {

std::vector<Example> peers_rows() {
  Random random(11);
  std::vector<Example> rows;
  for (int i = 0; i < 300; ++i) rows.push_back(random_example(random));
  rows.push_back(pair_of("How do I close a file?", "Call `H5Fclose`.\n\n```c\nH5Fclose(id);\n```",
                         "c1", {"A file is closed by its identifier.", "`H5Fclose` takes one."}));
  return rows;
}

Status write_source(const std::vector<Example>& rows, const std::string& path) {
  std::string out;
  for (const auto& row : rows) {
    json::Writer writer(out);
    write_example(writer, row);
    out += '\n';
  }
  return write_file(path, out);
}

Status write_export(const std::vector<Example>& rows, const std::string& path,
                    ExportOptions options) {
  for (const auto& row : rows)
    options.with_reasoning = options.with_reasoning || needs_reasoning_field(row, options);
  const auto kind =
      file_extension(path) == ".json" ? ContainerKind::kJsonArray : ContainerKind::kJsonLines;
  TRY(auto container, json_container(kind, path));
  TRY(auto exporter, Exporter::create(options, std::move(container), nullptr));
  for (const auto& row : rows) CHECK_OK(exporter->add(row));
  return exporter->finish();
}

TEST(ExportPeers, WritesEveryFormatInEveryStyleBesideItsRows) {
  const ExportFolder temporary;
  const char* wanted = std::getenv("EXPORT_PEERS_FOLDER");
  const std::string folder = wanted != nullptr ? wanted : temporary.path("peers");
  const auto rows = peers_rows();
  ASSERT_TRUE(write_source(rows, folder + "/source.jsonl"));
  constexpr std::pair<std::string_view, CotStyle> kStyles[] = {
      {"reasoning_content", CotStyle::kField},
      {"think", CotStyle::kThink},
      {"text", CotStyle::kText},
      {"none", CotStyle::kNone},
      {"tasks", CotStyle::kTasks}};
  for (const auto& name : export_format_names()) {
    const auto choice = find_export_format(name.name);
    if (choice->wants_parquet) continue;  // its container belongs to another room
    if (choice->format->pairs != PairForm::kNone) continue;  // tests/peers/kinds_peers.py has them
    for (const auto& [style_name, style] : kStyles) {
      if (style == CotStyle::kField && !choice->format->has_reasoning_field) continue;
      for (const std::string ending : {".jsonl", ".json"}) {
        ExportOptions options;
        options.format = choice->format;
        options.transcript.style = style;
        options.transcript.columns = choice->usual_columns;
        if (ending == ".json") options.transcript.system_prompts = {"You know HDF5."};
        const std::string path =
            folder + "/" + std::string(name.name) + "." + std::string(style_name) + ending;
        const auto written = write_export(rows, path, options);
        ASSERT_TRUE(written) << path << ": " << written.error().message;
        EXPECT_TRUE(path_exists(path));
        const std::string info = dataset_info(choice->format->factory_entry, {path}, path + ".run");
        if (!info.empty()) {
          ASSERT_TRUE(write_file(path + ".run/dataset_info.json", info));
        }
      }
    }
  }
}

// What a row shows: hostile passages, and an answer with marks.
Grounded shown_with(const Example& row, Random& random) {
  std::vector<Chunk> passages(1 + random.below(4));
  for (Chunk& passage : passages) {
    passage.id = hostile_text(random);
    passage.source = "guide.md";
    passage.headings = {hostile_text(random)};
    passage.text = hostile_text(random);
  }
  const auto frame = [](std::string_view shown, std::string_view question) -> Result<std::string> {
    return "Answer from these.\n\n" + std::string(shown) + (shown.empty() ? "" : "\n\n") +
           "Question: " + std::string(question);
  };
  return *grounded(passages, {random.below(passages.size())}, row.pair().question,
                   {row.pair().answer + " [1]"}, frame);
}

void write_meant(json::Writer& out, const Grounded& shown) {
  out.begin_object().field("asked", shown.asked).field("instruction", shown.instruction);
  out.field("input", shown.input).field("answer", shown.answers[0]);
  for (const std::string& name : context_columns()) out.key(name).raw(context_column(name, &shown));
  out.end_object();
}

TEST(ExportPeers, WritesRowsThatShowPassagesInEveryFormat) {
  const ExportFolder temporary;
  const char* wanted = std::getenv("EXPORT_PEERS_FOLDER");
  const std::string folder = wanted != nullptr ? wanted : temporary.path("peers");
  const auto rows = peers_rows();
  Random random(12);
  std::vector<Grounded> shown;
  std::string meant;
  for (const Example& row : rows) {
    shown.push_back(shown_with(row, random));
    json::Writer writer(meant);
    write_meant(writer, shown.back());
    meant += '\n';
  }
  ASSERT_TRUE(write_file(folder + "/context.jsonl", meant));
  for (const std::string name : {"chatml", "alpaca", "sharegpt", "jsonl"}) {
    ExportOptions options;
    options.format = find_export_format(name)->format;
    options.transcript.style = CotStyle::kNone;
    options.transcript.context_place = options.format->context_place;
    options.transcript.context_columns = name == "jsonl";
    const std::string path = folder + "/" + name + ".context.jsonl";
    auto exporter =
        Exporter::create(options, *json_container(ContainerKind::kJsonLines, path), nullptr);
    ASSERT_TRUE(exporter);
    for (std::size_t i = 0; i < rows.size(); ++i)
      ASSERT_TRUE((*exporter)->add(rows[i], &shown[i]));
    ASSERT_TRUE((*exporter)->finish());
    const std::string info = dataset_info(options.format->factory_entry, {path}, path + ".run");
    if (!info.empty()) {
      ASSERT_TRUE(write_file(path + ".run/dataset_info.json", info));
    }
  }
}

}  // namespace
}  // namespace generator
