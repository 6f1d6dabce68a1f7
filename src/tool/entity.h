// Which thing a parameter or a field of a result means, and by what it names it.
//
// An argument can be taken from an earlier result where both mean the same thing and name it in the
// same way; that their types agree says nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/tool.h"
#include "tool/deed.h"
#include "tool/result_fields.h"
#include "tool/words.h"

namespace generator::tool {

/// Ways to name a thing; a set of bits.
enum Handle : std::uint32_t {
  kNoHandle = 0,
  kById = 1u << 0,
  kByName = 1u << 1,
  kByPath = 1u << 2,
  kByUrl = 1u << 3,
  kByNumber = 1u << 4,
  kByCode = 1u << 5,
  kByAny = (1u << 6) - 1,  // "pipelines": it is not said
};

struct Entity {
  std::uint32_t handle = kNoHandle;
  Words nouns;            // kinds of thing, singular, any of them; empty: not told
  Words containers;       // what it lies in: "path to the dataset within the file"
  std::string attribute;  // where there is no handle: what it tells ("mode")
  bool is_new = false;    // it names what the call makes
};

struct Parameter {
  std::string
      path;  // "pipeline_id", "relations[].from" inside an argument; without "[]" at its end
  std::string name;   // the last name of it
  std::string owner;  // the name before it, or ""
  std::string description;
  std::string type;  // of JSON Schema; of a list its elements'
  bool is_list = false;
  bool is_required = false;  // and so is all that it stands in
  bool is_choice = false;    // one of some values, or true and false
  Entity entity;
};

/// A tool and what was understood of it.
struct Meaning {
  Deed deed;
  std::vector<Parameter> parameters;
  std::vector<ResultField> fields;
  std::vector<Entity> results;  // of each field
};

/// In the order of `tools`. Which words are kinds of things is learned from all of them together:
/// what is created, listed, or named by id somewhere.
std::vector<Meaning> meanings_of(const std::vector<Tool>& tools);

/// Whether what `field` holds can stand for `parameter`: one noun in common (a generic one, as
/// "object", means any), one way of naming in common. Where only one of them has nouns, `is_near`
/// (both work in one context) decides.
bool can_stand_for(const Entity& field, const Entity& parameter, bool is_near);

}  // namespace generator::tool
