// The table of commands. Each has a file of its own, which reads like a table of contents.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "cli/options.h"

namespace generator::cli {

class Settings;

/// What a command ends with, as the shell sees it.
enum ExitCode : int {
  kDone = 0,
  kFailed = 1,
  kWrongUseExit = 2,
  kIncomplete = 3,
  kBudgetReached = 4,
  kInterrupted = 130,
};

struct Command {
  std::string_view name;
  std::string_view arguments;  // "INPUT -o FILE"
  std::string_view summary;    // one line
  std::string_view text;       // what it does, what it reads and writes
  std::string_view example;
  std::uint64_t groups;
  int (*run)(const Settings&);  // the exit code; throws Fatal
};

std::span<const Command> commands();
const Command* find_command(std::string_view name);
bool takes(const Command& command, const Option& option);

/// Whole pages, as `--help` prints them.
std::string help();
std::string help(const Command& command);

int run_ingest(const Settings&);
int run_generate(const Settings&);
int run_enrich(const Settings&);
int run_refine(const Settings&);
int run_generate_cot(const Settings&);
int run_enhance_cot(const Settings&);
int run_resume_cot(const Settings&);
int run_fix_cot(const Settings&);
int run_curate(const Settings&);
int run_label(const Settings&);
int run_judge_agreement(const Settings&);
int run_compare(const Settings&);
int run_export(const Settings&);
int run_pipeline(const Settings&);
int run_tool_parse(const Settings&);
int run_tool_deps(const Settings&);
int run_tool_curate(const Settings&);
int run_tool_execute(const Settings&);
int run_tool_generate(const Settings&);
int run_tool_evaluate(const Settings&);
int run_tool_pipeline(const Settings&);
int run_tool_from_topic(const Settings&);
int run_tool_generate_chain(const Settings&);
int run_inspect(const Settings&);
int run_explain(const Settings&);
int run_prompts(const Settings&);
int run_providers(const Settings&);
int run_ledger(const Settings&);
int run_cost(const Settings&);
int run_batch(const Settings&);
int run_completions(const Settings&);

}  // namespace generator::cli
