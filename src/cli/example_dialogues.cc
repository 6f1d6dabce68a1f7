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
  Row out;
  if (!row.example) {
    out.refused = Reject{std::string(reasons::kUnreadableRow), row.example.error().message,
                         fmt::format("row {}", row.number), std::string(row.raw)};
    return out;
  }
  out.item.example = std::move(*row.example);
  if (refusal_) out.refused = refusal_(readable_ - 1, out.item.example);
  if (!out.refused) CHECK_OK(find_passage(out));
  return out;
}

Status ExampleDialogues::find_passage(Row& row) {
  SourcedExample& item = row.item;
  CHECK_OK(find_passages(passages_, item));
  if (!item.chunk) ++without_source_;
  for (const std::optional<Chunk>* chunk : {&item.chunk, &item.second})
    if (*chunk && used_ != nullptr) CHECK_OK(used_->add(**chunk));
  for (const Chunk& chunk : item.shown)
    if (used_ != nullptr) CHECK_OK(used_->add(chunk));
  if (check_) row.refused = check_(item);
  return {};
}

/// The row that was read ahead; the one behind it is read.
Result<std::optional<ExampleDialogues::Row>> ExampleDialogues::take() {
  if (count_ == 0) ahead_ = read();
  TRY(std::optional<Row> taken, std::move(ahead_));
  if (!taken) return std::nullopt;
  ++count_;
  ahead_ = read();
  return taken;
}

/// Whether the row ahead has the passage of the last one.
bool ExampleDialogues::goes_on() const {
  const Row* ahead = ahead_ && *ahead_ ? &**ahead_ : nullptr;
  return ahead != nullptr && !chunk_before_.empty() && !ahead->item.example.unanswerable &&
         passage_name(ahead->item.example) == chunk_before_;
}

Result<std::unique_ptr<Dialogue>> ExampleDialogues::next() {
  TRY(std::optional<Row> row, take());
  if (!row) return nullptr;
  if (row->refused) return ended({{}, {std::move(*row->refused)}});
  // An unanswerable row stands alone, whatever it is shown with.
  const std::string chunk =
      row->item.example.unanswerable ? "" : passage_name(row->item.example);
  bool is_shared = !chunk.empty() && chunk == chunk_before_;
  chunk_before_ = chunk;
  std::vector<SourcedExample> rows;
  rows.reserve(1);
  for (;;) {
    rows.push_back(std::move(row->item));
    if (rows.size() >= together_ || !goes_on() || (*ahead_)->refused) break;
    TRY(row, take());
  }
  is_shared = is_shared || goes_on();
  for (SourcedExample& item : rows) item.shares_chunk = is_shared;
  return begin_(std::move(rows));
}

Status ExampleDialogues::rewind() {
  TRY(rows_, ExampleReader::open(rows_.name()));
  readable_ = count_ = without_source_ = 0;
  chunk_before_.clear();
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
