#include "store/lance_columns.h"

#include <algorithm>
#include <initializer_list>

namespace generator {
namespace {

bool holds_text(const TableColumn& column) {
  return column.type == "Utf8" || column.type == "LargeUtf8" || column.type == "Utf8View" ||
         column.type.starts_with("Dictionary(");
}

}  // namespace

std::optional<std::string> text_column(const TableInfo& info) {
  for (const std::string_view name :
       {"content", "text", "chunk", "passage", "page_content", "body"}) {
    const auto column = std::find_if(info.columns.begin(), info.columns.end(),
                                     [&](const auto& c) { return c.name == name; });
    if (column != info.columns.end() && holds_text(*column)) return column->name;
  }
  return std::nullopt;
}

std::optional<std::string> first_column(const TableInfo& info,
                                        std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    for (const auto& column : info.columns)
      if (column.name == name) return column.name;
  return std::nullopt;
}

}  // namespace generator
