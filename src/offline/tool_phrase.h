// A call of a tool as a person says it: "get the shape of the dataset /results/temperature".
//
// The words come from the tool's description; the things that it speaks of in general ("a dataset")
// are replaced by those that the call is given. Nothing here knows any tool.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tool/sketch.h"

namespace generator::offline {

struct Phrase {
  std::string verb;    // "get", in the imperative
  std::string object;  // "the shape of the dataset /results/temperature"; may be ""
  std::string place;   // "in row 1, column 2", "from 52.5, 13.4 to 48.1, 11.6"; or ""
  std::string rest;    // settings: "with access mode r+"; or ""
  std::string limit;   // "at most 10 entries"; or ""
  bool is_bare = false;  // of "get": the object is a thing itself, which is looked up

  /// Verb, object, place, rest and limit.
  std::string text() const { return text_with(verb); }
  std::string text_with(std::string_view other_verb) const;
  /// Object, place and rest.
  std::string thing() const;
};

/// What has been spoken of before a call, so that it is not said in full again.
struct Spoken {
  const tool::Sketch* sketch = nullptr;         // to tell which call a result comes from
  std::vector<const tool::SketchCall*> before;  // calls whose phrases the reader has seen
  bool is_done = false;  // what was to be new is there: in answers
  bool by_name = false;  // everything is named in full: in thoughts and answers
  const tool::SketchArgument* opened = nullptr;  // what "the currently open file" is
  std::string left_out;  // an argument that is not told: "a dataset" stays in general
};

Phrase phrase_of(const tool::SketchCall& call, const Spoken& spoken);

/// The thing that was spoken of last, which "it" means; nullptr where there is none.
const tool::SketchArgument* focus_of(const Spoken& spoken);
bool is_same_thing(const tool::SketchArgument& a, const tool::SketchArgument& b);

/// The reference that a call is about: the last one, "the package" of pipeline and package.
const tool::SketchArgument* subject_of(const tool::SketchCall& call);

}  // namespace generator::offline
