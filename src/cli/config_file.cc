#include "cli/config_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/yaml.h"
#include "cli/limits.h"
#include "cli/network.h"
#include "cli/options.h"
#include "cli/providers.h"

namespace generator::cli {
namespace {

constexpr std::string_view kStages[] = {"generate", "enrich", "refine", "judge", "cot", "embed", "tool_generate"};
constexpr std::string_view kStageFields[] = {"provider", "model",      "temperature",
                                             "top_p",    "max_tokens", "seed"};
constexpr std::string_view kStyleFields[] = {"language", "audience", "domain", "tone",
                                             "markdown", "personas", "seeds",
                                             "refusals"};

bool ends_with(std::string_view s, std::string_view end) {
  return s.size() >= end.size() && s.substr(s.size() - end.size()) == end;
}

Status flatten(const yaml::Node& node, std::vector<std::pair<std::string, ConfigEntry>>& out) {
  if (node.is_mapping()) {
    for (const yaml::Node child : node) CHECK_OK(flatten(child, out));
    return {};
  }
  ConfigEntry entry;
  entry.line = node.line();
  if (node.is_sequence()) {
    for (const yaml::Node item : node) {
      if (!item.is_scalar()) return item.error("is not a plain value");
      entry.values.emplace_back(item.text());
    }
  } else if (!node.is_null()) {
    entry.values.emplace_back(node.text());
  } else {
    return {};  // `key:` with nothing behind it sets nothing
  }
  out.emplace_back(node.path(), std::move(entry));
  return {};
}

Status check_entry(const std::string& path, const std::string& key, const ConfigEntry& entry,
                   bool trusted) {
  const auto error = [&](std::string message) {
    return fail(ErrorKind::kWrongUse, fmt::format("{}:{}: {}", path, entry.line, message));
  };
  const auto& known = config_keys();
  if (std::find(known.begin(), known.end(), key) == known.end()) {
    const std::string near = text::nearest(key, known);
    return error(fmt::format("unknown setting `{}`{}", key,
                             near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
  }
  const bool has_variable = std::any_of(entry.values.begin(), entry.values.end(),
                                        [](const auto& v) { return text::contains(v, "${"); });
  const bool is_key = ends_with(key, ".api_key");
  if (has_variable && !is_key)
    return error(
        fmt::format("`{}` holds a ${{VARIABLE}}; they are allowed in `api_key` only", key));
  const bool is_address = ends_with(key, ".base_url") || ends_with(key, ".command");
  if (!trusted && (is_address || has_variable))
    return error(
        fmt::format("`{}` was found in the current folder and may not set `{}`; name the file with "
                    "--config {}, "
                    "or say --trust-config",
                    path, key, path));
  return {};
}

}  // namespace

const std::vector<std::string>& config_keys() {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> out;
    for (const Option& option : options())
      if (!option.key.empty()) out.emplace_back(option.key);
    for (const auto& provider : providers())
      for (const auto field : provider_fields())
        out.push_back(fmt::format("llm.{}.{}", provider.name, field));
    for (const auto& provider : providers())
      for (const auto field : limit_fields())
        if (provider.name != "offline" && provider.name != "claude")
          out.push_back(fmt::format("llm.{}.{}", provider.name, field));
    for (const auto field : {"temperature", "top_p", "max_tokens"})
      out.push_back(fmt::format("llm.{}", field));
    for (const auto field : kNetworkFields) out.push_back(fmt::format("llm.{}", field));
    for (const auto stage : kStages)
      for (const auto field : kStageFields)
        out.push_back(fmt::format("stages.{}.{}", stage, field));
    for (const auto field : kStyleFields) out.push_back(fmt::format("data.{}", field));
    return out;
  }();
  return keys;
}

Result<ConfigFile> ConfigFile::read(const std::string& path, bool trusted) {
  TRY(const yaml::Document document, yaml::Document::load(path));
  ConfigFile out;
  out.path_ = path;
  if (!document.root().is_mapping() && !document.root().is_null())
    return fail(ErrorKind::kWrongUse,
                fmt::format("{}: settings are `key: value` lines, see configs/config.yaml", path));
  CHECK_OK(flatten(document.root(), out.entries_));
  for (const auto& [key, entry] : out.entries_) CHECK_OK(check_entry(path, key, entry, trusted));
  return out;
}

ConfigFile ConfigFile::of(std::string path,
                          std::vector<std::pair<std::string, ConfigEntry>> entries) {
  ConfigFile out;
  out.path_ = std::move(path);
  out.entries_ = std::move(entries);
  return out;
}

const ConfigEntry* ConfigFile::find(std::string_view key) const {
  for (const auto& [name, entry] : entries_)
    if (name == key) return &entry;
  return nullptr;
}

std::string ConfigFile::text(std::string_view key) const {
  const ConfigEntry* entry = find(key);
  return entry == nullptr || entry->values.empty() ? "" : entry->values.back();
}

}  // namespace generator::cli
