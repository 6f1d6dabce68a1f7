// A person's opinion of rows, a key each, to hold the judge's against.
#include <fmt/format.h>

#include <cstdio>
#include <vector>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/key_input.h"
#include "cli/label_path.h"
#include "cli/passage_input.h"
#include "cli/session.h"
#include "store/example_file.h"
#include "store/label_file.h"

namespace generator::cli {
namespace {

struct LabelRow {
  Example example;
  std::string name;
};

enum class Ending { kAllLabelled, kQuit, kInterrupted };

// Those that have no label yet, in the order of the file; a pair that stands twice once.
std::vector<LabelRow> rows_to_label(const Settings& settings, const std::string& path,
                                    const Labels& labels) {
  std::vector<LabelRow> out;
  std::int64_t unreadable = 0;
  Labels seen = labels;
  ExampleReader reader = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(reader.next(row))) {
    if (!row.example) {
      ++unreadable;
      continue;
    }
    Example example = std::move(*row.example);
    if (!seen.emplace(label_key(example), Label{}).second) continue;
    std::string name = example_name(example, row.number);
    out.push_back({std::move(example), std::move(name)});
  }
  if (unreadable > 0) note(settings, text::counted(unreadable, "unreadable row") + " left out");
  return out;
}

std::optional<Label> label_of(char key) {
  if (key == 'k') return Label{Label::Kind::kKeep, 0};
  if (key == 'r') return Label{Label::Kind::kReject, 0};
  if (key == 's') return Label{Label::Kind::kSkip, 0};
  if (key == '0') return Label{Label::Kind::kMark, 10};
  if (key >= '1' && key <= '9') return Label{Label::Kind::kMark, key - '0'};
  return std::nullopt;
}

// The judge's rating is not shown: a person who has seen it follows it.
void show(const LabelRow& row, const Passages& passages, std::size_t number, std::size_t of) {
  const auto shown = [](std::string_view s) { return text::for_terminal(s); };
  fmt::print("\n=== {} of {}: {}\n", number, of, shown(row.name));
  SourcedExample item{row.example, {}};
  must(find_passages(passages, item));
  for (const Chunk& chunk : item.shown)
    fmt::print("\nPASSAGE ({})\n{}\n", shown(chunk.source), shown(chunk.text));
  if (row.example.unanswerable) item.chunk.reset();  // it is not shown with the one that answers
  for (const std::optional<Chunk>* chunk : {&item.chunk, &item.second})
    if (*chunk) fmt::print("\nPASSAGE ({})\n{}\n", shown((*chunk)->source), shown((*chunk)->text));
  for (const QaPair& turn : row.example.turns()) {
    fmt::print("\nQUESTION\n{}\n\nANSWER\n{}\n", shown(turn.question), shown(turn.answer));
    for (const auto& step : turn.reasoning) fmt::print("REASONING {}\n", shown(step));
  }
}

void ask() {
  fmt::print("\n[k]eep  [r]eject  1-9, 0 for 10: a mark  [s]kip  [u]ndo  [q]uit > ");
  std::fflush(stdout);
}

Ending label_rows(const std::vector<LabelRow>& rows, const Passages& passages, KeyInput& keys,
                  LabelFile& file) {
  for (std::size_t at = 0; at < rows.size();) {
    show(rows[at], passages, at + 1, rows.size());
    for (bool is_same = true; is_same;) {
      ask();
      const auto key = keys.next();
      if (!key || *key == 'q') return Ending::kQuit;
      if (*key == KeyInput::kInterrupt) return Ending::kInterrupted;
      if (const auto label = label_of(*key)) {
        must(file.add(rows[at].example, rows[at].name, *label));
        fmt::print("{}\n", to_text(*label));
        ++at;
        is_same = false;
      } else if (*key == 'u' && at > 0) {
        --at;
        must(file.add(rows[at].example, rows[at].name, {Label::Kind::kUndo, 0}));
        fmt::print("undo\n");
        is_same = false;
      } else {
        fmt::print("{}\n", *key == 'u' ? "nothing to undo: the label before is of another session"
                                       : text::for_terminal(fmt::format("`{}` is no key", *key)));
      }
    }
  }
  return Ending::kAllLabelled;
}

}  // namespace

std::string label_path(const Settings& settings, const std::string& input) {
  return settings.maybe("--labels").value_or(input + ".labels.jsonl");
}

int run_label(const Settings& settings) {
  const std::string input = settings.input();
  if (input == "-")
    throw Fatal(kWrongUseExit, "`generator label` reads keys from standard input: name a file of pairs");
  must(ExampleReader::open(input));
  const PassageInput passages(settings, input);
  const std::string path = label_path(settings, input);
  LabelFile file = must(LabelFile::open(path));
  const std::vector<LabelRow> rows = rows_to_label(settings, input, file.labels());
  if (rows.empty()) {
    fmt::print("every row of {} has a label in {}\n", text::for_terminal(input),
               text::for_terminal(path));
    return kDone;
  }
  Ending ending;
  {
    KeyInput keys;
    if (!keys.is_terminal()) note(settings, "standard input is no terminal: its bytes are the keys");
    ending = label_rows(rows, passages.passages(), keys, file);
    if (!keys.has_read() && !keys.is_terminal())
      throw Fatal(kWrongUseExit, "nothing labelled: standard input is no terminal and has no keys; "
                                 "run it in a terminal");
  }
  fmt::print("\n{} in {}{}\n",
             text::counted(static_cast<std::int64_t>(file.labels().size()), "label"),
             text::for_terminal(path),
             ending == Ending::kAllLabelled ? "" : "; the same command goes on with the others");
  return ending == Ending::kInterrupted ? kInterrupted : kDone;
}

}  // namespace generator::cli
