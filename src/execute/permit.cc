#include "execute/permit.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace generator::execute {
namespace {

constexpr std::string_view kReadOnly = "read-only";

bool names(const std::vector<std::string>& list, const Tool& tool) {
  return std::ranges::any_of(list, [&](const std::string& name) {
    return name == tool.name || name == tool.source.name;
  });
}

Status check_names(std::string_view option, const std::vector<std::string>& list,
                   const std::vector<Tool>& tools, const std::vector<std::string_view>& others) {
  std::vector<std::string> known;
  for (const Tool& tool : tools) known.push_back(tool.name);
  for (const std::string& name : list) {
    if (std::ranges::find(others, name) != others.end()) continue;
    if (std::ranges::any_of(tools, [&](const Tool& tool) { return names({name}, tool); })) continue;
    const std::string near = text::nearest(name, known);
    return fail(ErrorKind::kWrongUse,
                fmt::format("{}: there is no tool `{}`{}", option, text::for_terminal(name),
                            near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
  }
  return {};
}

}  // namespace

bool is_read_only(const Tool& tool) {
  if (tool.annotations.read_only) return *tool.annotations.read_only;
  return tool.source.kind == ToolOrigin::kOpenApi &&
         (tool.source.method == "GET" || tool.source.method == "HEAD");
}

bool is_destructive(const Tool& tool) {
  const ToolAnnotations& says = tool.annotations;
  if (tool.source.kind == ToolOrigin::kOpenApi)
    return tool.source.method == "DELETE" || says.destructive.value_or(false);
  if (says.read_only.value_or(false)) return false;
  const bool says_anything = says.read_only || says.destructive || says.idempotent || says.open_world;
  return says_anything && says.destructive.value_or(true);
}

Result<Permit> Permit::of(PermitRules rules, const std::vector<Tool>& tools,
                          std::string_view server_name) {
  CHECK_OK(check_names("--allow", rules.allowed, tools, {"*", kReadOnly, server_name}));
  CHECK_OK(check_names("--allow-destructive", rules.destructive, tools, {}));
  return Permit(std::move(rules), std::string(server_name));
}

Status Permit::check(const Tool& tool) const {
  const auto allows = [&](std::string_view what) {
    return !what.empty() && std::ranges::find(rules_.allowed, what) != rules_.allowed.end();
  };
  if (is_destructive(tool)) {
    if (names(rules_.allowed, tool) && names(rules_.destructive, tool)) return {};
    return fail(ErrorKind::kWrongUse,
                fmt::format("`{0}` is destructive: it is called for real only with --allow {0} "
                            "--allow-destructive {0}",
                            tool.name));
  }
  if (names(rules_.allowed, tool) || allows("*") || allows(server_name_)) return {};
  if (allows(kReadOnly) && is_read_only(tool)) return {};
  return fail(ErrorKind::kWrongUse,
              fmt::format("`{0}` is called for real only with --allow {0}{1}", tool.name,
                          is_read_only(tool) ? " or --allow read-only" : ""));
}

}  // namespace generator::execute
