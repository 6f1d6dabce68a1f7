// A reply against the JSON Schema that it was asked to follow.
//
// Providers take a schema narrowed to what they know, and some none at all: what they did not
// promise is checked here, the same in every build.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.h"

namespace generator::prompt {

/// One thing that a schema does not allow.
struct SchemaFault {
  std::string pointer;    // JSON Pointer (RFC 6901) of the place: "/pairs/0/units"; "": the whole
  std::string wanted;     // "a list is wanted, not text"
  bool is_bound = false;  // the right kind of value, and too large, too long, too many
};

/// At most `most` faults of `value`, in the order of the schema. Looked at are type, enum, const,
/// properties, required, items, prefixItems, anyOf, oneOf (as anyOf), allOf, $ref within the
/// schema, and as bounds minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf,
/// minLength, maxLength, minItems, maxItems and uniqueItems. Fields that were not asked for do no
/// harm and are passed over; `pattern` and `format` are told to the model and not checked.
std::vector<SchemaFault> schema_faults(json::Value schema, json::Value value, std::size_t most = 3);

/// Checks the replies of a stage; schemas are read once.
class ReplyCheck {
 public:
  /// What is wrong with a reply, in words for the model; "" where nothing is. `bounds_only`: what
  /// no reader of the reply will notice. The reply is repaired first, as its reader will. One
  /// without JSON, or that was cut, has no faults here: its reader says what is wrong.
  std::string operator()(const std::string& schema, std::string_view reply, bool bounds_only);

 private:
  struct Known {
    json::Document document;
    bool has_bounds = false;
  };
  std::unordered_map<std::string, Known> schemas_;
};

}  // namespace generator::prompt
