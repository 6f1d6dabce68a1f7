// One JSON value read leniently and written strictly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace generator::prompt {

/// What can be wrong with a model's JSON; the order is that of reports.
enum class Repair : std::uint8_t {
  kTrailingComma,
  kExtraComma,
  kMissingComma,
  kSingleQuotes,
  kSmartQuotes,
  kInnerQuotes,
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

struct LenientValue {
  std::string json;     // strict JSON
  std::size_t end = 0;  // just past it in the text
  Repairs repairs;
};

/// Reads the object or array that opens at `text[at]`, which is `{` or `[`; `text` is valid UTF-8.
/// Nothing where it is no JSON after all; `resume` is then where to look on, past every byte that
/// was read.
std::optional<LenientValue> read_lenient(std::string_view text, std::size_t at,
                                         std::size_t& resume);

}  // namespace generator::prompt
