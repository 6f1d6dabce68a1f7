// Queries for the value of one field, as Lucene writes them: "status:pending".
#pragma once

#include <optional>
#include <string_view>

namespace generator::tool {

struct FieldQuery {
  std::string_view field, value;
};
/// Whether an argument of that description takes one: "in the format of propertyName:value".
bool takes_field_query(std::string_view description);
/// Of "status:pending"; nothing of what is no plain one.
std::optional<FieldQuery> split_field_query(std::string_view query);

}  // namespace generator::tool
