#include "tool/field_query.h"

#include <algorithm>

#include "base/text.h"

namespace generator::tool {

bool takes_field_query(std::string_view description) {
  for (const std::string_view sign : {"propertyName:value", "field:value", "fieldName:value"})
    if (description.find(sign) != std::string_view::npos) return true;
  return false;
}

std::optional<FieldQuery> split_field_query(std::string_view query) {
  const std::size_t colon = query.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon + 1 == query.size())
    return std::nullopt;
  const bool is_plain = std::ranges::all_of(query, [](char c) { return c == ':' || text::is_word(c); });
  if (!is_plain) return std::nullopt;
  return FieldQuery{query.substr(0, colon), query.substr(colon + 1)};
}

}  // namespace generator::tool
