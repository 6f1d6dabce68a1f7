// The rows of an example file, each with its passage, as the dialogues of a stage.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/sample.h"
#include "data/example.h"
#include "run/dialogue.h"
#include "store/chunk_file.h"
#include "store/example_file.h"
#include "store/passage_index.h"

namespace generator::cli {

/// A dialogue that ended before it began: the item is decided without a question.
std::unique_ptr<Dialogue> ended(Finished finished);

class ExampleDialogues final : public DialogueSource {
 public:
  /// Of rows that follow each other and have one passage, as many as may be taken together.
  using Begin = std::function<Result<std::unique_ptr<Dialogue>>(std::vector<SourcedExample>)>;
  /// Why an example, the `index`-th of the file without broken rows, is left out unasked. One that
  /// stays may be given another question. Asked once of each.
  using Refusal = std::function<std::optional<Reject>(std::uint64_t index, Example&)>;
  /// The same of one that stays, with its passage, which may be given evidence.
  using Check = std::function<std::optional<Reject>(SourcedExample&)>;
  /// `passages`, `used` (where not null: gets the passages of the rows) and `sample` (where not
  /// null: which rows are taken) must outlive this.
  ExampleDialogues(ExampleReader rows, const Passages& passages, ChunkWriter* used, Begin begin,
                   Sample* sample = nullptr, Refusal refusal = {}, Check check = {},
                   std::size_t together = 1)
      : rows_(std::move(rows)),
        passages_(passages),
        used_(used),
        begin_(std::move(begin)),
        sample_(sample),
        refusal_(std::move(refusal)),
        check_(std::move(check)),
        together_(together) {}

  /// A row that is no example becomes a reject `unreadable_row`; the next one follows. Reads one
  /// row ahead, to know which rows share their passage.
  Result<std::unique_ptr<Dialogue>> next() override;
  Status rewind() override;

  std::uint64_t rows() const { return count_; }
  std::uint64_t without_source() const { return without_source_; }

 private:
  struct Row {
    SourcedExample item;
    std::optional<Reject> refused;
  };
  Result<std::optional<Row>> read();
  Result<std::optional<Row>> take();
  bool goes_on() const;
  Status find_passage(Row& row);

  ExampleReader rows_;
  const Passages& passages_;
  ChunkWriter* used_;
  Begin begin_;
  Sample* sample_;
  Refusal refusal_;
  Check check_;
  std::size_t together_;
  std::uint64_t readable_ = 0;  // rows that are examples, those of a sample and the others
  Result<std::optional<Row>> ahead_ = std::optional<Row>();
  std::string chunk_before_;
  std::uint64_t count_ = 0;
  std::uint64_t without_source_ = 0;
};

/// Every row of a file that a stage wrote, in order. Throws Fatal where one is no example.
void for_each_example(const std::string& path, const std::function<void(Example)>& each);

/// Rows of the file at `path` that are examples.
std::uint64_t count_examples(const std::string& path);

}  // namespace generator::cli
