// What single words say of a thing and of how it is named.
#pragma once

#include <cstdint>
#include <string_view>

#include "tool/entity.h"

namespace generator::tool {

/// "id", "path", "uri" …, in the singular; kNoHandle for others.
std::uint32_t handle_of(std::string_view word);
/// "object", "item", "data": any kind of thing.
bool is_generic(std::string_view noun);
/// No kind of thing is told: there are none, or only such.
bool is_loose(const Words& nouns);
/// "directory", "file": things of which one says the path by their mere name.
bool is_path_like(std::string_view noun);
/// What begins the account of where something lies or what it is for: "within", "to", "(".
bool ends_head(std::string_view word);
bool is_inside(std::string_view word);  // "in", "within", "inside"
/// "query", "content": a text of somebody's own, whatever it is about.
bool is_free_text(std::string_view word);
/// What describes a thing and is none: "current_path", "new_name", "the id".
bool is_qualifier(std::string_view word);
/// Counts, offsets and the like: never a handle, whatever precedes them.
bool is_measure(std::string_view word);

}  // namespace generator::tool
