// The one table of options: it feeds the parser, --help, the shell completions and the man page,
// and says which environment variable and which key of config.yaml mean the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace generator::cli {

/// Which commands take an option; a command names the groups it has.
enum Group : std::uint32_t {
  kEvery = 1u << 0,   // all commands
  kAsking = 1u << 1,  // commands that ask a model
  kChunks = 1u << 2,  // commands that read documents or tables
  kOutput = 1u << 3,  // commands that write a file
  kGenerate = 1u << 4,
  kEnrich = 1u << 5,
  kCurate = 1u << 6,
  kExport = 1u << 7,
  kPassages = 1u << 8,  // commands that look passages up for rows
  kPrompts = 1u << 9,
  kInspect = 1u << 10,
  kRows = 1u << 11,      // commands that read example files
  kSpending = 1u << 12,  // commands that may spend much
  kCost = 1u << 13,
  kBatches = 1u << 14,
  kPreference = 1u << 15,  // commands that write pairs of answers
  kProviders = 1u << 16,
  kPipeline = 1u << 17,
  kSweep = 1u << 18,
  kLabels = 1u << 19,     // commands that read or write a person's labels
  kAgreement = 1u << 20,
  kRefine = 1u << 21,
  kExplain = 1u << 22,
  kCot = 1u << 23,          // commands that write chains of thought
  kGenerateCot = 1u << 24,  // of them, those that begin with chunks
  kCompare = 1u << 25,
  kTools = 1u << 26,        // commands that read descriptions of tools
  kToolParse = 1u << 27,
  kToolDeps = 1u << 28,
  kToolRows = 1u << 29,     // commands that read rows of tool use
  kToolExecute = 1u << 30,
};

struct Option {
  std::string_view name;       // "--threshold"
  std::string_view alias;      // a second long name, or ""
  char letter = 0;             // 'o' for -o
  std::string_view value;      // how the value is called in help; "": a switch
  std::string_view otherwise;  // default as text; "" where there is none
  std::string_view key;        // its place in config.yaml, "" where it has none
  std::uint32_t groups = 0;
  std::string_view help;
  bool repeats = false;
};

std::span<const Option> options();
/// By long name, alias or "-o"; nullptr where there is none.
const Option* find_option(std::string_view name);
/// "--answer-words" -> "GENERATOR_ANSWER_WORDS"
std::string environment_name(const Option& option);

}  // namespace generator::cli
