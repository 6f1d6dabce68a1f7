#include "cli/example_dialogues.h"

#include <fmt/format.h>

#include "cli/session.h"
#include "data/reasons.h"

namespace generator::cli {
namespace {

class Ended final : public Dialogue {
 public:
  explicit Ended(Finished finished) : finished_(std::move(finished)) {}
  Turn open() override { return std::move(finished_); }
  Result<Turn> hear(std::span<const Outcome>) override {
    return fail(ErrorKind::kInternal, "a dialogue that has ended was told of a reply");
  }

 private:
  Finished finished_;
};

}  // namespace

std::unique_ptr<Dialogue> ended(Finished finished) {
  return std::make_unique<Ended>(std::move(finished));
}

Result<std::unique_ptr<Dialogue>> ExampleDialogues::next() {
  ExampleRow row;
  for (;;) {
    TRY(const bool has_row, rows_.next(row));
    if (!has_row) return nullptr;
    if (row.example) ++readable_;
    if (sample_ == nullptr) break;
    if (!row.example || !sample_->takes(readable_ - 1)) continue;
    sample_->taken.push_back(row_name(*row.example));
    break;
  }
  ++count_;
  if (!row.example) {
    Reject reject{std::string(reasons::kUnreadableRow), row.example.error().message,
                  fmt::format("row {}", row.number), std::string(row.raw)};
    return ended({{}, {std::move(reject)}});
  }
  if (refusal_)
    if (auto refused = refusal_(readable_ - 1, *row.example))
      return ended({{}, {std::move(*refused)}});
  SourcedExample item;
  item.example = std::move(*row.example);
  TRY(item.chunk, passages_.find(item.example.provenance.chunk_id));
  if (!item.chunk)
    ++without_source_;
  else if (used_ != nullptr)
    CHECK_OK(used_->add(*item.chunk));
  return begin_(std::move(item));
}

std::uint64_t count_examples(const std::string& path) {
  ExampleReader rows = must(ExampleReader::open(path));
  ExampleRow row;
  std::uint64_t count = 0;
  while (must(rows.next(row))) count += row.example ? 1 : 0;
  return count;
}

}  // namespace generator::cli
