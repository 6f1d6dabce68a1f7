#include "cli/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "cli/options.h"

namespace generator::cli {

std::optional<std::int64_t> to_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> to_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Settings::Settings(const Command& command, Arguments arguments, ConfigFile config,
                   Environment look_up)
    : command_(command),
      arguments_(std::move(arguments)),
      config_(std::move(config)),
      environment_(look_up) {}

std::optional<Settings::Found> Settings::find(std::string_view name) const {
  Found found;
  for (const auto& [flag, value] : arguments_.flags)
    if (flag == name) found.values.push_back(value);
  if (!found.values.empty()) {
    found.place = name;
    return found;
  }
  const Option* option = find_option(name);
  if (option == nullptr)
    throw Fatal(kFailed, fmt::format("no option `{}` in the table of options", name));
  const std::string variable = environment_name(*option);
  if (const char* value = environment_(variable.c_str()); value != nullptr && *value != '\0')
    return Found{{value}, variable};
  if (!option->key.empty())
    if (const ConfigEntry* entry = config_.find(option->key))
      return Found{entry->values, fmt::format("{}:{}", config_.path(), entry->line)};
  return std::nullopt;
}

std::string Settings::place(std::string_view name) const {
  const auto found = find(name);
  return found ? found->place : std::string(name);
}

std::optional<std::string> Settings::maybe(std::string_view name) const {
  if (const auto found = find(name)) return found->values.empty() ? "" : found->values.back();
  const Option* option = find_option(name);
  if (option->otherwise.empty()) return std::nullopt;
  return std::string(option->otherwise);
}

std::vector<std::string> Settings::list(std::string_view name) const {
  const auto found = find(name);
  return found ? found->values : std::vector<std::string>{};
}

bool Settings::is_set(std::string_view name) const { return find(name).has_value(); }

bool Settings::is_on(std::string_view name) const {
  const auto found = find(name);
  if (!found) return false;
  const std::string& value = found->values.empty() ? "" : found->values.back();
  if (found->place == name || value == "1" || value == "true") return true;
  if (value == "0" || value == "false") return false;
  throw Fatal(kWrongUseExit,
              fmt::format("{}: `{}` is neither true nor false", found->place, value));
}

std::optional<std::int64_t> Settings::maybe_integer(std::string_view name, std::int64_t least,
                                                    std::int64_t most) const {
  const auto value = maybe(name);
  if (!value) return std::nullopt;
  const auto number = to_integer(*value);
  if (!number || *number < least || *number > most)
    throw Fatal(kWrongUseExit, fmt::format("{}: `{}` is not a whole number from {} to {}",
                                           place(name), *value, least, most));
  return number;
}

std::int64_t Settings::integer(std::string_view name, std::int64_t least, std::int64_t most) const {
  return maybe_integer(name, least, most).value();
}

std::optional<double> Settings::maybe_number(std::string_view name, double least,
                                             double most) const {
  const auto value = maybe(name);
  if (!value) return std::nullopt;
  const auto number = to_number(*value);
  if (!number || !(*number >= least && *number <= most))
    throw Fatal(kWrongUseExit, fmt::format("{}: `{}` is not a number from {} to {}", place(name),
                                           *value, least, most));
  return number;
}

double Settings::number(std::string_view name, double least, double most) const {
  return maybe_number(name, least, most).value();
}

std::pair<std::int64_t, std::int64_t> Settings::range(std::string_view name,
                                                      std::int64_t least) const {
  const std::string value = text(name);
  const std::size_t colon = value.find(':');
  const auto low = to_integer(std::string_view(value).substr(0, colon));
  const auto high = colon == std::string::npos
                        ? std::nullopt
                        : to_integer(std::string_view(value).substr(colon + 1));
  if (!low || !high || *low < least || *high < *low)
    throw Fatal(kWrongUseExit,
                fmt::format("{}: `{}` is not MIN:MAX with {} <= MIN <= MAX, as in {}",
                            place(name), value, least, least < 2 ? "30:250" : "2:5"));
  return {*low, *high};
}

std::string Settings::one_of(std::string_view name, const std::vector<std::string>& choices) const {
  const std::string value = text(name);
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return value;
  const std::string near = text::nearest(value, choices);
  throw Fatal(
      kWrongUseExit,
      fmt::format("{}: `{}` is not one of {}{}", place(name), value, text::join(choices, ", "),
                  near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
}

std::string Settings::output() const {
  const std::string path = text("--output");
  if (path.empty())
    throw Fatal(
        kWrongUseExit,
        fmt::format("`generator {}` needs an output: -o PATH\nusage: generator {} {}\nexample: {}",
                    command_.name, command_.name, command_.arguments, command_.example));
  return path;
}

std::string Settings::input() const {
  if (positional().size() == 1) return positional()[0];
  throw Fatal(
      kWrongUseExit,
      fmt::format("`generator {}` takes one input, not {}\nusage: generator {} {}\nexample: {}",
                  command_.name, positional().size(), command_.name, command_.arguments,
                  command_.example));
}

}  // namespace generator::cli
