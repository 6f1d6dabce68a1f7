// A place in a reply that a schema describes, and what stands in it where that is one value.
#pragma once

#include <string>

#include "world/moment.h"

namespace generator::world {

struct Place {
  json::Value schema;
  std::string path;  // as in Plan::kind_at
  std::string name;  // of the field
  const Thing* thing;
  int depth;
  std::string scope;  // what tells seeds of one place from another's
};

/// A call that tells a field is told it back; what it left to a default, too. True: `out` has it.
bool take_argument(const Moment& moment, std::string& out, const Place& place);
/// A field of a thing, a cell, a message, or a seeded value.
void fill_leaf(const Moment& moment, std::string& out, const Place& place);
/// What the call that made the thing could have said of it, and did not.
bool is_unsaid(const Moment& moment, const Place& place, const std::string& name);

}  // namespace generator::world
