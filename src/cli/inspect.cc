// What is in a file or a database, for a person.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/input.h"
#include "cli/session.h"
#include "export/format.h"
#include "store/example_file.h"
#include "store/lance.h"
#include "store/parquet.h"
#include "store/run_folder.h"

namespace generator::cli {
namespace {

constexpr std::size_t kShownNames = 12;

std::string shown(std::string_view s) { return text::for_terminal(s); }

// Counts by name, the most frequent first, ties by name.
class Tally {
 public:
  void add(const std::string& name) { ++counts_[name.empty() ? "(none)" : name]; }
  void print(std::string_view title) const {
    std::vector<std::pair<std::string, std::int64_t>> rows(counts_.begin(), counts_.end());
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (rows.empty() || (rows.size() == 1 && rows[0].first == "(none)")) return;
    fmt::print("{} ({}):\n", title, rows.size());
    for (std::size_t i = 0; i < std::min(rows.size(), kShownNames); ++i)
      fmt::print("  {:>8}  {}\n", text::with_commas(rows[i].second), shown(rows[i].first));
    if (rows.size() > kShownNames)
      fmt::print("  {:>8}  and {} more\n", "...", rows.size() - kShownNames);
  }

 private:
  std::map<std::string, std::int64_t> counts_;
};

// Smallest, median and largest of a list of numbers.
std::string spread(std::vector<std::int64_t> values) {
  if (values.empty()) return "-";
  std::sort(values.begin(), values.end());
  return fmt::format("{} to {}, median {}", text::with_commas(values.front()),
                     text::with_commas(values.back()),
                     text::with_commas(values[values.size() / 2]));
}

void inspect_table(const std::string& directory, const TableInfo& table) {
  fmt::print("\ntable {}: {}, version {}\n", shown(table.name),
             text::counted(static_cast<std::int64_t>(table.rows), "row"), table.version);
  for (const auto& column : table.columns)
    fmt::print("  {:<16} {}\n", shown(column.name), column.type);
  const auto reader = must(ChunkTableReader::open(directory, table.name));
  Tally sources, languages;
  std::vector<std::int64_t> bytes, tokens;
  Chunk chunk;
  while (must(reader->next(chunk))) {
    sources.add(chunk.source);
    languages.add(chunk.language);
    bytes.push_back(static_cast<std::int64_t>(chunk.text.size()));
    if (chunk.tokens > 0) tokens.push_back(chunk.tokens);
  }
  fmt::print("bytes a chunk: {}\n", spread(bytes));
  if (!tokens.empty()) fmt::print("tokens a chunk: {}\n", spread(tokens));
  sources.print("sources");
  languages.print("languages");
}

void inspect_database(const std::string& directory) {
  fmt::print("{}: a LanceDB\n", shown(directory));
  const TableChoice choice = must(choose_tables(directory));
  for (const auto& [name, reason] : choice.left_out)
    fmt::print("left out: {}: {}\n", shown(name), shown(reason));
  for (const auto& table : choice.used) inspect_table(directory, table);
}

void print_pair(const Example& example, std::size_t number) {
  fmt::print("\n--- row {}", number);
  if (!example.id.empty()) fmt::print("  {}", shown(example.id));
  fmt::print("\n");
  for (const QaPair& turn : example.turns()) {
    fmt::print("Q: {}\n", shown(turn.question));
    for (const auto& step : turn.reasoning) fmt::print("   - {}\n", shown(step));
    fmt::print("A: {}\n", shown(turn.answer));
  }
  if (!example.provenance.source_file.empty())
    fmt::print("source: {}\n", shown(example.provenance.source_file));
  if (example.unanswerable)
    fmt::print("unanswerable; shown with: {}\n",
               shown(text::join(example.unanswerable->shown, ", ")));
  if (example.rating)
    fmt::print("rating: {:.1f}  {}\n", example.rating->total, shown(example.rating->reasons));
}

// Which of `total` rows to show: `count` of them, spread over the file.
std::vector<std::size_t> spread_rows(std::size_t total, std::size_t count) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < std::min(count, total); ++i)
    out.push_back(i * total / std::min(count, total));
  return out;
}

// Some of the `total` pairs of a file, in full.
void print_spread(const std::string& path, std::size_t total, std::size_t count) {
  const std::vector<std::size_t> chosen = spread_rows(total, count);
  ExampleReader reader = must(ExampleReader::open(path));
  ExampleRow row;
  for (std::size_t at = 0, printed = 0; printed < chosen.size() && must(reader.next(row));) {
    if (!row.example) continue;
    if (at++ != chosen[printed]) continue;
    print_pair(*row.example, chosen[printed] + 1);
    ++printed;
  }
}

void inspect_examples(const std::string& path, std::size_t rows_shown) {
  ExampleReader reader = must(ExampleReader::open(path));
  Tally sources, kinds, models, forms;
  std::vector<std::int64_t> questions, answers, turns;
  double total = 0;
  std::int64_t rows = 0, rated = 0, broken = 0, unanswerable = 0;
  ExampleRow row;
  while (must(reader.next(row))) {
    if (!row.example) {
      if (++broken <= 3) fmt::print("unreadable: {}\n", shown(row.example.error().message));
      continue;
    }
    const Example& example = *row.example;
    sources.add(example.provenance.source_file);
    kinds.add(example.kind);
    models.add(example.provenance.model);
    forms.add(example.answer_form);
    ++rows;
    if (example.is_conversation()) turns.push_back(std::ssize(example.turns()));
    for (const QaPair& turn : example.turns()) {
      questions.push_back(std::ssize(text::words(turn.question)));
      answers.push_back(std::ssize(text::words(turn.answer)));
    }
    if (example.rating) total += example.rating->total, ++rated;
    unanswerable += example.unanswerable ? 1 : 0;
  }
  fmt::print("{}: {}, {}\n", shown(path),
             std::ssize(turns) == rows && rows > 0 ? text::counted(rows, "conversation")
                                                   : text::counted(rows, "pair"),
             text::counted(static_cast<std::int64_t>(broken), "unreadable row"));
  fmt::print("words a question: {}\nwords an answer: {}\n", spread(questions), spread(answers));
  if (std::ssize(turns) < rows && !turns.empty())
    fmt::print("of them conversations: {}\n", text::with_commas(std::ssize(turns)));
  if (!turns.empty()) fmt::print("turns a conversation: {}\n", spread(turns));
  if (rated > 0)
    fmt::print("rated: {}, mean {:.2f}\n", text::with_commas(rated),
               total / static_cast<double>(rated));
  if (unanswerable > 0) fmt::print("unanswerable: {}\n", text::with_commas(unanswerable));
  kinds.print("kinds");
  forms.print("answer forms");
  models.print("models");
  sources.print("sources");
  print_spread(path, static_cast<std::size_t>(rows), rows_shown);
}

// The format whose rows have a field of that name.
const ExportFormat* format_of(json::Value row) {
  if (row.find("messages")) return &kMessagesFormat;
  if (row.find("conversations")) return &kShareGptFormat;
  if (row.find("instruction")) return &kAlpacaFormat;
  if (row.find("question")) return &kFlatFormat;
  if (row.find("turns")) return &kTurnsFormat;
  return nullptr;
}

void print_training_row(json::Value row, std::size_t number) {
  const ExportFormat* format = format_of(row);
  fmt::print("\n--- row {}\n", number);
  if (format == nullptr) {
    fmt::print("{}\n", shown(row.raw()));
    return;
  }
  const Transcript transcript = format->read(row);
  if (!transcript.system.empty()) fmt::print("system: {}\n", shown(transcript.system));
  for (const auto& turn : transcript.turns) {
    if (!turn.reasoning.empty())
      fmt::print("reasoning: {}\n", shown(reasoning_text(turn.reasoning)));
    fmt::print("{}: {}\n", to_text(turn.role), shown(turn.content));
  }
}

// Rows of any kind, in two passes: `each_row` hands all of them on. Counts them and shows some.
using EachRow = std::function<void(const std::function<void(std::string_view)>&)>;

void inspect_rows(const std::string& path, std::size_t rows_shown, const EachRow& each_row) {
  std::size_t rows = 0;
  each_row([&](std::string_view) { ++rows; });
  const std::vector<std::size_t> chosen = spread_rows(rows, rows_shown);
  std::vector<std::string> texts;
  std::size_t at = 0;
  each_row([&](std::string_view row) {
    if (texts.size() < chosen.size() && chosen[texts.size()] == at) texts.emplace_back(row);
    ++at;
  });
  std::string format = "rows of JSON";
  if (!texts.empty()) {
    const auto document = json::Document::parse(texts[0]);
    if (!document)
      throw Fatal(kFailed,
                  fmt::format("`{}` holds no rows of JSON; pairs, training files, LanceDB folders "
                              "and .run folders can be inspected",
                              path));
    if (const ExportFormat* known = format_of(document->root())) format = known->name;
  }
  fmt::print("{}: {}, {}\n", shown(path), text::counted(static_cast<std::int64_t>(rows), "row"),
             format);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const json::Document document = must(json::Document::parse(texts[i]));
    print_training_row(document.root(), chosen[i] + 1);
  }
}

bool has_pairs(const std::string& path) {
  RowStream rows = must(RowStream::open(path));
  RawRow row;
  if (!must(rows.next(row))) throw Fatal(kFailed, fmt::format("`{}` has no rows", path));
  const auto document = json::Document::parse(row.json);
  return document && (document->root().find("turns") ||
                      (document->root().find("question") && document->root().find("answer")));
}

void inspect_file(const std::string& path, std::size_t rows_shown) {
  if (file_extension(path) == ".parquet") {
    return inspect_rows(path, rows_shown, [&](const auto& each) {
      const auto reader = must(ParquetReader::open(path));
      std::string_view row;
      while (must(reader->next(row))) each(row);
    });
  }
  if (has_pairs(path)) return inspect_examples(path, rows_shown);
  inspect_rows(path, rows_shown, [&](const auto& each) {
    RowStream rows = must(RowStream::open(path));
    RawRow row;
    while (must(rows.next(row))) each(row.json);
  });
}

}  // namespace

int run_inspect(const Settings& settings) {
  const std::string input = settings.input();
  const auto rows_shown = static_cast<std::size_t>(settings.integer("--rows", 0, 1'000'000));
  if (!path_exists(input)) throw Fatal(kFailed, fmt::format("`{}` does not exist", input));
  if (!is_directory(input)) {
    inspect_file(input, rows_shown);
  } else if (is_lance_directory(input)) {
    inspect_database(input);
  } else if (path_exists(input + "/report.md")) {
    fmt::print("{}", must(read_file(input + "/report.md")));
  } else {
    throw Fatal(
        kFailed,
        fmt::format(
            "`{}` is a folder without tables or a report; `generator ingest {} -o DB` makes a "
            "LanceDB of its documents",
            input, input));
  }
  return kDone;
}

}  // namespace generator::cli
