#include "world/simulator.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/compact_json.h"
#include "base/text.h"
#include "world/act.h"
#include "world/default_world.h"
#include "world/faults.h"
#include "world/reply.h"
#include "world/schema_check.h"
#include "world/values.h"

namespace generator::world {
namespace {

constexpr std::uint64_t kParts = 1'000'000;  // a share is drawn from so many

std::unordered_map<std::string, std::size_t> places_of(const std::vector<Tool>& tools) {
  std::unordered_map<std::string, std::size_t> out;
  for (std::size_t i = 0; i < tools.size(); ++i) out.emplace(tools[i].name, i);
  return out;
}

// A few calls take much longer than most.
std::int64_t latency_of(std::int64_t about, std::uint64_t draw) {
  if (about <= 0) return 0;
  const double unit = static_cast<double>(draw % 1'000) / 1'000;
  return static_cast<std::int64_t>(static_cast<double>(about) * (0.5 + unit * unit * unit * 2.5));
}

}  // namespace

Simulator::Simulator(std::vector<Tool> tools, SimulatorOptions options)
    : tools_(std::move(tools)),
      options_(options),
      known_(understand(tools_)),
      index_(places_of(tools_)) {
  first_ = default_world(known_, options_.seed);
  world_ = first_;
}

Simulator::Simulator(std::vector<Tool> tools, World world, SimulatorOptions options)
    : tools_(std::move(tools)),
      options_(options),
      known_(understand(tools_)),
      first_(std::move(world)),
      index_(places_of(tools_)) {
  first_.complete_paths();
  world_ = first_;
}

Simulator::~Simulator() = default;

Status Simulator::reset() {
  world_ = first_;
  session_ = {};
  repeats_.clear();
  return {};
}

void Simulator::add(Recording recording) { recording_ = std::move(recording); }

CallResult Simulator::unknown_tool(const std::string& name) const {
  std::vector<std::string> names;
  for (const Tool& tool : tools_) names.push_back(tool.name);
  const std::string near = text::nearest(std::string(text::prefix(name, 80)), names);
  const std::string message =
      fmt::format("there is no tool `{}`{}", text::prefix(name, 80),
                  near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
  return {"{\"error\":" + json::quote(message) + "}", true, 0};
}

// Whether this call fails for a while: by itself and how often it was made, so that trying again
// helps, and other calls change nothing.
bool Simulator::fails_now(const std::string& key) {
  if (options_.error_rate <= 0) return false;
  const int repeat = repeats_[key]++;
  const std::uint64_t draw =
      seed_of(options_.seed, key, "fails", fmt::format("{}", repeat)) % kParts;
  return static_cast<double>(draw) < options_.error_rate * static_cast<double>(kParts);
}

Result<CallResult> Simulator::call(const ToolCall& call) {
  const auto found = index_.find(call.name);
  if (found == index_.end()) return unknown_tool(call.name);
  const Plan& plan = known_.plans[found->second];
  const auto arguments =
      json::Document::parse(text::trim(call.arguments).empty() ? "{}" : call.arguments);
  if (!arguments || !arguments->root().is_object())
    return CallResult{
        fault_reply(plan, Fault::kBadArguments,
                    arguments ? "the arguments must be a JSON object"
                              : "the arguments are no JSON: " + arguments.error().message),
        true, 0};
  const std::string canonical = canonical_json(arguments->root());
  const std::string key = call.name + "\n" + canonical;
  const std::int64_t latency =
      latency_of(options_.latency_ms, seed_of(options_.seed, key, "latency"));
  CallResult out;
  if (const RecordedReply* recorded = recording_.find(call.name, canonical)) {
    answer(plan, found->second, *arguments);
    out = {recorded->content, recorded->is_error, 0};
  } else if (fails_now(key)) {
    out = {passing_fault(plan, seed_of(options_.seed, key, "which")), true, 0};
  } else {
    out = answer(plan, found->second, *arguments);
  }
  out.latency_ms = latency;
  return out;
}

CallResult Simulator::answer(const Plan& plan, std::size_t index, const json::Document& arguments) {
  if (plan.input) {
    const std::vector<std::string> problems = schema_problems(plan.input->root(), arguments.root());
    if (!problems.empty())
      return {fault_reply(plan, Fault::kBadArguments, text::join(problems, "; ")), true, 0};
  }
  Moment moment{known_, plan, arguments.root(), world_, session_, options_.seed};
  auto refusal = find_named(moment);
  if (!refusal) refusal = act(moment, world_, session_);
  if (refusal) return {fault_reply(plan, refusal->fault, refusal->message), true, 0};
  session_.called.insert(index);
  return {json::compact(reply(moment)), false, 0};
}

}  // namespace generator::world
