#include "cli/duplicate_rows.h"

#include <fmt/format.h>

#include "cli/session.h"
#include "data/reasons.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

struct Words {
  std::string_view code;
  std::string_view detail;
};

Words words_of(select::DuplicateKind kind) {
  switch (kind) {
    case select::DuplicateKind::kExact:
      return {reasons::kRepeatedQuestion, "asks what {} asks"};
    case select::DuplicateKind::kNear:
      return {reasons::kNearDuplicate, "says nearly what {} says"};
    case select::DuplicateKind::kAmbiguous:
      return {reasons::kAmbiguousQuestion, "{} answers the same question otherwise"};
  }
  return {};
}

}  // namespace

DuplicateRows::DuplicateRows(const Settings& settings, const std::string& path) {
  if (settings.is_on("--keep-duplicates")) return;
  select::Duplicates duplicates;
  for (const std::string& against : settings.list("--against")) add(duplicates, against, true);
  against_ = names_.size();
  add(duplicates, path, false);
  found_ = duplicates.find();
}

void DuplicateRows::add(select::Duplicates& duplicates, const std::string& path, bool is_against) {
  ExampleReader rows = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(rows.next(row))) {
    if (!row.example) {
      if (is_against) must(Status(tl::unexpected(row.example.error())));
      continue;
    }
    const Example& example = *row.example;
    duplicates.add({example.pair().question, example.pair().answer, example.provenance.source_file,
                    example.rating ? example.rating->total : 0, is_against});
    const std::string id =
        example.id.empty() ? fmt::format("row {}", row.number) : fmt::format("`{}`", example.id);
    names_.push_back(is_against ? fmt::format("{} of {}", id, path) : id);
  }
}

std::optional<Reject> DuplicateRows::refusal(std::uint64_t index, const Example& example) const {
  const std::size_t pair = against_ + index;
  if (pair >= found_.size() || !found_[pair]) return std::nullopt;
  const Words words = words_of(found_[pair]->kind);
  Reject out;
  out.code = words.code;
  out.detail = fmt::format(fmt::runtime(words.detail), names_[found_[pair]->other]);
  out.item = example.id.empty() ? fmt::format("row {}", index + 1) : example.id;
  json::Writer row(out.row);
  write_example(row, example);
  return out;
}

}  // namespace generator::cli
