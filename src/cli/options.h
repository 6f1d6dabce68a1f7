// The one table of options: it feeds the parser, --help, the shell completions and the man page,
// and says which environment variable and which key of config.yaml mean the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace generator::cli {

/// Which commands take an option; a command names the groups it has.
enum Group : std::uint64_t {
  kEvery = 1ull << 0,   // all commands
  kAsking = 1ull << 1,  // commands that ask a model
  kChunks = 1ull << 2,  // commands that read documents or tables
  kOutput = 1ull << 3,  // commands that write a file
  kGenerate = 1ull << 4,
  kEnrich = 1ull << 5,
  kCurate = 1ull << 6,
  kExport = 1ull << 7,
  kPassages = 1ull << 8,  // commands that look passages up for rows
  kPrompts = 1ull << 9,
  kInspect = 1ull << 10,
  kRows = 1ull << 11,      // commands that read example files
  kSpending = 1ull << 12,  // commands that may spend much
  kCost = 1ull << 13,
  kBatches = 1ull << 14,
  kPreference = 1ull << 15,  // commands that write pairs of answers
  kProviders = 1ull << 16,
  kPipeline = 1ull << 17,
  kSweep = 1ull << 18,
  kLabels = 1ull << 19,     // commands that read or write a person's labels
  kAgreement = 1ull << 20,
  kRefine = 1ull << 21,
  kExplain = 1ull << 22,
  kCot = 1ull << 23,          // commands that write chains of thought
  kGenerateCot = 1ull << 24,  // of them, those that begin with chunks
  kCompare = 1ull << 25,
  kTools = 1ull << 26,        // commands that read descriptions of tools
  kToolParse = 1ull << 27,
  kToolDeps = 1ull << 28,
  kToolRows = 1ull << 29,     // commands that read rows of tool use
  kToolExecute = 1ull << 30,
  kToolGenerate = 1ull << 31,  // commands that make rows of tool use
  kToolSpending = 1ull << 32,  // of the tool commands, those that may spend much
  kToolJudge = 1ull << 33,     // commands that have rows of tool use judged
  kToolEvaluate = 1ull << 34,
  kToolCurate = 1ull << 35,
  kLiveTools = 1ull << 36,     // commands that take a server for a description of tools
};

struct Option {
  std::string_view name;       // "--threshold"
  std::string_view alias;      // a second long name, or ""
  char letter = 0;             // 'o' for -o
  std::string_view value;      // how the value is called in help; "": a switch
  std::string_view otherwise;  // default as text; "" where there is none
  std::string_view key;        // its place in config.yaml, "" where it has none
  std::uint64_t groups = 0;
  std::string_view help;
  bool repeats = false;
};

std::span<const Option> options();
/// By long name, alias or "-o"; nullptr where there is none.
const Option* find_option(std::string_view name);
/// "--answer-words" -> "GENERATOR_ANSWER_WORDS"
std::string environment_name(const Option& option);

}  // namespace generator::cli
