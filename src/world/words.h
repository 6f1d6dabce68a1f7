// Names and words to make worlds of.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace generator::world {

using Pool = std::span<const std::string_view>;

Pool first_names();
Pool last_names();
Pool cities();
Pool adjectives();
Pool products_said();  // what is said of a product
/// What a thing of that kind may be called: pets, products, pipelines; empty: no pool of its own.
Pool names_for(std::string_view kind);
/// What a field may hold: "tag", "status", "color", "currency code"; empty where none is known.
Pool words_for(std::string_view plain_name);

std::string_view pick(Pool pool, std::uint64_t seed);

/// "status:pending": one that the descriptions of searchable fields here can have.
std::string field_query(std::uint64_t seed);

}  // namespace generator::world
