// Numbers as people write them: digits, words, units.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace generator::measure {

/// A number and where it ends in the text it was read from.
struct Number {
  std::string value;  // "65536", "-1", "1.8.0", "0x1f", "2019-11-26"; no thousands separators
  std::string unit;   // canonical: "kb", "bit", "ms", "%", "ordinal"; "" where there is none
  std::size_t end = 0;
  bool is_version = false;
};

/// Reads the number that starts at `at` with a digit, a sign or a point; its unit too ("64 KB",
/// "64KB", "64-bit"). Nothing where the digits belong to a name ("8a6d3ae3") or are no number.
std::optional<Number> read_number(std::string_view text, std::size_t at);

/// Reads a number in words at `at`: "two", "twenty-one", "one hundred", "third"; its unit too. Case
/// is ignored. Only words up to 100 and their multiples of hundred; "one" and ordinals are numbers
/// here, the caller weighs them.
std::optional<Number> read_number_word(std::string_view text, std::size_t at);

/// Takes the unit word that starts at `at`, if one does; `attached`: no space stands before it.
bool take_unit(std::string_view text, std::size_t at, bool attached, Number& number);
/// Takes the unit after `number.end`, over a space or a hyphen, or a per-cent sign.
void read_unit(std::string_view text, Number& number);

}  // namespace generator::measure
