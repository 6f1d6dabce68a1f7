// Finds the JSON in what a model wrote, and repairs what models break.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace generator::prompt {

struct Reply {
  json::Document json;
  /// What had to be repaired, each once, in a fixed order: "trailing comma", "single quotes", …;
  /// empty: nothing.
  std::vector<std::string> repairs;
  /// The reply ended inside a value; only what was complete is here.
  bool cut = false;
};

/// The text without what a reasoning model thought before it: `<think>…</think>`, `<thinking>`, or
/// the channels of gpt-oss. "" where the reply ends inside its thinking.
std::string_view without_thinking(std::string_view text);

/// The JSON of a reply: the whole text, or in ``` fences, after thinking, with prose around it. Of
/// several values apart the largest is taken (of equal ones the last); values right after each
/// other (`{…}{…}`, one a line) come as an array.
///
/// Strict first. Repairs move delimiters only and keep the inside of a string as it is: trailing
/// and doubled commas, missing commas between lines, single, smart and unescaped inner quotes,
/// unquoted keys and words, True/False/None, comments, `...`, raw control characters and unknown
/// escapes inside strings, mismatched and missing brackets. Of a reply that was cut only complete
/// elements are kept: an object or list that was begun as an element of a list is dropped, so that
/// a half question never passes for a whole one.
///
/// Errors: kInvalidInput: there is no JSON in it. Time and space linear in the text.
Result<Reply> read_reply(std::string_view text);

}  // namespace generator::prompt
