// A table in Markdown whose columns also line up on a terminal.
#pragma once

#include <string>
#include <vector>

namespace generator {

class TextTable {
 public:
  /// A title that ends in '#' is a column of numbers: set flush right, the '#' not shown.
  explicit TextTable(std::vector<std::string> titles);
  /// As many cells as titles. What a terminal would act on is shown as an escape; line ends become
  /// spaces.
  void add(std::vector<std::string> cells);
  bool is_empty() const { return rows_.empty(); }
  /// The lines, each ended by '\n'; "" without rows.
  std::string text() const;

 private:
  std::vector<std::string> titles_;
  std::vector<bool> is_number_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace generator
