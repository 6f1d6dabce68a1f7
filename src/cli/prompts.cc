// The prompts: list, show, copy out, try.
#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/try_prompt.h"
#include "prompt/library.h"

namespace generator::cli {
namespace {

int list(const prompt::Library& library) {
  for (const auto& entry : library.list())
    fmt::print("{:<16} {:<6} {:<12} {}{}\n", entry.task, to_text(entry.set),
               entry.prompt->version(), text::for_terminal(text::trim(entry.prompt->description())),
               entry.is_default ? "" : "  (yours)");
  return kDone;
}

int show(const prompt::Library& library, const Settings& settings, const std::string& task) {
  const auto set =
      must(prompt::choose_set(settings.text("--prompt-set"), settings.text("--model")));
  const prompt::Template* prompt = must(library.find(task, set));
  fmt::print("# {}\n{}", text::for_terminal(prompt->file()), text::for_terminal(prompt->source()));
  return kDone;
}

int eject(const std::string& folder) {
  for (const auto& file : prompt::embedded_prompts()) {
    const std::string path = fmt::format("{}/{}", folder, file.name);
    if (path_exists(path))
      throw Fatal(kFailed, fmt::format("`{}` is there already; nothing is overwritten", path));
  }
  for (const auto& file : prompt::embedded_prompts())
    must(write_file(fmt::format("{}/{}", folder, file.name), file.text));
  fmt::print("{} prompts are in {}; edit them and use them with --prompts {}\n",
             prompt::embedded_prompts().size(), text::for_terminal(folder),
             text::for_terminal(folder));
  return kDone;
}

}  // namespace

int run_prompts(const Settings& settings) {
  const auto& words = settings.positional();
  const std::string what = words.empty() ? "" : words[0];
  if (what == "eject" && words.size() == 2) return eject(words[1]);
  if (what == "try" && words.size() == 3) return try_prompt(settings, words[1], words[2]);
  const prompt::Library library = must(prompt::Library::load(settings.text("--prompts")));
  if (what == "list" && words.size() == 1) return list(library);
  if (what == "show" && words.size() == 2) return show(library, settings, words[1]);
  throw Fatal(kWrongUseExit,
              fmt::format("usage: generator prompts {}", settings.command().arguments));
}

}  // namespace generator::cli
