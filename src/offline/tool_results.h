// What results hold, as the names and values that an answer is made of.
//
// Results are somebody else's text: they are quoted and shortened, and never read as anything else.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace generator::offline {

struct ResultField {
  std::string name;   // "chunk size"
  std::string value;  // "1024 KB"
  bool is_thing = false;   // an object with a name: "wnguyen (UUID 0acc3ef2)"
  bool is_truth = false;   // true or false
  bool is_number = false;
  bool is_cut = false;     // only the first numbers are shown
  std::vector<std::string> sentences;  // of a list of sentences; then `value` is ""
  std::string clause;      // that says what the value means: "nobody has won yet"
  bool is_nested = false;  // an object's own fields: "memory 16GB, threads 8"
};

/// Fields of an object in its order, six at most; lists of objects are left out. `with_formal`:
/// those too that only say that a call went well ("status", "message").
std::vector<ResultField> fields_of(json::Value object, bool with_formal);

/// "chunk size" of chunk_size_kb; a path or a version is no name of a field and stays.
std::string words_of_key(std::string_view key);

/// Whether a field only says that a call went well, counts what stands beside it, or says nothing:
/// "status": "success" does, "status": "shipped" is a thing's own.
bool is_formal(std::string_view key, json::Value value);

/// A value in a sentence: "[90, 180]", "a, b and 3 more", the beginning of a long text.
std::string short_value(json::Value value);
std::string shortened(std::string_view text, std::size_t bytes);

/// What an element of a list is called.
std::optional<std::string> name_in(json::Value object);

/// "There are 2 pets:\n\n- …", "No pets were found.", "The keys are a and b." `noun` in the plural.
/// `intro`: "There are", "Here are the", "I found". Texts beside objects are passed over.
std::string told_list(std::string_view intro, const std::string& nouns, json::Value list);

/// The message of an error.
std::string error_text(std::string_view content);
/// With a full stop where no mark ends it.
std::string ended(std::string text);

}  // namespace generator::offline
