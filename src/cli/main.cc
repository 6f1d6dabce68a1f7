// The one place where the program starts, fails and ends.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <span>

#include "base/files.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/interruption.h"
#include "cli/settings.h"

namespace generator::cli {
namespace {

constexpr const char* kFoundConfig = "config.yaml";

ConfigFile read_config(const Arguments& arguments) {
  std::string path;
  for (const auto& [flag, value] : arguments.flags)
    if (flag == "--config") path = value;
  const char* variable = std::getenv("GENERATOR_CONFIG");
  if (path.empty() && variable != nullptr) path = variable;
  const bool named = !path.empty();
  if (!named && path_exists(kFoundConfig)) path = kFoundConfig;
  if (path.empty()) return {};
  auto config = ConfigFile::read(path, named || arguments.has("--trust-config"));
  if (!config) throw Fatal(kWrongUseExit, config.error().message);
  return std::move(*config);
}

int run(std::span<char* const> words) {
  const std::string_view name = words.empty() ? "--help" : words[0];
  if (name == "--help" || name == "-h" || name == "help") {
    fmt::print("{}", help());
    return kDone;
  }
  if (name == "--version" || name == "version") {
    fmt::print("generator {}\n", GENERATOR_VERSION);
    return kDone;
  }
  const Command* command = find_command(name);
  if (command == nullptr) {
    std::vector<std::string> names;
    for (const Command& known : commands()) names.emplace_back(known.name);
    const std::string near = text::nearest(name, names);
    throw Fatal(kWrongUseExit,
                fmt::format("no command `{}`{}; see `generator --help`", name,
                            near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near)));
  }
  auto arguments = parse_arguments(*command, words.subspan(1));
  if (!arguments) throw Fatal(kWrongUseExit, arguments.error().message);
  if (arguments->has("--help")) {
    fmt::print("{}", help(*command));
    return kDone;
  }
  ConfigFile config = read_config(*arguments);
  end_when_interrupted();
  return command->run(
      Settings(*command, std::move(*arguments), std::move(config),
               [](const char* variable) -> const char* { return std::getenv(variable); }));
}

// Says what ended the command; without memory even that may throw.
int told_exit_code(int argc, char** argv) {
  try {
    return run(std::span<char* const>(argv + 1, static_cast<std::size_t>(argc - 1)));
  } catch (const Fatal& fatal) {
    print_error(fmt::format("generator: {}\n", text::for_terminal(fatal.what())));
    return fatal.exit_code();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& unforeseen) {
    print_error(fmt::format("generator: internal error: {}\n", text::for_terminal(unforeseen.what())));
    return kFailed;
  }
}

int exit_code(int argc, char** argv) {
  try {
    return told_exit_code(argc, argv);
  } catch (const std::bad_alloc&) {
    print_error("generator: out of memory; what was done so far is kept, the same command goes on\n");
    return kFailed;
  }
}

}  // namespace
}  // namespace generator::cli

int main(int argc, char** argv) {
  generator::open_standard_streams();
  const int code = generator::cli::exit_code(argc, argv);
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    generator::print_error("generator: cannot write standard output\n");
    return code == 0 ? generator::cli::kFailed : code;
  }
  return code;
}
