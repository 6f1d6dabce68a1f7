// All prompts of a run: those compiled in, with a folder's own in their place.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "prompt/template.h"

namespace generator::prompt {

/// kFull: rules, an example, several things a call. kSmall: short, one thing a call, for small
/// models.
enum class Set : std::uint8_t { kFull, kSmall };

std::string_view to_text(Set set);  // "full", "small"

/// "auto", "full" or "small"; auto looks at the size in the model's name (`qwen3:4b`,
/// `Llama-3.2-1B-Instruct`): below 7 billion parameters is small, unknown is full. Errors:
/// kWrongUse.
Result<Set> choose_set(std::string_view setting, std::string_view model);

class Library {
 public:
  /// `folder` "" gives the compiled-in prompts. Otherwise `folder/TASK.yaml` and
  /// `folder/small/TASK.yaml` stand in for the default of that name; a name that no task has, or a
  /// hole that the program does not offer, is an error.
  static Result<Library> load(const std::string& folder);

  struct Entry {
    std::string task;  // "generate"
    Set set;
    const Template* prompt;  // lives in the library
    bool is_default;         // compiled in, not from the folder
  };
  /// By task, full before small.
  std::vector<Entry> list() const;
  /// The full one stands in where a task has no small one. Errors: kNotFound naming the nearest
  /// task.
  Result<const Template*> find(std::string_view task, Set set) const;

 private:
  struct Item {
    Template prompt;
    bool is_default;
  };
  std::map<std::pair<std::string, Set>, Item> items_;  // nodes do not move: pointers stay good
};

/// A prompt file as it was compiled in, for `prompts eject`: name is "generate.yaml" or
/// "small/generate.yaml".
struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};
const std::vector<EmbeddedFile>& embedded_prompts();

}  // namespace generator::prompt
