// Names of tools, parameters and fields as words, and words as names of things.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace generator::tool {

using Words = std::vector<std::string>;

/// The words of a name, in lower case: "readFullDataset", "pkg_id", "find pet by id"; what is
/// written together is taken apart where its end tells: "filename" is "file", "name". Of a
/// sentence: marks go.
Words words_of(std::string_view name);

/// "entries" becomes "entry"; "status", "class" and "series" stay. By endings, without a
/// dictionary.
std::string singular(std::string_view lower);
bool is_plural(std::string_view lower);
/// The singular of a word that is known to be a plural in -s: "boxes" becomes "box".
std::string without_plural_ending(std::string_view lower);

/// The thing that a name ends with, in the singular: "card" of "new_cards". A number belongs to the
/// word before it, as other numbers are other things: "card4" of "card_4"; "" of "4".
std::string noun_of(std::string_view name);

/// Whether two words in the singular name the same thing: they are equal, or one is short for the
/// other: its beginning ("repo", "repository") or its consonants ("pkg", "package"). A compound is
/// another thing than its first part ("data", "database").
bool same_noun(std::string_view a, std::string_view b);

/// Whether one of `nouns` is the same as `noun`.
bool has_noun(const Words& nouns, std::string_view noun);

}  // namespace generator::tool
