// Shell completions and the man page, from the tables of commands and options.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/settings.h"

namespace generator::cli {
namespace {

std::string option_words(const Command& command) {
  std::string out;
  for (const Option& option : options())
    if (takes(command, option)) out += fmt::format("{}{}", out.empty() ? "" : " ", option.name);
  return out;
}

std::string command_words() {
  std::string out;
  for (const Command& command : commands())
    out += fmt::format("{}{}", out.empty() ? "" : " ", command.name);
  return out;
}

// One line of help may hold quotes and backticks; single-quoted shell text may not hold a quote.
std::string shell_quoted(std::string_view s) {
  return "'" + text::replace_all(s, "'", "'\\''") + "'";
}

std::string bash() {
  std::string cases;
  for (const Command& command : commands())
    cases +=
        fmt::format("    {}) words={} ;;\n", command.name, shell_quoted(option_words(command)));
  return fmt::format(
      "_generator() {{\n  local current=${{COMP_WORDS[COMP_CWORD]}} words=\n"
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n    words={}\n  else case ${{COMP_WORDS[1]}} in\n{}  "
      "esac; fi\n"
      "  if [[ $current == -* || $COMP_CWORD = 1 ]]; then\n    COMPREPLY=($(compgen -W \"$words\" "
      "-- \"$current\"))\n"
      "  else\n    COMPREPLY=($(compgen -f -- \"$current\"))\n  fi\n}}\ncomplete -o filenames -F "
      "_generator generator\n",
      shell_quoted(command_words()), cases);
}

std::string zsh() {
  std::string names;
  std::string cases;
  for (const Command& command : commands()) {
    names +=
        fmt::format("    {}\n", shell_quoted(fmt::format("{}:{}", command.name, command.summary)));
    cases += fmt::format("    {}) compadd -- {} ;;\n", command.name, option_words(command));
  }
  return fmt::format(
      "#compdef generator\nlocal -a names\nnames=(\n{})\nif (( CURRENT == 2 )); then\n  _describe "
      "command names\n"
      "elif [[ $words[CURRENT] == -* ]]; then\n  case $words[2] in\n{}  esac\nelse\n  _files\nfi\n",
      names, cases);
}

std::string fish() {
  std::string out;
  for (const Command& command : commands()) {
    out += fmt::format("complete -c generator -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       shell_quoted(command.summary));
    for (const Option& option : options())
      if (takes(command, option))
        out +=
            fmt::format("complete -c generator -n '__fish_seen_subcommand_from {}' -l {}{} -d {}\n",
                        command.name, option.name.substr(2), option.value.empty() ? "" : " -r",
                        shell_quoted(option.help));
  }
  return out;
}

// roff reads a leading dot or quote as a request, and a backslash as an escape.
std::string roff(std::string_view s) {
  std::string out = text::replace_all(text::replace_all(s, "\\", "\\e"), "-", "\\-");
  if (!out.empty() && (out[0] == '.' || out[0] == '\'')) out.insert(0, "\\&");
  return text::replace_all(text::replace_all(out, "\n.", "\n\\&."), "\n'", "\n\\&'");
}

std::string man() {
  std::string out = fmt::format(
      ".TH GENERATOR 1 \"\" \"generator {}\"\n.SH NAME\ngenerator \\- training data for language "
      "models from documents\n"
      ".SH SYNOPSIS\n.B generator\nCOMMAND [ARGUMENT...] [OPTION...]\n.SH COMMANDS\n",
      GENERATOR_VERSION);
  for (const Command& command : commands())
    out += fmt::format(".SS generator {} {}\n{}\n.PP\nExample:\n.PP\n.nf\n{}\n.fi\n",
                       roff(command.name), roff(command.arguments), roff(command.text),
                       roff(command.example));
  out += ".SH OPTIONS\n";
  for (const Option& option : options()) {
    out += fmt::format(".TP\n.B {}{} {}\n{}\n",
                       option.letter != 0 ? fmt::format("\\-{}, ", option.letter) : "",
                       roff(option.name), roff(option.value), roff(option.help));
    std::string places = fmt::format("Variable {}", environment_name(option));
    if (!option.key.empty()) places += fmt::format(", config.yaml {}", option.key);
    out += fmt::format("{}.\n", roff(places));
  }
  out +=
      ".SH EXIT STATUS\n0 done, 1 failed, 2 wrong use, 3 incomplete, 4 budget reached, 130 "
      "interrupted.\n";
  return out;
}

}  // namespace

int run_completions(const Settings& settings) {
  const std::string shell = settings.input();
  if (shell == "bash")
    fmt::print("{}", bash());
  else if (shell == "zsh")
    fmt::print("{}", zsh());
  else if (shell == "fish")
    fmt::print("{}", fish());
  else if (shell == "man")
    fmt::print("{}", man());
  else
    throw Fatal(kWrongUseExit,
                fmt::format("no completions for `{}`; there are bash, zsh, fish and man", shell));
  return kDone;
}

}  // namespace generator::cli
