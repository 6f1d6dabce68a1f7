// One set of a comparison: its rows, and what they are like.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "cli/passage_input.h"
#include "cli/settings.h"
#include "data/example.h"
#include "report/comparison.h"

namespace generator::cli {

/// Holds all rows of its file: matching and repeats look at every two sets.
class ComparedSet {
 public:
  /// Throws Fatal where the file cannot be read, or has no row that is an example.
  ComparedSet(const Settings& settings, const std::string& path);

  const std::vector<Example>& rows() const { return rows_; }
  const Passages& passages() const { return passages_.passages(); }
  /// The document and id of every chunk, and every document, that its rows name.
  const std::set<std::string>& chunks() const { return chunks_; }
  const std::set<std::string>& sources() const { return sources_; }
  const comparison::SetReport& report() const { return report_; }
  /// A row's id, or "row 12".
  std::string name(std::size_t row) const;

 private:
  void read(const std::string& path);
  void measure_texts();
  void find_chunks();
  const PassageInput passages_;
  std::vector<Example> rows_;
  std::vector<std::uint64_t> numbers_;  // of the rows in their file, from 1
  std::set<std::string> chunks_, sources_;
  comparison::SetReport report_;
};

/// Repeats inside one set.
comparison::Repeats repeats_in(const std::vector<Example>& rows);
/// Rows of `b` that say again what a row of `a` says.
comparison::Repeats repeats_between(const std::vector<Example>& a, const std::vector<Example>& b);

}  // namespace generator::cli
