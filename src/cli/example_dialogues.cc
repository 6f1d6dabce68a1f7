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

/// The next row of the stage; nothing at the end.
Result<std::optional<ExampleDialogues::Row>> ExampleDialogues::read() {
  ExampleRow row;
  for (;;) {
    TRY(const bool has_row, rows_.next(row));
    if (!has_row) return std::nullopt;
    if (row.example) ++readable_;
    if (sample_ == nullptr) break;
    if (!row.example || !sample_->takes(readable_ - 1)) continue;
    sample_->taken.push_back(row_name(*row.example));
    break;
  }
  return Row{std::move(row.example), row.example ? std::string() : std::string(row.raw),
             row.number, readable_ - 1};
}

Result<std::unique_ptr<Dialogue>> ExampleDialogues::next() {
  if (count_ == 0) ahead_ = read();
  TRY(std::optional<Row> taken, std::move(ahead_));
  if (!taken) return nullptr;
  Row row = std::move(*taken);
  ++count_;
  ahead_ = read();
  if (!row.example) {
    Reject reject{std::string(reasons::kUnreadableRow), row.example.error().message,
                  fmt::format("row {}", row.number), std::move(row.raw)};
    return ended({{}, {std::move(reject)}});
  }
  if (refusal_)
    if (auto refused = refusal_(row.index, *row.example))
      return ended({{}, {std::move(*refused)}});
  SourcedExample item;
  item.example = std::move(*row.example);
  const std::string& chunk = item.example.provenance.chunk_id;
  const Row* after = ahead_ && *ahead_ ? &**ahead_ : nullptr;
  const bool goes_on =
      after != nullptr && after->example && after->example->provenance.chunk_id == chunk;
  item.shares_chunk = !chunk.empty() && (goes_on || chunk == chunk_before_);
  chunk_before_ = chunk;
  TRY(item.chunk, passages_.find(chunk));
  if (!item.chunk)
    ++without_source_;
  else if (used_ != nullptr)
    CHECK_OK(used_->add(*item.chunk));
  return begin_(std::move(item));
}

Status ExampleDialogues::rewind() {
  TRY(rows_, ExampleReader::open(rows_.name()));
  readable_ = count_ = without_source_ = 0;
  return {};
}

void for_each_example(const std::string& path, const std::function<void(Example)>& each) {
  ExampleReader reader = must(ExampleReader::open(path));
  ExampleRow row;
  while (must(reader.next(row))) each(must(std::move(row.example)));
}

std::uint64_t count_examples(const std::string& path) {
  ExampleReader rows = must(ExampleReader::open(path));
  ExampleRow row;
  std::uint64_t count = 0;
  while (must(rows.next(row))) count += row.example ? 1 : 0;
  return count;
}

}  // namespace generator::cli
