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

/// Whether two words in the singular name the same thing: they are equal, or one is short for the
/// other: its beginning ("repo", "repository") or its consonants ("pkg", "package"). A compound is
/// another thing than its first part ("data", "database").
bool same_noun(std::string_view a, std::string_view b);

/// Whether one of `nouns` is the same as `noun`.
bool has_noun(const Words& nouns, std::string_view noun);

}  // namespace generator::tool
