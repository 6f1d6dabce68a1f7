// How the rows should read: `data:` of config.yaml. Asked of the model; what can be checked is
// checked.
#pragma once

#include <cstdint>
#include <string>

namespace generator::qa {

struct Style {
  std::string
      language;  // "" or "source": the passage's own; else its name, as in a prompt: "German"
  std::string audience;         // "developers new to the library"; "": anyone
  std::string domain;           // "scientific data storage"; "": as the passage says
  std::string tone;             // "plain and precise"; "": neutral
  std::int64_t min_words = 30;  // of an answer
  std::int64_t max_words = 250;
  std::int64_t min_turns = 1;  // questions of a row: more than one make a conversation
  std::int64_t max_turns = 1;
  bool has_conversations() const { return max_turns > 1; }
  double min_support = 0.8;      // of a rewritten or written answer, by its source; 0: any
  bool markdown = true;  // lists, emphasis, code marks; false: plain sentences (code blocks stay)
};

}  // namespace generator::qa
