// What a row of tool use is going to be, before anybody has said or called anything: which tools,
// with which arguments, and where each of these comes from.
//
// A sketch is made from the tools, their dependency graph and what there is in the world. A model
// is shown which tools and which things its instruction should need, and finds the way itself; the
// offline rules follow the sketch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "tool/deed.h"
#include "tool/value_meaning.h"

namespace generator::tool {

enum class Origin : std::uint8_t {
  kGiven,     // the instruction names it: a thing that exists, or a setting
  kChosen,    // the instruction names it: a name for something that the call makes
  kRepeated,  // an earlier call of the sketch was given or chose the same value
  kResult,    // an earlier result tells it
};

std::string_view to_text(Origin origin);  // "given", "chosen", "repeated", "result"

struct SketchArgument {
  std::string name;  // as the tool has it
  Origin origin = Origin::kGiven;
  /// JSON. Of kResult "" where the first of what the result has is taken, else which one of them.
  std::string value;
  std::string noun;         // of a reference the kind of thing, singular: "dataset"; "" of a setting
  std::string description;  // as the tool has it
  bool is_required = false;
  // Of kResult: what the field `field` has of what the call `call` of the step `step` replied; steps
  // are counted over all turns.
  std::size_t step = 0, call = 0;
  std::string field;            // as DataEdge has it: "pipelines[]", "[].id"; "" all of it
  bool is_of_list = false;      // one of several
  bool takes_list = false;      // the argument takes all of the first three of them
};

struct SketchCall {
  std::string tool;
  std::string description;  // of the tool
  Deed deed;
  std::string noun;  // what the tool is about, as the world understands it; may be ""
  std::string subject;  // how people call that very thing: "/results/temperature"; may be ""
  std::vector<SketchArgument> arguments;  // those that are going to be passed
  std::vector<ValueMeaning> meanings;     // of values that the result may have
  /// Why it stands before what follows: "told", "opened", "created", "built" (StateReason);
  /// "" where it is wanted for itself.
  std::string prepares;
};

struct SketchStep {
  std::vector<SketchCall> calls;  // several: in parallel
  bool fails = false;  // of error_recovery: its first call is answered with an error
};

struct SketchTurn {
  std::vector<SketchStep> steps;
};

struct Sketch {
  std::string method, style, case_kind;  // as data/tool_use.h has them
  std::vector<SketchTurn> turns;
  /// missing_argument: the argument of the first call of the first turn that the instruction does
  /// not tell; the second turn tells it. The first turn has one step, which is not carried out.
  std::string missing;
  std::uint64_t seed = 0;  // for the choice among wordings

  std::size_t calls() const;
  std::size_t steps() const;
};

/// As one JSON object, fields named as the members.
std::string sketch_text(const Sketch& sketch);
/// Errors: kInvalidInput naming the field.
Result<Sketch> read_sketch(std::string_view json);

/// The steps of all turns, in their order.
std::vector<const SketchStep*> steps_of(const Sketch& sketch);

/// The value of an argument, once the steps before it were carried out; `results` are the contents
/// of the results, by step and call. Nothing where the result does not have it.
std::optional<std::string> value_of(const SketchArgument& argument,
                                    const std::vector<std::vector<std::string>>& results);

/// Of an argument of kResult all that the result has for it, whichever of them `value` means; names
/// of fields where the result is an object that none of its fields names. JSON each.
std::vector<std::string> values_of(const SketchArgument& argument,
                                   const std::vector<std::vector<std::string>>& results);

/// The arguments of a call as a JSON object. Nothing where a result lacks what one needs.
std::optional<std::string> arguments_of(const SketchCall& call,
                                        const std::vector<std::vector<std::string>>& results);

}  // namespace generator::tool
