// A call of a tool as a person says it: "get the shape of the dataset /results/temperature".
//
// The words come from the tool's description, its first clause made an imperative; the things that
// it speaks of in general ("a dataset") are replaced by those that the call is given. Nothing here
// knows any tool.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tool/sketch.h"

namespace generator::offline {

struct Phrase {
  std::string verb;    // "get", in the imperative
  std::string object;  // "the shape of the dataset /results/temperature"; may be ""
  std::string rest;    // settings: "with access mode r+", "at most 10"; or ""
  bool is_question = false;  // it can be asked for: "What is the shape …?"

  std::string text() const;  // "get the shape of …, at most 10"
};

/// What has been spoken of before a call, so that it is not said in full again.
struct Spoken {
  std::vector<const tool::SketchCall*> before;  // calls whose phrases the reader has seen
  bool by_name = false;  // everything is named in full: in thoughts and answers
  std::string left_out;  // an argument that is not told: "a dataset" stays in general
};

Phrase phrase_of(const tool::SketchCall& call, const Spoken& spoken);

/// How a value is written in a sentence: "A, B and C", "nprocs 16 and size 4 GB", "yes".
std::string said(std::string_view json);
/// "a, b and c".
std::string enumerated(const std::vector<std::string>& parts, std::string_view last = "and");
/// "dataset" from "Path to the dataset", "package type" from "Package type to construct": the thing
/// that an argument is said to be; its name's words where it is not.
std::string noun_of(const tool::SketchArgument& argument);
/// "entries" of "entry"; what is a plural stays.
std::string plural(const std::string& noun);
/// "created" of "create".
std::string participle(std::string_view verb);
std::string capitalized(std::string text);
/// "list" for a tool `list_keys`: the verb that its description begins with, in the imperative, or
/// its name's.
std::string verb_of(const tool::SketchCall& call);

}  // namespace generator::offline
