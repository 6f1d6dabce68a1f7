// --help, from the tables of commands and options.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"

namespace generator::cli {
namespace {

constexpr std::size_t kWidth = 100;

std::string spelling(const Option& option) {
  std::string out = option.letter != 0 ? fmt::format("-{}, ", option.letter) : "    ";
  out += option.name;
  if (!option.value.empty()) fmt::format_to(std::back_inserter(out), " {}", option.value);
  return out;
}

// Words of `body`, broken at kWidth, every line but the first indented.
std::string wrapped(std::string_view body, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  for (const auto word : text::words(body)) {
    if (column > indent && column + 1 + word.size() > kWidth) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string described(const Option& option) {
  std::string body(option.help);
  if (!option.alias.empty()) body += fmt::format(" (alias {})", option.alias);
  if (!option.otherwise.empty()) body += fmt::format(" (default: {})", option.otherwise);
  return fmt::format("  {:<30}{}\n", spelling(option), wrapped(body, 32));
}

}  // namespace

std::string help() {
  std::string out =
      "generator: training data for language models from documents, with a source for every row\n\n"
      "usage: generator COMMAND [ARGUMENT...] [OPTION...]\n\ncommands:\n";
  for (const Command& command : commands())
    out += fmt::format("  {:<21}{}\n", command.name, command.summary);
  out +=
      "\nFirst try, no key needed:\n  generator pipeline docs/ -o training.jsonl --provider "
      "offline\n\n"
      "Settings come from options, then GENERATOR_* variables, then config.yaml, then defaults.\n"
      "Exit codes: 0 done, 1 failed, 2 wrong use, 3 incomplete, 4 budget reached, 130 "
      "interrupted.\n"
      "`generator COMMAND --help` says everything about a command.\n";
  return out;
}

std::string help(const Command& command) {
  std::string out =
      fmt::format("generator {}: {}\n\nusage: generator {} {} [OPTION...]\n\n{}\n\noptions:\n",
                  command.name, command.summary, command.name, command.arguments, command.text);
  for (const Option& option : options())
    if (takes(command, option)) out += described(option);
  out += fmt::format("\nexample:\n  {}\n", command.example);
  return out;
}

}  // namespace generator::cli
