#include "export/format.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "export/preference.h"

namespace generator {
namespace {

struct Entry {
  FormatName name;
  const ExportFormat* format;
  bool wants_parquet;
  std::vector<std::string> usual_columns;
};

// A new format is one row here and one file beside this one.
const std::vector<Entry>& entries() {
  static const std::vector<std::string> kTrace = {"id", "chunk_id", "source_file", "model", "kind"};
  static const std::vector<Entry> all = {
      {{"chatml", {"openai", "trl", "messages"}, kMessagesFormat.summary},
       &kMessagesFormat,
       false,
       {}},
      {{"alpaca", {}, kAlpacaFormat.summary}, &kAlpacaFormat, false, {}},
      {{"sharegpt", {"llama-factory"}, kShareGptFormat.summary}, &kShareGptFormat, false, {}},
      {{"jsonl", {"json", "flat", "qa"}, kFlatFormat.summary}, &kFlatFormat, false, kTrace},
      {{"parquet", {}, "the rows of chatml in a Parquet file"}, &kMessagesFormat, true, {}},
      {{"preference", {}, "a better and a worse answer to each question, in the form of --shape"},
       &kDpoShape,
       false,
       {}},
  };
  return all;
}

tl::unexpected<Error> takes_lines_only(const FormatChoice& choice, const std::string& path) {
  return fail(ErrorKind::kWrongUse,
              fmt::format("who reads the shape {} takes a row a line; end the name of `{}` with "
                          ".jsonl",
                          choice.format->name, path));
}

}  // namespace

const std::vector<FormatName>& export_format_names() {
  static const std::vector<FormatName> names = [] {
    std::vector<FormatName> all;
    for (const auto& entry : entries()) all.push_back(entry.name);
    return all;
  }();
  return names;
}

Result<FormatChoice> find_export_format(std::string_view name) {
  const std::string wanted = text::to_lower(name);
  std::vector<std::string> names, with_aliases;
  for (const auto& entry : entries()) {
    const auto& aliases = entry.name.aliases;
    if (entry.name.name == wanted ||
        std::find(aliases.begin(), aliases.end(), wanted) != aliases.end())
      return FormatChoice{entry.format, entry.wants_parquet, entry.usual_columns};
    names.emplace_back(entry.name.name);
    with_aliases.emplace_back(entry.name.name);
    with_aliases.insert(with_aliases.end(), aliases.begin(), aliases.end());
  }
  const std::string near = text::nearest(wanted, with_aliases);
  return fail(ErrorKind::kWrongUse,
              fmt::format("no export format `{}`{} (there are: {})", name,
                          near.empty() ? "" : fmt::format("; did you mean `{}`?", near),
                          text::join(names, ", ")));
}

Result<ContainerKind> container_kind(const FormatChoice& choice, const std::string& path) {
  const std::string ending = file_extension(path);
  const bool named_parquet = ending == ".parquet";
  if (choice.wants_parquet && path == "-")
    return fail(ErrorKind::kWrongUse, "Parquet cannot go to standard output; name a file with -o");
  if (choice.wants_parquet && !named_parquet && !ending.empty())
    return fail(
        ErrorKind::kWrongUse,
        fmt::format("`-f parquet` and the ending `{}` of `{}` contradict each other; end the "
                    "name with .parquet or choose another format",
                    ending, path));
  if (named_parquet && choice.format->lines_only) return takes_lines_only(choice, path);
  if (choice.wants_parquet || named_parquet) return ContainerKind::kParquet;
  if (choice.format->lines_only && ending == ".json") return takes_lines_only(choice, path);
  return ending == ".json" ? ContainerKind::kJsonArray : ContainerKind::kJsonLines;
}

Status check_alternation(const Transcript& transcript) {
  const auto& turns = transcript.turns;
  if (turns.empty() || turns.size() % 2 != 0)
    return fail(
        ErrorKind::kInvalidInput,
        fmt::format("{}; an even number is needed, the last by the assistant",
                    text::counted(static_cast<std::int64_t>(turns.size()), "turn")));
  for (std::size_t i = 0; i < turns.size(); ++i)
    if (turns[i].role != (i % 2 == 0 ? Role::kUser : Role::kAssistant))
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("turn {} is by `{}`; user and assistant must alternate, user first",
                              i + 1, to_text(turns[i].role)));
  return {};
}

}  // namespace generator
