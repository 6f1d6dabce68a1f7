// Which tables a directory has, and which of them hold chunks.
#include <algorithm>

#include "base/files.h"
#include "store/lance.h"

namespace generator {

bool is_lance_directory(const std::string& path) {
  for (const std::string& name : directory_names(path).value_or(std::vector<std::string>()))
    if (name.ends_with(".lance") && is_directory(path + "/" + name + "/_versions")) return true;
  return false;
}

}  // namespace generator

#ifdef GENERATOR_HAS_BRIDGE

#include "base/json.h"
#include "base/text.h"
#include "store/bridge.h"
#include "store/lance_columns.h"

namespace generator {

Result<std::vector<std::string>> lance_tables(const std::string& directory) {
  bridge::Text names, error;
  if (const gb_status status = gb_lance_tables(bridge::slice(directory), names.out(), error.out());
      status != GB_OK)
    return bridge::failure(status, error);
  TRY(const json::Document document, json::Document::parse(names.view()));
  std::vector<std::string> out;
  for (std::size_t i = 0; i < document.root().size(); ++i)
    out.emplace_back(document.root().at(i).text());
  return out;
}

Result<TableInfo> describe_table(const std::string& directory, const std::string& table) {
  bridge::Text description, error;
  if (const gb_status status = gb_lance_describe(bridge::slice(directory), bridge::slice(table),
                                                 description.out(), error.out());
      status != GB_OK)
    return bridge::failure(status, error);
  TRY(const json::Document document, json::Document::parse(description.view()));
  const json::Value root = document.root();
  const auto number = [&](std::string_view key) {
    const auto field = root.find(key);
    return field ? static_cast<std::uint64_t>(field->integer().value_or(0)) : 0;
  };
  TableInfo info{
      .name = table, .version = number("version"), .rows = number("rows"), .columns = {}};
  if (const auto fields = root.find("fields"))
    for (std::size_t i = 0; i < fields->size(); ++i)
      info.columns.push_back(
          {std::string(fields->at(i).text_of("name")), std::string(fields->at(i).text_of("type"))});
  return info;
}

namespace {

std::string column_names(const TableInfo& info) {
  std::vector<std::string> names;
  for (const auto& column : info.columns) names.push_back(column.name);
  return text::join(names, ", ");
}

}  // namespace

Result<TableChoice> choose_tables(const std::string& directory,
                                  const std::vector<std::string>& wanted) {
  TableChoice choice;
  TRY(const std::vector<std::string> all, lance_tables(directory));
  for (const auto& name : wanted.empty() ? all : wanted) {
    if (wanted.empty() && name.starts_with('_')) {
      choice.left_out.emplace_back(name, "its name begins with _");
      continue;
    }
    TRY(TableInfo info, describe_table(directory, name));
    if (text_column(info)) {
      choice.used.push_back(std::move(info));
      continue;
    }
    const std::string reason = "no text column (it has: " + column_names(info) + ")";
    if (!wanted.empty())
      return fail(ErrorKind::kInvalidInput,
                  "table `" + name + "` in " + directory + " has " + reason);
    choice.left_out.emplace_back(name, reason);
  }
  if (choice.used.empty())
    return fail(
        ErrorKind::kNotFound,
        "no table of chunks in " + directory +
            (all.empty() ? " (it has no tables)" : " (it has: " + text::join(all, ", ") + ")"));
  return choice;
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
