// The columns of a table of chunks, by the names that are met.
#pragma once

#include <optional>
#include <string>

#include "store/lance.h"

namespace generator {

/// The column that holds the passages; nothing where the table is none of chunks.
std::optional<std::string> text_column(const TableInfo& info);

/// The first of `names` that the table has.
std::optional<std::string> first_column(const TableInfo& info,
                                        std::initializer_list<std::string_view> names);

}  // namespace generator
