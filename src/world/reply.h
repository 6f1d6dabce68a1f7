// What a tool replies to a call that succeeded.
#pragma once

#include <string>
#include <string_view>

#include "world/moment.h"

namespace generator::world {

/// JSON, formed as the tool's output schema says; where it has none, as the output of an example;
/// else as the prose of its description.
std::string reply(const Moment& moment);

// The three of them, for reply.cc.
std::string reply_by_schema(const Moment& moment);
std::string reply_by_sample(const Moment& moment);
std::string reply_by_prose(const Moment& moment);

/// The fields of a thing that are for others to see, as a JSON object.
std::string shown_thing(const Thing& thing);

/// "Opened", "Closed" of "open", "close".
std::string past_of(std::string_view verb);
/// "Opened '/data/a.h5' (mode: r)": what was done to what.
std::string deed_message(const Moment& moment);

}  // namespace generator::world
