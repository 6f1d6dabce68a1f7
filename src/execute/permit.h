// Which tools may be called for real. Nothing may that is not named.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/tool.h"

namespace generator::execute {

/// What a person allows.
struct PermitRules {
  /// Names of tools; `*` or the server's own name: all that are not destructive; `read-only`: all
  /// whose annotation says so, and GET and HEAD.
  std::vector<std::string> allowed = {};
  /// Names of tools: destructive ones have to stand in both lists.
  std::vector<std::string> destructive = {};
};

/// By what the tool says of itself. Of OpenAPI's operations: DELETE. Of MCP's annotated tools: those
/// that are neither read-only nor `destructiveHint: false` (the protocol's default is true). A tool
/// without annotations is not.
bool is_destructive(const Tool& tool);
bool is_read_only(const Tool& tool);

class Permit {
 public:
  /// Errors: kWrongUse where a name is no tool's.
  static Result<Permit> of(PermitRules rules, const std::vector<Tool>& tools,
                           std::string_view server_name);
  /// Errors: kWrongUse, naming the option that would allow it.
  Status check(const Tool& tool) const;

 private:
  Permit(PermitRules rules, std::string server_name)
      : rules_(std::move(rules)), server_name_(std::move(server_name)) {}
  PermitRules rules_;
  std::string server_name_;
};

}  // namespace generator::execute
