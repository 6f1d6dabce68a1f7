// Which tool's result another tool's argument can come from, and which tool has to go before which:
// the parameter dependency graph of In-N-Out (docs/quality.md names the paper).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/tool.h"

namespace generator::tool {

struct Meaning;  // entity.h

/// The field `field` of what tool `from` gives back means the same as the argument `parameter` of
/// tool `to`.
struct DataEdge {
  std::size_t from = 0, to = 0;  // places in the list of tools; never the same
  std::string field;             // "pipelines[]", "[].id"; "" is the whole result
  std::string parameter;
  bool is_list = false;      // the field holds several; one is picked
  bool takes_list = false;   // the argument takes several
  bool is_required = false;  // the argument must be given
  friend bool operator==(const DataEdge&, const DataEdge&) = default;
};

enum class StateReason : std::uint8_t {
  kTold,     // a description says so
  kOpened,   // it works with what is open
  kCreated,  // it works on what must have been created
  kBuilt,    // it runs or shows what must have been built
};

std::string_view to_text(StateReason reason);  // "told", "opened", "created", "built"

/// Tool `from` has to be called before tool `to`. Several of kCreated for one `to` are
/// alternatives.
struct StateEdge {
  std::size_t from = 0, to = 0;
  StateReason reason = StateReason::kTold;
  friend bool operator==(const StateEdge&, const StateEdge&) = default;
};

/// After tool `from` what tool `to` works on is closed or gone.
struct EndEdge {
  std::size_t from = 0, to = 0;
  friend bool operator==(const EndEdge&, const EndEdge&) = default;
};

struct DependencyGraph {
  std::vector<DataEdge> data;    // by from, field, to, parameter
  std::vector<StateEdge> state;  // by from, to; one a pair
  std::vector<EndEdge> ends;     // by from, to
};

/// From names, descriptions, formats and resource nouns; deterministic, without a model. Types are
/// used to say no, never to say yes.
DependencyGraph dependencies_of(const std::vector<Tool>& tools);
/// With what meanings_of() says of them, where that is known already.
DependencyGraph dependencies_of(const std::vector<Tool>& tools,
                                const std::vector<Meaning>& meanings);

}  // namespace generator::tool
