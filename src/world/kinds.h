// The kinds of things that the tools of a specification work on, and what each tool does to which.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "data/tool.h"
#include "tool/dependencies.h"
#include "tool/entity.h"

namespace generator::world {

struct Kind {
  std::string noun;             // the longest of its names: "package", not "pkg"
  std::string key_name = {};    // "pipeline_id", "path", "id"
  std::string key_schema = {};  // JSON Schema of its key, as text
  std::string container = {};   // the kind it lies in, or ""
  bool is_opened = false;       // some tool opens it
  bool is_many = false;         // tools take or list several: else there is but one
};

enum class Role : std::uint8_t {
  kPlain,      // what the call says of the thing, or how it wants the reply
  kReference,  // names what must be there
  kAnything,   // names a thing of any kind, by path
  kFolder,     // where to look for things
  kNew,        // names what the call makes
  kLimit,
  kOffset,
};

struct PlannedParameter {
  std::string name, description;
  Role role = Role::kPlain;
  std::string kind;  // of kReference, kNew
  bool is_list = false;
  bool is_required = false;
};

/// A tool, understood.
struct Plan {
  const Tool* tool = nullptr;
  tool::Deed deed;
  std::string kind;  // what it is about; "" where that is no kind of thing
  std::vector<PlannedParameter> parameters;
  bool makes_what_is_missing = false;    // "create a new file or overwrite an existing one"
  std::vector<std::string> coordinates;  // arguments that together name a cell of a grid; or none
  int first_coordinate = 0;
  std::string opened;                                       // the kind that must be open, or ""
  std::vector<std::size_t> before;                          // tools that must have been called
  std::map<std::string, std::string, std::less<>> kind_at;  // place in the reply → kind there
  std::optional<json::Document> input, output, sample, sample_input;
};

struct Understanding {
  std::vector<Kind> kinds;
  std::vector<Plan> plans;  // in the order of the tools
  const Kind* kind(std::string_view noun) const;
};

/// `tools` must outlive the result.
Understanding understand(const std::vector<Tool>& tools);
/// With what tool::meanings_of and tool::state_edges say of them, where that is known already.
Understanding understand(const std::vector<Tool>& tools, const std::vector<tool::Meaning>& meanings,
                         const std::vector<tool::StateEdge>& state);
/// The tools live as long as the result.
std::shared_ptr<const Understanding> understand_own(std::vector<Tool> tools);

}  // namespace generator::world
