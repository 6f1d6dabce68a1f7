// How a thing is called that a call makes.
#pragma once

#include <string>

#include "world/moment.h"

namespace generator::world {

/// JSON of the key that an argument gives; "" where none does.
std::string given_key(const Moment& moment, const std::string& key_name);
/// JSON of a key that nothing else in the same place has, in the manner of its kind: the next
/// number, a UUID, a name after the arguments. `kind` may be nullptr.
std::string new_key(const Moment& moment, const Kind* kind, const Thing& thing);
/// Whether both lie in the same things.
bool same_place(const Thing& a, const Thing& b);

}  // namespace generator::world
