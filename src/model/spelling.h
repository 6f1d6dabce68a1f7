// How an OpenAI-compatible server wants its requests spelt, as far as it is known. Servers take the
// same questions and differ in the fields for them; what one does not take it names when it
// refuses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace generator {

/// How a reply's JSON Schema is sent, the strictest first.
enum class Structured : std::uint8_t {
  kAuto,        // in this order, until one is taken
  kJsonSchema,  // response_format json_schema
  kJsonObject,  // response_format json_object, with the schema beside it where that is taken
  kTool,        // a function that has to be called with the reply
  kPrompt,      // in words
};

std::string_view to_text(Structured way);  // "json_schema", …
/// kWrongUse for any other word.
Result<Structured> structured_of(std::string_view text);

class Spelling {
 public:
  /// `max_tokens` is the first name to try for the limit: "max_tokens" or "max_completion_tokens".
  Spelling(Structured wanted, std::string_view max_tokens);

  Structured structured() const { return way_; }  // never kAuto
  /// Of kJsonObject: whether the schema goes with it.
  bool has_object_schema() const { return has_object_schema_; }
  std::string_view max_tokens() const { return max_tokens_; }
  /// False for a field that the server does not take: "temperature", "top_p", "seed",
  /// "prompt_cache_key", "prompt_cache_options", "prompt_cache_breakpoint".
  bool takes(std::string_view field) const;

  /// Counts what was learned.
  int version() const { return version_; }
  /// `status`, `param` and `message` refused a request that was spelt as in `version` and had a
  /// schema or none. True where the refusal names a field that can be spelt otherwise: the request
  /// is then to be sent in the present spelling. A spelling that was refused never comes back.
  bool learn(int version, bool has_schema, int status, std::string_view param,
             std::string_view message);

  /// What was learned as JSON, to be remembered; "" where nothing was.
  std::string learned() const;
  /// Takes up what `learned` said earlier; text that it did not write is ignored.
  void recall(std::string_view learned);

 private:
  bool names_way(std::string_view words) const;
  bool next_way(std::string_view words);
  bool change(std::string_view words);

  Structured wanted_;
  Structured way_;
  bool has_object_schema_ = true;
  std::string max_tokens_;
  bool max_tokens_changed_ = false;
  std::vector<std::string> refused_;  // fields
  int version_ = 0;
};

}  // namespace generator
