// What was wrong with a model's JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace generator::prompt {

/// What can be wrong with a model's JSON; the order is that of reports.
enum class Repair : std::uint8_t {
  kTrailingComma,
  kExtraComma,
  kMissingComma,
  kMissingColon,
  kSingleQuotes,
  kSmartQuotes,
  kInnerQuotes,
  kMissingQuote,
  kUnquotedKey,
  kUnquotedWord,
  kPythonLiteral,
  kNumber,
  kComment,
  kEllipsis,
  kControlCharacter,
  kEscape,
  kMissingValue,
  kMismatchedBracket,
  kCut,
  kSeveralValues,
  kQuotedJson,
  kInvalidUtf8,
};

std::string_view to_text(Repair repair);  // "trailing comma", …

class Repairs {
 public:
  void add(Repair repair) { bits_ |= 1U << static_cast<unsigned>(repair); }
  void add(Repairs others) { bits_ |= others.bits_; }
  bool has(Repair repair) const { return (bits_ >> static_cast<unsigned>(repair) & 1U) != 0; }
  bool empty() const { return bits_ == 0; }
  std::vector<std::string> names() const;

 private:
  std::uint32_t bits_ = 0;
};

}  // namespace generator::prompt
