// What a server's tools were when they were first seen, as hashes: a server that later says
// something else under the same names is found out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace generator::execute {

struct ToolPin {
  std::string name;
  std::string description, input, output, annotations;  // hashes of each part

  friend bool operator==(const ToolPin&, const ToolPin&) = default;
};

/// Of a listing: raw JSON of a list of MCP tools. Schemas count with the order of their fields.
std::vector<ToolPin> pins_of(std::string_view listing);

/// "`read_file`: its description and its parameters are others now", "`wipe` is new": a text for
/// each tool that is not as it was.
std::vector<std::string> pin_changes(const std::vector<ToolPin>& before,
                                     const std::vector<ToolPin>& now);

/// Pins by server, in a JSON file: {"servers": [{"server", "tools": [{"name", …}]}]}.
class PinFile {
 public:
  /// A file that is not there holds nothing. Errors: kIo, kInvalidInput.
  static Result<PinFile> load(const std::string& path);
  /// nullptr where the server is not known. `server` is how the user starts it, not what it says.
  const std::vector<ToolPin>* find(std::string_view server) const;
  void set(std::string_view server, std::vector<ToolPin> pins);
  Status save() const;
  const std::string& path() const { return path_; }

 private:
  struct Server {
    std::string name;
    std::vector<ToolPin> pins;
  };
  std::string path_;
  std::vector<Server> servers_;
};

/// Compares with what is pinned, and pins what is new. Errors: kWrongUse where something changed,
/// saying what, and that `--accept-changes` takes it; with `accepts` it is taken.
/// Gives what changed.
Result<std::vector<std::string>> check_pins(PinFile& file, std::string_view server,
                                            std::string_view listing, bool accepts);

}  // namespace generator::execute
