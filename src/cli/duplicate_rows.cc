#include "cli/duplicate_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "cli/session.h"
#include "data/reasons.h"
#include "qa/qualify.h"
#include "qa/question_form.h"
#include "qa/stand_alone.h"

namespace generator::cli {
namespace {

Reject reject_of(select::DuplicateKind kind, const std::string& other) {
  switch (kind) {
    case select::DuplicateKind::kExact:
      return {std::string(reasons::kRepeatedQuestion), fmt::format("asks what {} asks", other), "",
              ""};
    case select::DuplicateKind::kNear:
      return {std::string(reasons::kNearDuplicate), fmt::format("says nearly what {} says", other),
              "", ""};
    case select::DuplicateKind::kMeaning:
      return {std::string(reasons::kNearDuplicate),
              fmt::format("means nearly what {} means", other), "", ""};
    case select::DuplicateKind::kAmbiguous:
      break;
  }
  return {std::string(reasons::kAmbiguousQuestion),
          fmt::format("{} answers the same question otherwise", other), "", ""};
}

void for_each_row(const std::string& path, const DuplicateRows::Each& each) {
  ExampleReader rows = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(rows.next(row))) each(row);
}

// The field `embedding`, which some tools leave in rows; empty where it is none.
select::SmallVector vector_of(const Example& example) {
  if (!text::contains(example.extra, "\"embedding\":")) return {};
  const auto fields = json::Document::parse("{" + example.extra + "}");
  const auto numbers = fields ? fields->root().find("embedding") : std::nullopt;
  std::vector<float> vector;
  for (std::size_t i = 0; numbers && i < numbers->size(); ++i)
    vector.push_back(static_cast<float>(numbers->at(i).number().value_or(NAN)));
  return select::small_vector(vector);
}

}  // namespace

DuplicateRows::DuplicateRows(const Settings& settings, const std::vector<std::string>& against,
                             const std::string& path, const Passages& passages,
                             const Each& each) {
  if (settings.is_on("--keep-duplicates")) {
    if (each) for_each_row(path, each);
    return;
  }
  for (const std::string& file : settings.list("--against")) add(file, true, passages);
  for (const std::string& file : against) add(file, true, passages);
  add(path, false, passages, each);
  qualify(passages);
  found_ = duplicates_.find();
  const auto others = unanswerable_.find();
  for (std::size_t pair = 0; pair < found_.size(); ++pair)
    if (others[pair]) found_[pair] = others[pair];
}

void DuplicateRows::add(const std::string& path, bool is_against, const Passages& passages,
                        const Each& each) {
  const std::size_t begin = names_.size();
  for_each_row(path, [&](const ExampleRow& row) {
    if (each) each(row);
    if (!row.example) {
      if (is_against) must(Status(tl::unexpected(row.example.error())));
      return;
    }
    const Example& example = *row.example;
    // A conversation is one that begins as another does, or that says what another says.
    const std::string answers = all_answers(example);
    duplicates_.add({example.pair().question, answers, example.provenance.source_file,
                     example.rating ? example.rating->total : 0, is_against, vector_of(example)});
    // The refusals say nothing that could agree or not: what is asked counts.
    std::string_view asked;
    if (example.unanswerable) asked = example.pair().question;
    unanswerable_.add({asked, asked, "", 0, is_against, {}});
    (example.unanswerable ? duplicates_ : unanswerable_).leave_out(names_.size());
    const std::string id = example_name(example, row.number);
    const std::string name = example.id.empty() ? id : fmt::format("`{}`", id);
    names_.push_back(is_against ? fmt::format("{} of {}", name, path) : name);
    numbers_.push_back(row.number);
    if (!is_against) look_at_question(names_.size() - 1, example, passages);
  });
  files_.push_back({path, is_against, begin, names_.size()});
}

/// A question that leans on its source: is there a safe way to say it?
void DuplicateRows::look_at_question(std::size_t pair, const Example& example,
                                     const Passages& passages) {
  const std::string& question = example.pair().question;
  auto alone = qa::stand_alone(question, {});
  if (alone && *alone == question) return;
  const auto formed = qa::well_formed(question);
  if (!formed) return;  // what is no single question is for the judge to say
  if (alone && *alone == *formed) return;
  if (!alone)
    if (const auto chunk = must(passages.find(example.provenance.chunk_id)))
      alone = qa::stand_alone(question,
                              {chunk->headings, chunk->text, chunk->kind == ChunkKind::kCode});
  if (alone) {
    duplicates_.revise(pair, *alone);
    unanswerable_.revise(pair, *alone);
    questions_.emplace(pair, std::move(*alone));
  } else if (alone.error().code == reasons::kNotStandAlone) {
    leaning_.emplace(pair, std::move(alone.error().detail));
  }
}

/// Questions that are answered otherwise elsewhere say what they are about, where they can.
void DuplicateRows::qualify(const Passages& passages) {
  const auto groups = duplicates_.ambiguous();
  const std::map<std::size_t, Example> rows = read(groups);
  for (const auto& group : groups) {
    std::vector<qa::AskedRow> asked;
    for (const std::size_t pair : group) {
      const Example& example = rows.at(pair);
      const bool is_fixed = pair < files_.back().begin;
      const auto said = questions_.find(pair);
      auto& row = asked.emplace_back(qa::AskedRow{
          said == questions_.end() ? example.pair().question : said->second, example.pair().answer,
          example.provenance.source_file, {}, false, is_fixed});
      if (is_fixed) continue;
      if (auto chunk = must(passages.find(example.provenance.chunk_id))) {
        row.headings = std::move(chunk->headings);
        row.is_code = chunk->kind == ChunkKind::kCode;
        if (row.source.empty()) row.source = std::move(chunk->source);
      }
    }
    auto questions = qa::qualified(asked, [&](std::size_t a, std::size_t b) {
      return duplicates_.agree(group[a], group[b]);
    });
    for (std::size_t i = 0; i < group.size(); ++i) {
      leaning_.erase(group[i]);  // it goes as ambiguous, or says what it is about
      if (!questions || asked[i].is_fixed) continue;
      duplicates_.revise(group[i], (*questions)[i]);
      questions_.insert_or_assign(group[i], std::move((*questions)[i]));
    }
  }
  for (const auto& [pair, why] : leaning_) {
    duplicates_.leave_out(pair);
    unanswerable_.leave_out(pair);
  }
}

/// The examples of these pairs.
std::map<std::size_t, Example> DuplicateRows::read(
    const std::vector<std::vector<std::size_t>>& groups) const {
  std::set<std::size_t> wanted;
  for (const auto& group : groups) wanted.insert(group.begin(), group.end());
  std::map<std::size_t, Example> out;
  for (const File& file : files_) {
    auto pair = wanted.lower_bound(file.begin);
    if (pair == wanted.end() || *pair >= file.end) continue;
    ExampleReader rows = must(ExampleReader::open(file.path));
    ExampleRow row;
    for (; pair != wanted.end() && *pair < file.end && must(rows.next(row, numbers_[*pair])); ++pair)
      out.emplace(*pair, must(std::move(row.example)));
  }
  return out;
}

std::optional<Reject> DuplicateRows::settle(std::uint64_t index, Example& example) const {
  if (files_.empty()) return std::nullopt;
  const std::size_t pair = files_.back().begin + index;
  if (const auto question = questions_.find(pair); question != questions_.end()) {
    if (example.original_question.empty()) example.original_question = example.pair().question;
    example.pair().question = question->second;
  }
  const auto leaning = leaning_.find(pair);
  if (leaning == leaning_.end() && !found_[pair]) return std::nullopt;
  Reject out = leaning != leaning_.end()
                   ? Reject{std::string(reasons::kNotStandAlone), leaning->second, "", ""}
                   : reject_of(found_[pair]->kind, names_[found_[pair]->other]);
  out.item = example_name(example, index + 1);
  out.row = example_text(example);
  return out;
}

bool DuplicateRows::goes(std::uint64_t index) const {
  if (files_.empty()) return false;
  const std::size_t pair = files_.back().begin + index;
  return found_[pair] || leaning_.contains(pair);
}

std::int64_t DuplicateRows::qualified() const {
  return std::ranges::count_if(questions_, [&](const auto& row) { return !found_[row.first]; });
}

}  // namespace generator::cli
