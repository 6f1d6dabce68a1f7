// Titles, and the proper names in them.
#pragma once

#include <string>
#include <string_view>

namespace generator::offline {

/// The proper name in a document's title: "HDF5 Datasets" → "HDF5", "Gumbo - an HTML parser" →
/// "Gumbo";
/// "" where there is none.
std::string product_of_title(std::string_view title);

/// Words that titles are made of and that name nothing: "introduction", "guide", "the".
bool is_title_word(std::string_view lower);

/// Written like a name, and none of a product: README, JSON, HTTPS.
bool is_no_name(std::string_view word);

/// Written so that it can only be a name: HDF5, CMake, libcurl2, PostgreSQL.
bool looks_like_name(std::string_view word);

/// A token without quotes, brackets and punctuation around it.
std::string_view without_marks(std::string_view token);

}  // namespace generator::offline
