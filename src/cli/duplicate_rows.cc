#include "cli/duplicate_rows.h"

#include <fmt/format.h>

#include "cli/session.h"
#include "data/reasons.h"
#include "store/example_file.h"

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
    case select::DuplicateKind::kAmbiguous:
      break;
  }
  return {std::string(reasons::kAmbiguousQuestion),
          fmt::format("{} answers the same question otherwise", other), "", ""};
}

}  // namespace

DuplicateRows::DuplicateRows(const Settings& settings, const std::vector<std::string>& against,
                             const std::string& path) {
  if (settings.is_on("--keep-duplicates")) return;
  select::Duplicates duplicates;
  for (const std::string& file : settings.list("--against")) add(duplicates, file, true);
  for (const std::string& file : against) add(duplicates, file, true);
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
    const std::string id = example_name(example, row.number);
    const std::string name = example.id.empty() ? id : fmt::format("`{}`", id);
    names_.push_back(is_against ? fmt::format("{} of {}", name, path) : name);
  }
}

std::optional<Reject> DuplicateRows::refusal(std::uint64_t index, const Example& example) const {
  const std::size_t pair = against_ + index;
  if (pair >= found_.size() || !found_[pair]) return std::nullopt;
  Reject out = reject_of(found_[pair]->kind, names_[found_[pair]->other]);
  out.item = example_name(example, index + 1);
  out.row = example_text(example);
  return out;
}

}  // namespace generator::cli
