// Narrow interfaces through which rooms use what only the bridge keeps well, without linking it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"

namespace generator {

/// Counts byte-pair tokens. Implementations are immutable and may be used from several threads.
class TokenCounter {
 public:
  virtual ~TokenCounter() = default;
  virtual std::int64_t count(std::string_view text) const = 0;
  /// Bytes of the longest prefix of `text` with at most `tokens` tokens, never cutting a character.
  virtual std::size_t prefix_within(std::string_view text, std::int64_t tokens) const = 0;
  /// "o200k_base", or a name that says that it is an estimate.
  virtual std::string_view name() const = 0;
};

/// One definition in source code.
struct OutlineItem {
  std::string kind;  // "function", "class", "struct", "method", "type", "macro", "module"
  std::string name;
  Span bytes;     // with the comments and attributes right above it
  int depth = 0;  // 0: top level; children follow their parent
};

/// Finds the definitions of a source file.
class SourceOutline {
 public:
  virtual ~SourceOutline() = default;
  /// "c", "cpp", "python", "rust", "go", "java", "javascript", "shell"; others: kNotFound.
  virtual Result<std::vector<OutlineItem>> outline(std::string_view language,
                                                   std::string_view source) const = 0;
};

/// Checks JSON text against one JSON Schema (2020-12).
class SchemaChecker {
 public:
  virtual ~SchemaChecker() = default;
  /// Problems as "pointer: message", empty where the value is valid.
  virtual std::vector<std::string> check(std::string_view json) const = 0;
};

}  // namespace generator
