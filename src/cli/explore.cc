#include "cli/explore.h"

#include <cstddef>

#include "base/json.h"
#include "execute/permit.h"
#include "world/observed.h"

namespace generator::cli {
namespace {

constexpr std::size_t kMostCalls = 20;

}  // namespace

Result<world::World> explore(LiveExecutor& executor, const world::Understanding& known) {
  world::World out;
  std::size_t calls = 0;
  for (const world::Plan& plan : known.plans) {
    if (calls >= kMostCalls || !execute::is_read_only(*plan.tool) || !world::needs_nothing(plan)) continue;
    ++calls;
    TRY(const auto seen, executor.carry_out_now({{}, {{"", plan.tool->name, "{}"}}}));
    if (seen.empty() || seen[0].is_error) continue;
    if (const auto reply = json::Document::parse(seen[0].content))
      world::observe(known, plan, reply->root(), out);
  }
  return out;
}

}  // namespace generator::cli
