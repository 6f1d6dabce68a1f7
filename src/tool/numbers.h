// Numbers as people write them.
#pragma once

#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace generator::tool {

/// One way to read a number that is written in digits.
struct Reading {
  double value = 0;
  int decimals = 0;  // digits behind the point
};

/// Of a word that is one number, with a sign of money before it or a short unit behind it, every way
/// to read it: "20,000" (also 20), "37,7955", "-0.44", "$29", "119.7s", "6th". None of any other
/// word: "run_002", "12:30".
std::vector<Reading> readings_of(std::string_view word);

/// Every number that a text names, in every reading: digits as above, also inside of words and lists
/// ("[0, 100]", "0:100", "v2"); words ("thirty-one", "two and a half", "zweite"); with a unit also
/// what it is in a smaller one ("2 GB" in bytes, "three days" in hours and seconds), and below zero
/// where it is south or west; of "200 to 249" also how many these are.
std::set<double> numbers_in(std::string_view text);

/// How the numbers of a text are changed by its words.
struct Changes {
  bool doubles = false, triples = false, halves = false;
  std::vector<double> last;  // how many from the end: 100 of "the last 100 samples"
};
Changes changes_in(std::string_view text);

}  // namespace generator::tool
