// The rows of an example file that say again what others say, or ask what nobody can understand
// alone, found before anyone is asked about them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/settings.h"
#include "data/example.h"
#include "run/dialogue.h"
#include "select/duplicates.h"
#include "store/example_file.h"
#include "store/passage_index.h"

namespace generator::cli {

class DuplicateRows {
 public:
  using Each = std::function<void(const ExampleRow&)>;
  /// Reads the examples at `path`, of every --against file and of `against`; finds nothing with
  /// --keep-duplicates. `passages` are those of `path`. `each`, where there is one, gets every row
  /// of `path`, broken ones too, so that it need not be read again. Throws Fatal where a file cannot
  /// be read.
  DuplicateRows(const Settings& settings, const std::vector<std::string>& against,
                const std::string& path, const Passages& passages, const Each& each = {});

  /// Why the file's example number `index`, counted from 0 without broken rows, should go. A
  /// question that now says what it is about is put into the example.
  std::optional<Reject> settle(std::uint64_t index, Example& example) const;
  /// Whether it should.
  bool goes(std::uint64_t index) const;

  /// Rows that stay and have such a question.
  std::int64_t qualified() const;

 private:
  struct File {
    std::string path;
    bool is_against = false;
    std::size_t begin = 0, end = 0;  // its pairs
  };
  void add(const std::string& path, bool is_against, const Passages& passages,
           const Each& each = {});
  void look_at_question(std::size_t pair, const Example& example, const Passages& passages);
  void qualify(const Passages& passages);
  std::map<std::size_t, Example> read(const std::vector<std::vector<std::size_t>>& groups) const;

  std::vector<File> files_;
  select::Duplicates duplicates_;
  select::Duplicates unanswerable_;  // of these rows alone: their twins ask the same, and stay
  std::vector<std::string> names_;                // of all pairs, those of --against first
  std::vector<std::uint64_t> numbers_;            // of the pair's row in its file
  std::map<std::size_t, std::string> questions_;  // that say what they are about, by pair
  std::map<std::size_t, std::string> leaning_;    // why the question makes no sense alone
  std::vector<std::optional<select::Duplicate>> found_;
};

}  // namespace generator::cli
