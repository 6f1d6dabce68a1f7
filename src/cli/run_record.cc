// Options are kept as they were found, in flags, variables or config.yaml; of the rest of
// config.yaml only what shapes a request. Where requests went is kept as the model's identity: an
// address may hold a password.
#include "cli/run_record.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/json.h"
#include "cli/models.h"

namespace generator::cli {
namespace {

// How a run goes about it; none of them changes what is asked.
constexpr std::string_view kOfNoEffect[] = {"--concurrency", "--wait",  "--replay", "--keep-going",
                                            "--provider",    "--model", "--json",   "--labels"};
constexpr std::string_view kSamplingKeys[] = {"llm.temperature", "llm.top_p", "llm.max_tokens"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

bool shapes_rows(const Command& command, const Option& option) {
  constexpr std::uint64_t kGroups =
      kAsking | kChunks | kGenerate | kEnrich | kCurate | kExport | kPreference | kPassages |
      kPipeline | kCot;
  return takes(command, option) && (option.groups & kGroups) != 0 &&
         !is_one_of(option.name, kOfNoEffect);
}

bool shapes_requests(std::string_view key) {
  return key.starts_with("data.") || key.starts_with("stages.") || is_one_of(key, kSamplingKeys);
}

void write_named(json::Writer& out, std::string_view name,
                 const std::vector<RunRecord::Named>& all) {
  out.key(name).begin_object();
  for (const auto& [key, values] : all) {
    out.key(key).begin_array();
    for (const std::string& value : values) out.string(value);
    out.end_array();
  }
  out.end_object();
}

std::vector<std::string> texts(std::optional<json::Value> list) {
  std::vector<std::string> out;
  for (std::size_t i = 0; list && i < list->size(); ++i) out.emplace_back(list->at(i).text());
  return out;
}

std::vector<RunRecord::Named> read_named(json::Value row, std::string_view name) {
  std::vector<RunRecord::Named> out;
  const auto all = row.find(name);
  for (std::size_t i = 0; all && i < all->size(); ++i)
    out.emplace_back(all->key(i), texts(all->at(i)));
  return out;
}

}  // namespace

const RunRecord::Stage* RunRecord::stage(std::string_view name) const {
  const auto found = std::ranges::find(stages, name, &Stage::name);
  return found == stages.end() ? nullptr : &*found;
}

RunRecord record_of(const Settings& settings) {
  RunRecord out;
  out.version = GENERATOR_VERSION;
  out.command = settings.command().name;
  out.input = settings.positional();
  for (const Option& option : options()) {
    if (!shapes_rows(settings.command(), option) || !settings.is_set(option.name)) continue;
    if (!option.value.empty())
      out.options.emplace_back(option.name, settings.list(option.name));
    else if (settings.is_on(option.name))
      out.options.emplace_back(option.name, std::vector<std::string>{""});
  }
  out.config = settings.config().path();
  for (const auto& [key, entry] : settings.config().entries())
    if (shapes_requests(key)) out.settings.emplace_back(key, entry.values);
  return out;
}

RunRecord record_of(const Settings& settings, const Session& session,
                    const std::vector<std::string>& stages) {
  RunRecord out = record_of(settings);
  for (const std::string& name : stages) {
    const StageModel& choice = session.choice(name);
    out.stages.push_back({name, choice.provider, choice.model, model_identity(choice, settings)});
  }
  return out;
}

Status write_run_record(const RunRecord& record, const std::string& path) {
  std::string text;
  json::Writer out(text);
  out.begin_object().field("version", record.version).field("command", record.command);
  out.key("input").begin_array();
  for (const std::string& input : record.input) out.string(input);
  out.end_array();
  write_named(out, "options", record.options);
  out.field("config", record.config);
  write_named(out, "settings", record.settings);
  out.key("stages").begin_array();
  for (const RunRecord::Stage& stage : record.stages) {
    out.begin_object().field("name", stage.name).field("provider", stage.provider);
    out.field("model", stage.model).field("identity", stage.identity).end_object();
  }
  out.end_array().end_object();
  return write_file(path, text + "\n");
}

Result<RunRecord> read_run_record(const std::string& path) {
  TRY(const std::string text, read_file(path));
  const auto document = json::Document::parse(text);
  if (!document || !document->root().is_object())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`{}` is no record of a run; remove it, and the run's own command, "
                            "given again, writes it anew and asks nobody",
                            path));
  const json::Value root = document->root();
  RunRecord out;
  out.version = root.text_of("version");
  out.command = root.text_of("command");
  out.input = texts(root.find("input"));
  out.options = read_named(root, "options");
  out.config = root.text_of("config");
  out.settings = read_named(root, "settings");
  const auto stages = root.find("stages");
  for (std::size_t i = 0; stages && i < stages->size(); ++i) {
    const json::Value stage = stages->at(i);
    out.stages.push_back({std::string(stage.text_of("name")),
                          std::string(stage.text_of("provider")),
                          std::string(stage.text_of("model")),
                          std::string(stage.text_of("identity"))});
  }
  return out;
}

Settings settings_of(const RunRecord& record, const Arguments& given) {
  const Command* command = find_command(record.command);
  if (command == nullptr)
    throw Fatal(kFailed, fmt::format("the record of the run names a command `{}`, which there is "
                                     "not",
                                     record.command));
  Arguments arguments;
  arguments.positional = record.input;
  for (const auto& [name, values] : record.options) {
    const Option* option = find_option(name);
    if (option == nullptr || !shapes_rows(*command, *option))
      throw Fatal(kFailed, fmt::format("the record of the run names an option `{}`, which "
                                       "`generator {}` does not have",
                                       name, command->name));
    if (given.has(name)) continue;
    for (const std::string& value : values) arguments.flags.emplace_back(name, value);
  }
  arguments.flags.insert(arguments.flags.end(), given.flags.begin(), given.flags.end());
  std::vector<std::pair<std::string, ConfigEntry>> entries;
  for (const RunRecord::Stage& stage : record.stages) {
    entries.push_back({fmt::format("stages.{}.provider", stage.name), {{stage.provider}, 0}});
    entries.push_back({fmt::format("stages.{}.model", stage.name), {{stage.model}, 0}});
  }
  for (const auto& [key, values] : record.settings)
    if (shapes_requests(key)) entries.push_back({key, {values, 0}});
  return Settings(*command, std::move(arguments), ConfigFile::of(record.config, std::move(entries)),
                  [](const char*) -> const char* { return nullptr; });
}

}  // namespace generator::cli
