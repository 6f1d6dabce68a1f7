#include "prompt/library.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/files.h"
#include "base/text.h"

namespace generator::prompt {
namespace {

constexpr std::string_view kSmallFolder = "small/";
constexpr double kSmallBelow = 7e9;

// "small/generate.yaml" → ("generate", small)
std::pair<std::string, Set> key_of(std::string_view name) {
  const bool small = name.starts_with(kSmallFolder);
  if (small) name.remove_prefix(kSmallFolder.size());
  if (name.ends_with(".yaml")) name.remove_suffix(5);
  return {std::string(name), small ? Set::kSmall : Set::kFull};
}

// The largest "7b", "0.5B" or "270m" in a model's name (a mixture of experts counts whole); 0 where
// there is none.
double parameters_of(std::string_view model) {
  const std::string name = text::to_lower(model);
  double most = 0;
  for (std::size_t at = 0; at < name.size();) {
    const bool begins = text::is_digit(name[at]) &&
                        (at == 0 || !(text::is_word(name[at - 1]) || name[at - 1] == '.'));
    if (!begins) {
      ++at;
      continue;
    }
    double number = 0;
    const auto [end, error] = std::from_chars(name.data() + at, name.data() + name.size(), number);
    const auto next = static_cast<std::size_t>(end - name.data());
    const bool ends = next + 1 >= name.size() || !text::is_word(name[next + 1]);
    if (error == std::errc() && next < name.size() && ends) {
      if (name[next] == 'b') most = std::max(most, number * 1e9);
      if (name[next] == 'm') most = std::max(most, number * 1e6);
    }
    at = std::max(next, at + 1);
  }
  return most;
}

std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> names;
  for (std::string& name : directory_names(folder).value_or(std::vector<std::string>()))
    if (name.ends_with(".yaml")) names.push_back(std::move(name));
  return names;
}

}  // namespace

std::string_view to_text(Set set) { return set == Set::kFull ? "full" : "small"; }

Result<Set> choose_set(std::string_view setting, std::string_view model) {
  if (setting == "full") return Set::kFull;
  if (setting == "small") return Set::kSmall;
  if (setting != "auto" && !setting.empty())
    return fail(ErrorKind::kWrongUse,
                fmt::format("--prompt-set {}: it is auto, full or small", setting));
  const double parameters = parameters_of(model);
  return parameters > 0 && parameters < kSmallBelow ? Set::kSmall : Set::kFull;
}

Result<Library> Library::load(const std::string& folder) {
  Library out;
  for (const auto& file : embedded_prompts()) {
    TRY(Template prompt, Template::parse(file.text, "prompts/" + std::string(file.name)));
    out.items_.insert_or_assign(key_of(file.name), Item{std::move(prompt), true});
  }
  if (folder.empty()) return out;
  if (!is_directory(folder))
    return fail(ErrorKind::kNotFound,
                fmt::format("no folder of prompts at {}; `prompts eject` writes one", folder));
  for (const std::string below : {"small/", ""}) {
    for (const auto& name : yaml_files(folder + "/" + below)) {
      const std::string path = folder + "/" + below + name;
      const auto key = key_of(below + name);
      const auto standard = out.find(key.first, key.second);
      if (!standard)
        return fail(ErrorKind::kInvalidInput,
                    fmt::format("{}: {}", path, standard.error().message));
      TRY(const std::string text, read_file(path));
      TRY(Template prompt, Template::parse(text, path));
      CHECK_OK(prompt.check_holes((*standard)->holes()));
      out.items_.insert_or_assign(key, Item{std::move(prompt), false});
    }
  }
  return out;
}

std::vector<Library::Entry> Library::list() const {
  std::vector<Entry> out;
  for (const auto& [key, item] : items_)
    out.push_back({key.first, key.second, &item.prompt, item.is_default});
  return out;
}

Result<const Template*> Library::find(std::string_view task, Set set) const {
  const std::string name(task);
  if (const auto hit = items_.find({name, set}); hit != items_.end()) return &hit->second.prompt;
  if (const auto hit = items_.find({name, Set::kFull}); hit != items_.end())
    return &hit->second.prompt;
  std::vector<std::string> names;
  for (const auto& [key, item] : items_)
    if (names.empty() || names.back() != key.first) names.push_back(key.first);
  const std::string near = text::nearest(name, names);
  return fail(
      ErrorKind::kNotFound,
      fmt::format("no prompt for a task `{}`{} (tasks: {})", text::for_terminal(name),
                  near.empty() ? "" : "; is `" + near + "` meant?", text::join(names, ", ")));
}

}  // namespace generator::prompt
