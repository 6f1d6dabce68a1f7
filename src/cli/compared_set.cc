#include "cli/compared_set.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "base/text.h"
#include "cli/session.h"
#include "measure/diversity.h"
#include "select/duplicates.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

constexpr double kNoThreshold = 0;  // nothing is kept or dropped here

// An export has a run beside it that holds its rows as pairs.
[[noreturn]] void refuse_no_pairs(const std::string& path) {
  std::string message = fmt::format("`{}` has no row with a question and an answer; files of pairs "
                                    "are compared (.json, .jsonl), not exports",
                                    path);
  const std::string kept = path + ".run/kept.jsonl";
  if (std::filesystem::exists(kept)) message += fmt::format(": its rows are in {}", kept);
  throw Fatal(kFailed, message);
}

// `number`: of the first. An unanswerable row asks what its twin asks, and repeats nothing.
void add(select::Duplicates& duplicates, const std::vector<Example>& rows, bool is_fixed,
         std::size_t number = 0) {
  for (const Example& row : rows) {
    const std::string question = all_questions(row), answer = all_answers(row);
    select::PairText pair;
    pair.question = question;
    pair.answer = answer;
    pair.source = row.provenance.source_file;
    pair.is_fixed = is_fixed;
    duplicates.add(pair);
    if (row.unanswerable) duplicates.leave_out(number);
    ++number;
  }
}

void count(comparison::Repeats& out, select::DuplicateKind kind) {
  using select::DuplicateKind;
  out.exact += kind == DuplicateKind::kExact ? 1 : 0;
  out.near += kind == DuplicateKind::kNear || kind == DuplicateKind::kMeaning ? 1 : 0;
  out.contradicting += kind == DuplicateKind::kAmbiguous ? 1 : 0;
}

}  // namespace

comparison::Repeats repeats_in(const std::vector<Example>& rows) {
  select::Duplicates duplicates;
  add(duplicates, rows, false);
  comparison::Repeats out;
  for (const auto& found : duplicates.find())
    if (found) count(out, found->kind);
  return out;
}

comparison::Repeats repeats_between(const std::vector<Example>& a, const std::vector<Example>& b) {
  select::Duplicates duplicates;
  add(duplicates, a, true);
  add(duplicates, b, false, a.size());
  comparison::Repeats out;
  for (const auto& found : duplicates.find())
    if (found && found->other < a.size()) count(out, found->kind);
  return out;
}

ComparedSet::ComparedSet(const Settings& settings, const std::string& path)
    : passages_(settings, path) {
  report_.name = path;
  read(path);
  if (rows_.empty()) refuse_no_pairs(path);
  measure_texts();
  find_chunks();
  report_.repeats = repeats_in(rows_);
}

void ComparedSet::read(const std::string& path) {
  ExampleReader reader = must(ExampleReader::open(path));
  ExampleRow row;
  RowStatistics statistics;
  RatingStatistics ratings(kNoThreshold);
  while (must(reader.next(row))) {
    if (!row.example) {
      ++report_.unreadable;
      continue;
    }
    Example& example = rows_.emplace_back(std::move(*row.example));
    numbers_.push_back(row.number);
    statistics.add(example);
    if (example.rating) ratings.add(*example.rating, true);
    const std::string& source = example.provenance.source_file;
    if (!source.empty()) sources_.insert(source);
    for (const std::string& chunk : chunk_ids(example))
      if (!chunk.empty()) chunks_.insert(source + "\n" + chunk);
  }
  report_.rows = statistics.report();
  report_.ratings = ratings.report();
}

void ComparedSet::measure_texts() {
  std::vector<std::string_view> questions, answers;
  for (const Example& row : rows_)
    for (const QaPair& turn : row.turns()) {
      questions.push_back(turn.question);
      answers.push_back(turn.answer);
    }
  report_.questions = measure::diversity(questions);
  report_.answers = measure::diversity(answers);
}

void ComparedSet::find_chunks() {
  if (!passages().has_any()) return;
  for (const std::string& chunk : chunks_)
    if (must(passages().find(std::string_view(chunk).substr(chunk.find('\n') + 1))))
      ++report_.found_chunks;
}

std::string ComparedSet::name(std::size_t row) const {
  return example_name(rows_[row], numbers_[row]);
}

}  // namespace generator::cli
