// Values, things and verbs of tools as they stand in an English sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tool/sketch.h"

namespace generator::offline {

/// How a value is written: "A, B and C", "[0, 0]", "nprocs 16 and size 4 GB", "yes".
std::string said(std::string_view json);
/// The same inside a sentence: a text of several words is quoted.
std::string quoted(std::string_view json);
/// "101, 102 and 103": a list of things, which are no measures.
std::string said_things(std::string_view json);
/// "a, b and c".
std::string enumerated(const std::vector<std::string>& parts, std::string_view last = "and");

/// "dataset" of "Path to the dataset", "package type" of "Package type to construct": the thing that
/// an argument is said to be; its name's words where it is not.
std::string noun_of(const tool::SketchArgument& argument);
/// The kind of thing where the argument is a reference, else noun_of.
std::string kind_of(const tool::SketchArgument& argument);
/// "package" of "pkg": abbreviations as they are read aloud.
std::string spelt_out(std::string_view word);
/// "chunk size" of chunk_size; "package id" of pkg_id.
std::string spelt_name(std::string_view name);

/// "user", "author": they are no "it".
bool is_person(std::string_view noun);
/// "entries" of "entry"; what is a plural stays.
std::string plural(const std::string& noun);
/// "created" of "create".
std::string participle(std::string_view verb);
std::string capitalized(std::string text);

/// "return" of "Returns"; "" where the word is no verb as descriptions begin with.
std::string imperative(std::string_view word);
/// In lower case, without a mark at its end.
std::string bare(std::string_view token);
std::vector<std::string> tokens_of(std::string_view text);

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list);
bool is_article(std::string_view lower);
/// What says nothing once the thing is named: "existing", "specific".
bool is_vague(std::string_view lower);
/// Prepositions and conjunctions, where a noun phrase ends.
bool is_joint(std::string_view lower);

/// The first sentence, without what stands in brackets.
std::string first_sentence(std::string_view text);

}  // namespace generator::offline
