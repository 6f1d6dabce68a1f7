// How a single token is told from an ordinary word: shapes of identifiers, paths and names, and the
// closed lists of words behind them.
#pragma once

#include <string>
#include <string_view>

namespace generator::measure {

/// snake_case, camelCase, digits inside, ALL CAPS; not "I", "API", or emphasis in capitals ("NOT").
bool is_identifier(std::string_view word);
/// Capital, then lower case; no word that only style gives a capital.
bool is_name(std::string_view word);
/// "src/main.c", "./run", "/etc", "C:\x", "notes.md"; in prose not "and/or" or "client/server".
bool is_path(std::string_view token, bool code);
/// `left.right` is one name ("os.path"), not the end of a sentence or an abbreviation ("e.g").
bool is_dotted(std::string_view left, std::string_view right);

bool is_label_word(std::string_view word);            // "Step", "Option"
bool is_determiner(std::string_view word);            // "the", "its", "every"
bool is_german_function_word(std::string_view word);  // "der", "und", "nicht"
bool is_range_mark(std::string_view between);         // "and", "to", ",", "-"
int counting_word(std::string_view word);             // "both" → 2, "once" → 1; 0: none

/// Lower case where the capitals say nothing (HDF5, hdf5, Int32), as spelt otherwise; plural "s" of
/// acronyms and underscores around (`_emphasis_`, `__init__`) are gone.
std::string identifier_key(std::string_view word);
std::string name_key(std::string_view word);
std::string path_key(std::string_view path);
std::string url_key(std::string_view url);
std::string words_key(std::string_view code);  // the words of a command, a space between
std::string_view unwrapped(std::string_view word);
std::string fold(std::string_view word);

}  // namespace generator::measure
