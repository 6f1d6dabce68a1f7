// Which tools and which edges of the graph a set of rows shows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/tool_use.h"
#include "tool/sketch.h"
#include "trajectory/toolbox.h"

namespace generator::trajectory {

/// A data edge is shown where a call was given, as the edge's argument, a value that the edge's
/// earlier tool replied before, or a path that was joined of such a value and what that tool was
/// asked about ("/results" and "temperature"); a state edge where one tool was called before the
/// other.
class Coverage {
 public:
  /// `box` must outlive it.
  explicit Coverage(const Toolbox& box);

  void add(const ToolUse& row);
  /// What a sketch is going to show, if its row comes: for planning. `results` are those of its trial,
  /// by step and call; without them it is taken to show every edge between its tools.
  void expect(const tool::Sketch& sketch, const std::vector<std::vector<std::string>>& results);

  const std::vector<bool>& data() const { return data_; }  // by place in the graph
  const std::vector<bool>& state() const { return state_; }
  const std::vector<std::int64_t>& tools() const { return tools_; }  // rows that call it
  double share_of_edges() const;  // of both kinds; 1 where there are none
  double share_of_tools() const;
  /// "list_keys [] → get_shape path", "open_file → list_keys"; by place in the graph.
  std::string data_name(std::size_t edge) const;
  std::string state_name(std::size_t edge) const;
  /// Names of the edges that no row shows.
  std::vector<std::string> missing_edges() const;
  std::vector<std::string> missing_tools() const;

 private:
  std::size_t place(const std::string& name) const;  // size() where there is none

  const Toolbox& box_;
  std::vector<bool> data_, state_;
  std::vector<std::int64_t> tools_;
};

}  // namespace generator::trajectory
