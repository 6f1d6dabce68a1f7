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

// A few calls take much longer than most.
std::int64_t latency_of(std::int64_t about, std::uint64_t draw) {
  if (about <= 0) return 0;
  const double unit = static_cast<double>(draw % 1'000) / 1'000;
  return static_cast<std::int64_t>(static_cast<double>(about) * (0.5 + unit * unit * unit * 2.5));
}

}  // namespace

struct Simulator::Setting {
  Setting(Known of, World world, SimulatorOptions with)
      : known(std::move(of)), options(with), first(std::move(world)) {
    const std::vector<Plan>& plans = known->plans;
    for (std::size_t i = 0; i < plans.size(); ++i) index.emplace(plans[i].tool->name, i);
  }
  Known known;
  SimulatorOptions options;
  World first;
  std::unordered_map<std::string, std::size_t> index;  // of tools by name
};

Simulator::Simulator(std::shared_ptr<const Setting> setting)
    : setting_(std::move(setting)),
      recording_(std::make_shared<const Recording>()),
      world_(setting_->first) {}

Simulator::Simulator(Known known, SimulatorOptions options)
    : Simulator([&] {
        World world = default_world(*known, options.seed);
        return std::make_shared<const Setting>(std::move(known), std::move(world), options);
      }()) {}

Simulator::Simulator(Known known, World world, SimulatorOptions options)
    : Simulator([&] {
        world.complete_paths();
        return std::make_shared<const Setting>(std::move(known), std::move(world), options);
      }()) {}

Simulator::Simulator(std::vector<Tool> tools, SimulatorOptions options)
    : Simulator(understand_own(std::move(tools)), options) {}

Simulator::Simulator(std::vector<Tool> tools, World world, SimulatorOptions options)
    : Simulator(understand_own(std::move(tools)), std::move(world), options) {}

Simulator::~Simulator() = default;

std::unique_ptr<Simulator> Simulator::another() const {
  std::unique_ptr<Simulator> out(new Simulator(setting_));
  out->recording_ = recording_;
  return out;
}

Status Simulator::reset() {
  world_ = setting_->first;
  session_ = {};
  repeats_.clear();
  return {};
}

void Simulator::add(Recording recording) {
  recording_ = std::make_shared<const Recording>(std::move(recording));
}

CallResult Simulator::unknown_tool(const std::string& name) const {
  std::vector<std::string> names;
  for (const Plan& plan : setting_->known->plans) names.push_back(plan.tool->name);
  const std::string near = text::nearest(std::string(text::prefix(name, 80)), names);
  const std::string message =
      fmt::format("there is no tool `{}`{}", text::prefix(name, 80),
                  near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
  return {"{\"error\":" + json::quote(message) + "}", true, 0};
}

// Whether this call fails for a while: by itself and how often it was made, so that trying again
// helps, and other calls change nothing.
bool Simulator::fails_now(const std::string& key) {
  if (setting_->options.error_rate <= 0) return false;
  const int repeat = repeats_[key]++;
  const std::uint64_t draw =
      seed_of(setting_->options.seed, key, "fails", fmt::format("{}", repeat)) % kParts;
  return static_cast<double>(draw) < setting_->options.error_rate * static_cast<double>(kParts);
}

Result<CallResult> Simulator::call(const ToolCall& call) {
  const auto found = setting_->index.find(call.name);
  if (found == setting_->index.end()) return unknown_tool(call.name);
  const Plan& plan = setting_->known->plans[found->second];
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
      latency_of(setting_->options.latency_ms, seed_of(setting_->options.seed, key, "latency"));
  CallResult out;
  if (const RecordedReply* recorded = recording_->find(call.name, canonical)) {
    answer(plan, found->second, *arguments);
    out = {recorded->content, recorded->is_error, 0};
  } else if (fails_now(key)) {
    out = {passing_fault(plan, seed_of(setting_->options.seed, key, "which")), true, 0};
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
  Moment moment{*setting_->known, plan, arguments.root(), world_, session_, setting_->options.seed};
  auto refusal = find_named(moment);
  if (!refusal) refusal = act(moment, world_, session_);
  if (refusal) return {fault_reply(plan, refusal->fault, refusal->message), true, 0};
  session_.called.insert(index);
  return {json::compact(reply(moment)), false, 0};
}

}  // namespace generator::world
