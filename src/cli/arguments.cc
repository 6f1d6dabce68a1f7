#include "cli/arguments.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/options.h"

namespace generator::cli {
namespace {

tl::unexpected<Error> unknown_flag(const Command& command, std::string_view word) {
  std::vector<std::string> known;
  for (const Option& option : options())
    if (takes(command, option)) known.emplace_back(option.name);
  const std::string near = text::nearest(word, known);
  return fail(
      ErrorKind::kWrongUse,
      fmt::format("`generator {}` has no option `{}`{}; see `generator {} --help`", command.name,
                  word, near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near),
                  command.name));
}

}  // namespace

bool Arguments::has(std::string_view name) const {
  for (const auto& [flag, value] : flags)
    if (flag == name) return true;
  return false;
}

Result<Arguments> parse_arguments(const Command& command, std::span<char* const> words) {
  Arguments out;
  bool only_positional = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (only_positional || word == "-" || word.empty() || word[0] != '-') {
      out.positional.emplace_back(word);
      continue;
    }
    if (word == "--") {
      only_positional = true;
      continue;
    }
    const std::size_t equals = word.rfind("--", 0) == 0 ? word.find('=') : std::string_view::npos;
    const std::string_view name = word.substr(0, equals);
    const Option* option = find_option(name);
    if (option == nullptr || !takes(command, *option)) return unknown_flag(command, name);
    std::string value;
    if (option->value.empty()) {
      if (equals != std::string_view::npos)
        return fail(ErrorKind::kWrongUse, fmt::format("`{}` takes no value", option->name));
    } else if (equals != std::string_view::npos) {
      value = word.substr(equals + 1);
    } else if (i + 1 < words.size()) {
      value = words[++i];
    } else {
      return fail(ErrorKind::kWrongUse, fmt::format("`{}` needs a value: {} {}", option->name,
                                                    option->name, option->value));
    }
    if (!option->repeats && out.has(option->name))
      return fail(ErrorKind::kWrongUse, fmt::format("`{}` is given twice", option->name));
    out.flags.emplace_back(option->name, std::move(value));
  }
  return out;
}

}  // namespace generator::cli
