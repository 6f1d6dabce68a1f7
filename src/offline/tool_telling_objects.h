// What results that are objects or lists come to in an answer.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "offline/tool_phrase.h"
#include "offline/tool_results.h"
#include "tool/sketch.h"

namespace generator::offline {

constexpr std::size_t kLongestText = 400;  // bytes of a text that is the answer

/// What a call is about: "the shape of the dataset /a".
std::string object_of(const tool::SketchCall& call, const Spoken& spoken);

/// The call was given that very value.
bool is_known(const tool::SketchCall& call, const ResultField& field);

/// The words that the description of the result has for a value of that field; "" where it has none.
std::string meaning_of(const tool::SketchCall& call, std::string_view field, std::string_view said_value);
/// Values that stand for something are told by what they mean: as a clause of their own, or beside
/// the value.
void explain(const tool::SketchCall& call, std::vector<ResultField>& fields);
/// Whether the words are a sentence of their own: "nobody has won yet".
bool is_clause(std::string_view words);

/// "is" or "are".
std::string_view be(const ResultField& field);

/// "data sets" of "List available data sets"; "" where the description names none.
std::string listed_nouns(const tool::SketchCall& call);
/// The same, or "similar datasets", as the name of the tool has them.
std::string nouns_of(const tool::SketchCall& call);
/// "There are", "I found", "Here are the".
std::string_view intro_of(const tool::SketchCall& call);

/// Of a call that asks for something: the list that was asked for, or the fields.
std::string told_object(const tool::SketchCall& call, json::Value object, const Spoken& spoken);

}  // namespace generator::offline
