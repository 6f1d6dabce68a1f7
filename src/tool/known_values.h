// What a conversation has said so far, to look values up in.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/json.h"
#include "tool/numbers.h"

namespace generator::tool {

class KnownValues {
 public:
  void add_text(std::string_view said);       // an instruction, an answer
  void add_result(std::string_view content);  // JSON or text

  /// Folded: case, and what stands around a word; "benchmark_pipeline" is "benchmark pipeline".
  bool has_text(std::string_view value) const;
  /// Also spelt out ("sixteen"), and with a unit ("2 GB" for "2GB", "2048 MB").
  bool has_number(double value) const;
  /// Whether a number that was said is this one when it is rounded to so many decimals.
  bool has_rounded(const Reading& said) const;
  /// Whether it follows from a number that was said: twice or half of it where the text says so, or
  /// where the last so many of them begin ("the last 100" of 5,000: 4,900).
  bool follows(double value) const;
  /// Of its words of three letters and more, the share that was said.
  double share_of_words(std::string_view value) const;
  /// The first number inside of a name or a short text that nobody said: "9" of "0:1000_x9"; "" where
  /// there is none. 0 and 1, dates, endings of files ("mp4") and texts of six words and more need
  /// not be said.
  std::string unsaid_number(std::string_view value) const;

 private:
  void add_value(json::Value value, int level);
  void add_said(std::string_view said);

  std::string texts_;    // folded, a line each
  std::string phrases_;  // their words alone (tool/words.h), a line each
  std::set<std::string> words_;
  std::set<double> numbers_;
  Changes changes_;
};

}  // namespace generator::tool
